"""The port to publishing targets: one adapter a file (``wordpress``, ``preview``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, get_args

PostStatus = Literal["draft", "publish", "future"]
PostKind = Literal["post", "page"]
CheckName = Literal["reachable", "authenticated", "may_publish", "may_upload", "meta_plugin"]
CHECK_NAMES: tuple[CheckName, ...] = get_args(CheckName)


@dataclass(frozen=True, slots=True)
class MediaItem:
    """An image to upload. ``key`` is stable for the same picture, so that it is uploaded only once.

    ``src`` is how the post's ``html`` and ``blocks`` refer to it (the exact, unescaped value of the ``src``
    attribute); the target's own address is put in its place. Without effect on a featured image.
    """

    key: str
    filename: str
    mime_type: str
    data: bytes
    alt: str
    width: int
    height: int
    src: str = ""


@dataclass(frozen=True, slots=True)
class SeoMeta:
    """What search engines are told: title and description, the keyphrase, and JSON-LD (a JSON text)."""

    title: str = ""
    description: str = ""
    keyphrase: str = ""
    json_ld: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An article or page as a target gets it.

    ``key`` identifies the content at the target for ever: the same key never gives two published posts.
    ``html`` is sanitised; ``blocks`` is the same text as block markup (``<!-- wp:paragraph -->`` …), for
    targets that take it. ``publish_at`` (aware) goes with status ``future``. ``parent_key`` is for pages.
    ``needs_writing`` marks a structured draft that must not be shown as finished: WordPress takes it as a
    draft only, the preview shows it with a banner.
    """

    key: str
    title: str
    slug: str
    html: str
    status: PostStatus
    kind: PostKind = "post"
    blocks: str = ""
    excerpt: str = ""
    publish_at: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    featured: MediaItem | None = None
    inline_media: tuple[MediaItem, ...] = ()
    meta: SeoMeta = field(default_factory=SeoMeta)
    parent_key: str | None = None
    language: str = "en"
    needs_writing: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What the target holds now. ``warnings`` are sentences for a person (a slug that was taken, meta that
    was dropped)."""

    external_id: str
    url: str
    status: str
    slug: str
    edit_url: str = ""
    featured_media_id: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a connection test; ``hint`` says what to do when it is not ``ok``."""

    name: CheckName
    ok: bool
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """The outcome of a connection test; usable when every check but ``meta_plugin`` is ok."""

    checks: tuple[Check, ...]

    @property
    def usable(self) -> bool:
        return all(check.ok for check in self.checks if check.name != "meta_plugin")


class Publisher(Protocol):
    """A publishing target. All calls are network or disk work: never inside a database transaction."""

    def test(self) -> ConnectionReport:
        """Try the connection without changing anything there; never raises for an unreachable target."""
        ...

    def publish(self, post: Post, *, external_id: str | None, still_mine: Callable[[], None]) -> Published:
        """Create or update ``post`` at the target.

        Safe to call again with the same post after any failure, crash or freeze, also from another process.

        :param external_id: the target's id from an earlier publication of the same key, where known.
        :param still_mine: called before each change at the target; raises when the caller lost its lease.
        :raises PublishingError: the target refused; the message says what to do.
        :raises PublishingUnavailable: it is down or slow, and trying again is safe.
        """
        ...

    def unpublish(self, *, external_id: str, kind: PostKind) -> None:
        """Take the post back to a draft; a post that is gone counts as done.

        :raises PublishingError: the target refused.
        :raises PublishingUnavailable: it is down or slow, and trying again is safe.
        """
        ...

    def close(self) -> None:
        """Give back connections; the publisher is not used afterwards."""
        ...
