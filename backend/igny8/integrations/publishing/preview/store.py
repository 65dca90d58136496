"""What the preview keeps on disk, without locks: every file appears whole, by rename.

One small JSON file per key says what is published; addresses are claimed by exclusive creation. So a
process that dies or freezes anywhere holds nobody up, and what it left half done is done again by the next
call with the same key.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from igny8.integrations.publishing.port import PostKind, PostStatus

RESERVED = frozenset({"assets", "media", "topic", "archive", "index.html", "sitemap.xml"})


class Picture(BaseModel):
    """A stored picture; ``path`` is relative to the site's root."""

    path: str
    alt: str
    width: int
    height: int


class Entry(BaseModel):
    """A published post, as far as lists show it."""

    id: str
    kind: PostKind
    status: PostStatus
    path: str
    slug: str
    title: str
    excerpt: str
    language: str
    categories: list[str]
    needs_writing: bool
    published_at: datetime
    updated_at: datetime
    publish_at: datetime | None = None
    minutes: int
    picture: Picture | None = None
    files: list[str] = []

    @property
    def public(self) -> bool:
        """Whether a real site would show it, so that search engines may have it."""
        return self.status == "publish" and not self.needs_writing


def entry_id(key: str) -> str:
    """The id of a key: safe as a file name, the same for ever."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]


class Store:
    """The files of one preview site under ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._entries = root / ".entries"
        self._claims = root / ".claims"

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self._entries, self._claims, self.root / "media", self.root / "assets"):
            folder.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site so that readers see the old one or the new one, never half of it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._claims, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def entry(self, wanted: str) -> Entry | None:
        """:return: the entry with that id; None where there is none (or its file is damaged)."""
        try:
            return Entry.model_validate_json((self._entries / f"{Path(wanted).name}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def entries(self) -> list[Entry]:
        """:return: all entries, newest first."""
        found = [self.entry(path.stem) for path in self._entries.glob("*.json")]
        known = [entry for entry in found if entry is not None]
        return sorted(known, key=lambda entry: (entry.published_at, entry.id), reverse=True)

    def save(self, entry: Entry) -> None:
        """Store or replace an entry."""
        self.write(f".entries/{entry.id}.json", entry.model_dump_json(indent=1).encode())

    def stamp(self) -> frozenset[tuple[str, int, int]]:
        """What tells whether any entry changed."""
        found = set()
        for path in self._entries.glob("*.json"):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            found.add((path.name, stat.st_mtime_ns, stat.st_ino))
        return frozenset(found)

    def claim(self, parent: str, slug: str, owner: str) -> str:
        """Take an address that nobody else has: the slug, or with ``-2`` and so on.

        :param parent: the path of the parent page, empty or ending in a slash.
        :return: the path, ending in a slash.
        """
        number = 1
        while True:
            name = slug if number == 1 else f"{slug}-{number}"
            path = f"{parent}{name}/"
            if name not in RESERVED and self._holder(path, owner) == owner:
                return path
            number += 1

    def release(self, path: str, owner: str) -> None:
        """Remove the page at ``path`` and let its address go, if it is the owner's."""
        claim = self._claim_file(path)
        if claim.is_file() and claim.read_text() == owner:
            (self.root / path / "index.html").unlink(missing_ok=True)
            claim.unlink(missing_ok=True)
            self._remove_empty(self.root / path)

    def remove(self, entry: Entry) -> None:
        """Remove an entry with its page and the pictures that no other entry uses."""
        (self._entries / f"{entry.id}.json").unlink(missing_ok=True)
        self.release(entry.path, entry.id)
        used = {name for other in self.entries() for name in other.files}
        for name in set(entry.files) - used:
            (self.root / name).unlink(missing_ok=True)

    def clear_folder(self, path: str) -> None:
        """Remove a generated folder."""
        shutil.rmtree(self.root / path, ignore_errors=True)

    def _claim_file(self, path: str) -> Path:
        return self._claims / (hashlib.sha256(quote(path).encode()).hexdigest()[:32] + ".claim")

    def _holder(self, path: str, owner: str) -> str:
        claim = self._claim_file(path)
        handle, name = tempfile.mkstemp(dir=self._claims, prefix=".claim-")
        with os.fdopen(handle, "w") as file:
            file.write(owner)
        try:
            os.link(name, claim)  # atomic and exclusive, and never seen without its content
        except FileExistsError:
            return claim.read_text()
        finally:
            Path(name).unlink()
        return owner

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
