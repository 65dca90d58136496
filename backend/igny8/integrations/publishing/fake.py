"""A publisher in memory, for tests of what publishes: one post per key, and failures on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from igny8.core.errors import Igny8Error
from igny8.integrations.publishing.port import CHECK_NAMES, Check, ConnectionReport, Post, PostKind, Published


@dataclass
class FakePublisher:
    """Keeps posts by key.

    :ivar posts: what is published, by key.
    :ivar calls: the keys of all calls of ``publish``, in order.
    :ivar failures: raised by the next calls of ``publish``, one each.
    """

    posts: dict[str, Post] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    failures: list[Igny8Error] = field(default_factory=list)
    closed: bool = False

    def test(self) -> ConnectionReport:
        """All checks pass."""
        return ConnectionReport(tuple(Check(name, True, "A fake.") for name in CHECK_NAMES))

    def publish(self, post: Post, *, external_id: str | None, still_mine: Callable[[], None]) -> Published:
        """Store the post under its key; unfinished ones as drafts."""
        self.calls.append(post.key)
        if self.failures:
            raise self.failures.pop(0)
        still_mine()
        self.posts[post.key] = post
        number = list(self.posts).index(post.key) + 1
        return Published(
            external_id=external_id or str(number),
            url=f"https://fake.example/{post.slug}/",
            status="draft" if post.needs_writing else post.status,
            slug=post.slug,
        )

    def unpublish(self, *, external_id: str, kind: PostKind) -> None:  # noqa: ARG002 - ids are unique here
        """Remove the post with that id; one that is gone counts as done."""
        keys = list(self.posts)
        if external_id.isdigit() and 0 < int(external_id) <= len(keys):
            del self.posts[keys[int(external_id) - 1]]

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True
