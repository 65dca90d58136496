"""Uploads: each picture once, found again by a slug made of its key and content."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from igny8.integrations.publishing.port import MediaItem
from igny8.integrations.publishing.wordpress.address import Params
from igny8.integrations.publishing.wordpress.api import Change, WordPressApi
from igny8.integrations.publishing.wordpress.models import RemoteMedia
from igny8.integrations.publishing.wordpress.refusals import Outage, Refusal
from igny8.integrations.publishing.wordpress.shrink import as_jpeg, smaller

ATTEMPTS = 3
SHRINKS = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture at WordPress, or the sentence that says why it is not there."""

    media: RemoteMedia | None
    warning: str = ""


class MediaLibrary:
    """Uploads pictures that are not there yet."""

    def __init__(self, api: WordPressApi) -> None:
        self._api = api

    def ensure(self, item: MediaItem, post_id: int, still_mine: Callable[[], None]) -> Upload:
        """:param post_id: the post that a new upload is attached to.
        :return: the picture there; a refusal becomes a warning, since the article is good without it.
        :raises Outage: the site is down."""
        slug = media_slug(item)
        found = self._found(slug)
        if found is None:
            try:
                found = self._acceptable(item, slug, post_id, still_mine)
            except Refusal as error:
                return Upload(None, f"The picture {item.filename} was not taken: {error.message}")
        return Upload(self._with_alt(found, item, still_mine))

    def _acceptable(
        self, item: MediaItem, slug: str, post_id: int, still_mine: Callable[[], None]
    ) -> RemoteMedia:
        """Upload; shrink what is too large (413), turn into JPEG what is of a refused format."""
        for _ in range(SHRINKS):
            try:
                return self._upload(item, slug, post_id, still_mine)
            except Refusal as error:
                other = _alternative(item, error)
                if other is None:
                    raise
                item = other
        return self._upload(item, slug, post_id, still_mine)

    def _upload(
        self, item: MediaItem, slug: str, post_id: int, still_mine: Callable[[], None]
    ) -> RemoteMedia:
        fields: Params = {"slug": slug, "title": item.alt or slug, "alt_text": item.alt, "post": post_id}
        change = Change("wp/v2/media", fields, content=item.data, headers=_headers(item, slug))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._api.change(change, RemoteMedia, before=still_mine, repeat=False)
            except Outage as outage:
                there = self._rescued(outage, slug, still_mine)
                if there is not None:
                    return there
                if not self._api.wait_for_retry(outage, attempt, ATTEMPTS):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _rescued(self, outage: Outage, slug: str, still_mine: Callable[[], None]) -> RemoteMedia | None:
        """After an unclear answer: the file may be stored, its smaller sizes not yet made."""
        found = self._found(slug)
        stored = outage.upload_id or (found.id if found else None)
        if stored is None:
            return None
        change = Change(f"wp/v2/media/{stored}/post-process", json={"action": "create-image-subsizes"})
        try:
            return self._api.change(change, RemoteMedia, before=still_mine, repeat=True)
        except Refusal:
            return found

    def _with_alt(self, media: RemoteMedia, item: MediaItem, still_mine: Callable[[], None]) -> RemoteMedia:
        if not item.alt or media.alt_text == item.alt:
            return media
        change = Change(f"wp/v2/media/{media.id}", json={"alt_text": item.alt})
        try:
            return self._api.change(change, RemoteMedia, before=still_mine, repeat=True)
        except Refusal:
            return media  # someone else's picture: its own alt text stays

    def _found(self, slug: str) -> RemoteMedia | None:
        listed = self._api.get_list("wp/v2/media", RemoteMedia, {"slug": [slug], "per_page": 1})
        return listed[0] if listed else None


def media_slug(item: MediaItem) -> str:
    """A readable slug that is the same for the same key and bytes, and for nothing else."""
    digest = hashlib.sha256(item.key.encode() + b"\0" + item.data).hexdigest()[:12]
    plain = (
        unicodedata.normalize("NFKD", PurePosixPath(item.filename).stem).encode("ascii", "ignore").decode()
    )
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
    return f"{words or 'image'}-{digest}"


def _headers(item: MediaItem, slug: str) -> dict[str, str]:
    suffix = re.sub(r"[^a-z0-9.]", "", PurePosixPath(item.filename).suffix.lower())
    md5 = hashlib.md5(item.data, usedforsecurity=False).digest()
    return {
        "Content-Type": item.mime_type,
        "Content-Disposition": f'attachment; filename="{slug}{suffix}"',
        "Content-MD5": md5.hex(),  # WordPress compares it, so that a torn upload is refused
    }


def _alternative(item: MediaItem, error: Refusal) -> MediaItem | None:
    if error.status_code == 413 or error.remote_code == "rest_upload_file_too_big":
        return smaller(item)
    refused_kind = error.remote_code in ("rest_upload_sideload_error", "rest_upload_image_type_not_supported")
    return as_jpeg(item) if refused_kind and item.mime_type == "image/webp" else None
