"""The publisher that writes a static site. The same port, so that a rule cannot tell the difference."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.port import (
    CHECK_NAMES,
    Check,
    ConnectionReport,
    MediaItem,
    Post,
    PostKind,
    Published,
)
from igny8.integrations.publishing.preview.render import (
    SiteFacts,
    archive_page,
    article_page,
    list_page,
    reading_minutes,
    sitemap,
    stylesheet,
    topic_slug,
)
from igny8.integrations.publishing.preview.store import Entry, Picture, Store, entry_id

LIST_ATTEMPTS = 20
_EXTENSIONS = {"image/webp": ".webp", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}


class PreviewPublisher:
    """Writes posts as a static site.

    :param root: the site's own folder; made if need be.
    :param base_url: the address that the folder is served at.
    :param site_language: of the lists; an article's page speaks the article's language.
    :param clock: gives an aware time.
    """

    def __init__(
        self, root: Path, base_url: str, site_name: str, site_language: str, clock: Callable[[], datetime]
    ) -> None:
        self._store = Store(root)
        self._site = SiteFacts(site_name, base_url.rstrip("/") + "/", site_language)
        self._clock = clock

    def test(self) -> ConnectionReport:
        """See :meth:`Publisher.test`."""
        try:
            self._store.prepare()
        except OSError as error:
            hint = f"Make the folder writable for the server: {error.strerror or error}."
            failed = Check("reachable", False, "The preview's folder cannot be written.", hint)
            return ConnectionReport((failed,))
        return ConnectionReport(
            tuple(Check(name, True, "The preview needs no set-up.") for name in CHECK_NAMES)
        )

    def close(self) -> None:
        """See :meth:`Publisher.close`; there is nothing to give back."""

    def publish(self, post: Post, *, external_id: str | None, still_mine: Callable[[], None]) -> Published:  # noqa: ARG002 - the key decides
        """See :meth:`Publisher.publish`. Drafts and unfinished posts are shown too, marked as such."""
        still_mine()
        try:
            return self._publish(post, still_mine)
        except OSError as error:
            raise PublishingUnavailable(
                f"The preview could not be written ({error.strerror or error}). Check the data directory's "
                "space and permissions."
            ) from error

    def unpublish(self, *, external_id: str, kind: PostKind) -> None:  # noqa: ARG002 - ids are unique here
        """See :meth:`Publisher.unpublish`. The page is removed: a preview has no hidden drafts."""
        entry = self._store.entry(external_id)
        if entry is not None:
            self._store.prepare()
            self._store.remove(entry)
            self._write_lists(set(entry.categories))

    def _publish(self, post: Post, still_mine: Callable[[], None]) -> Published:
        self._store.prepare()
        owner = entry_id(post.key)
        old = self._store.entry(owner)
        wanted = _safe_slug(post.slug or post.title)
        path = self._store.claim(self._parent_path(post), wanted, owner)
        entry = self._entry(post, path, old)
        still_mine()
        page = article_page(post, entry, self._body(post, path), self._site)
        self._store.write(f"{path}index.html", page.encode())
        self._store.save(entry)
        if old is not None and old.path != path:
            self._store.release(old.path, owner)
        self._write_lists({*entry.categories, *(old.categories if old else ())})
        return self._published(entry, wanted)

    def _parent_path(self, post: Post) -> str:
        parent = self._store.entry(entry_id(post.parent_key)) if post.parent_key else None
        return parent.path if parent else ""

    def _entry(self, post: Post, path: str, old: Entry | None) -> Entry:
        now = self._clock()
        picture = self._picture(post.featured) if post.featured else None
        inline = [self._picture(item).path for item in post.inline_media]
        return Entry(
            id=entry_id(post.key),
            kind=post.kind,
            status=post.status,
            path=path,
            slug=path.rstrip("/").rpartition("/")[2],
            title=post.title,
            excerpt=post.excerpt or post.meta.description,
            language=post.language,
            categories=list(post.categories),
            needs_writing=post.needs_writing,
            published_at=old.published_at if old else now,
            updated_at=now,
            publish_at=post.publish_at,
            minutes=reading_minutes(post.html),
            picture=picture,
            files=[*([picture.path] if picture else []), *inline],
        )

    def _picture(self, item: MediaItem) -> Picture:
        if item.mime_type not in _EXTENSIONS:
            raise PublishingError(
                f"The picture {item.filename} is {item.mime_type}; use WebP, PNG, JPEG or GIF."
            )
        stem = _safe_slug(PurePosixPath(item.filename).stem)
        name = f"media/{stem}-{hashlib.sha256(item.data).hexdigest()[:12]}{_EXTENSIONS[item.mime_type]}"
        if not (self._store.root / name).exists():
            self._store.write(name, item.data)
        return Picture(path=name, alt=item.alt, width=item.width, height=item.height)

    def _body(self, post: Post, path: str) -> str:
        body, up = post.html, "../" * path.count("/")
        for item in post.inline_media:
            target = html.escape(up + self._picture(item).path)
            for written in {item.src, html.escape(item.src)} - {""}:
                body = body.replace(f'src="{written}"', f'src="{target}"')
        return body

    def _write_lists(self, topics: set[str]) -> None:
        """Write what depends on all entries; again, if an entry changed meanwhile. Whoever writes last has
        then seen everything, without a lock that a frozen process could keep."""
        for _ in range(LIST_ATTEMPTS):
            stamp = self._store.stamp()
            entries = self._store.entries()
            self._store.write("assets/style.css", stylesheet())
            self._store.write(
                "index.html", list_page(self._site.name, entries, self._site, up="", home=True).encode()
            )
            self._store.write("archive/index.html", archive_page(entries, self._site).encode())
            self._store.write("sitemap.xml", sitemap(entries, self._site).encode())
            for name in topics:
                self._write_topic(name, entries)
            if self._store.stamp() == stamp:
                return

    def _write_topic(self, name: str, entries: list[Entry]) -> None:
        folder = f"topic/{topic_slug(name)}"
        within = [entry for entry in entries if name in entry.categories]
        if within:
            self._store.write(
                f"{folder}/index.html", list_page(name, within, self._site, up="../../").encode()
            )
        else:
            self._store.clear_folder(folder)

    def _published(self, entry: Entry, wanted: str) -> Published:
        taken = f"The address part “{wanted}” is taken in the preview; it became “{entry.slug}”."
        return Published(
            external_id=entry.id,
            url=self._site.base_url + entry.path,
            status=entry.status,
            slug=entry.slug,
            featured_media_id=entry.picture.path if entry.picture else "",
            warnings=() if entry.slug == wanted else (taken,),
        )


def _safe_slug(text: str) -> str:
    """A folder name: words of any script, hyphens between, no dots or slashes; at most 80 characters."""
    words = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    return words[:80].strip("-") or "post"
