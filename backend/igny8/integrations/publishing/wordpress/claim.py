"""One post per key, whatever dies or freezes when.

Looking a post up before creating it is not enough: two processes may both find nothing. So each one that
finds nothing creates a *draft* with the key, then lists all posts with the key; since everyone sees at
least what was there when its own draft was made, all choose the same one: the lowest id that is already
live, else the lowest id. Only that one is ever published; the other empty drafts with the key go to the
trash (a copy that a person made of the post is not empty and stays). A process that froze and wakes up
later publishes the same id again, which changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from igny8.core.errors import PublishingError
from igny8.integrations.publishing.port import Post, PostKind
from igny8.integrations.publishing.wordpress.api import Change, WordPressApi
from igny8.integrations.publishing.wordpress.lookup import (
    KEY_META,
    ROUTES,
    Lookup,
    bare,
    key_hash,
    mark_block,
    owner,
)
from igny8.integrations.publishing.wordpress.models import RemotePost
from igny8.integrations.publishing.wordpress.refusals import Outage, Refusal

CREATE_ATTEMPTS = 3
LOST = "The post that was published before is in the trash or deleted; a new one was made."
NOT_FOUND_AGAIN = (
    "WordPress does not find the draft that was just made, so it could not be kept from publishing twice. "
    "Install the IGNY8 companion plug-in, which finds posts by itself, or switch off the plug-in that "
    "changes the search or removes comments from texts."
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The one post for a key, the others that carry it, and what to tell."""

    target: RemotePost
    others: tuple[RemotePost, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def superfluous(self) -> tuple[RemotePost, ...]:
        """The claims of others that nobody will write to."""
        return tuple(post for post in self.others if bare(post))


class Claims:
    """Finds or makes the one post for a key."""

    def __init__(self, api: WordPressApi, lookup: Lookup, still_mine: Callable[[], None]) -> None:
        self._api = api
        self._lookup = lookup
        self._still_mine = still_mine

    def claim(self, post: Post, external_id: str | None) -> Claimed:
        """:return: the post to write to.
        :raises PublishingError: it cannot be found again after it was made, or WordPress refused it.
        :raises Outage: the site is down."""
        digest = key_hash(post.key)
        found = self.found(post, external_id)
        if found:
            return chosen(found)
        made = self._create(post, digest)
        found = self._lookup.find(digest, post.kind, post.slug)
        if made is not None and made.id not in [entry.id for entry in found]:
            self.discard((made,), post.kind)
        if not found:
            raise PublishingError(NOT_FOUND_AGAIN)
        claimed = chosen(found)
        return Claimed(claimed.target, claimed.others, (LOST,) if external_id else ())

    def found(self, post: Post, external_id: str | None) -> list[RemotePost]:
        """All posts of the key: by look-up, and the one known by id (a person may have removed the mark)."""
        digest = key_hash(post.key)
        found = {entry.id: entry for entry in self._lookup.find(digest, post.kind, post.slug)}
        if external_id and (not external_id.isdigit() or int(external_id) not in found):
            known = self._lookup.by_id(external_id, post.kind, digest)
            if known is not None:
                found[known.id] = known
        return [found[post_id] for post_id in sorted(found)]

    def settle(self, post: Post, written: RemotePost) -> tuple[RemotePost, list[str]]:
        """After the first publication, look once more: a database that showed a lower draft late must not
        leave two. Everybody keeps the same one. :return: that one, and warnings."""
        claimed = chosen(self.found(post, str(written.id)))
        doubles = tuple(other for other in claimed.others if other.live)
        kept = written if claimed.target.id == written.id else claimed.target
        return kept, self.discard((*doubles, *claimed.superfluous), post.kind)

    def discard(self, posts: tuple[RemotePost, ...], kind: PostKind) -> list[str]:
        """Put posts of the key into the trash. :return: warnings for those that stayed."""
        return [warning for post in posts if (warning := self._trash(post, kind))]

    def _create(self, post: Post, digest: str) -> RemotePost | None:
        """Make a draft with the key; after an unclear answer look whether it is there before trying again.

        :return: the draft, or None where the answer was lost but a post with the key is there."""
        body = {
            "status": "draft",
            "title": post.title,
            "slug": post.slug,
            "content": mark_block(digest),
            **({"meta": {KEY_META: digest}} if self._api.plugin() else {}),
        }
        change = Change(ROUTES[post.kind], {"context": "edit"}, json=body)
        for attempt in range(1, CREATE_ATTEMPTS + 1):
            try:
                made = self._api.change(change, RemotePost, before=self._still_mine, repeat=False)
            except Outage as outage:
                if self._lookup.find(digest, post.kind, post.slug):
                    return None
                if not self._api.wait_for_retry(outage, attempt, CREATE_ATTEMPTS):
                    raise
            else:
                self._require_mark(made, digest, post.kind)
                return made
        raise AssertionError("the last attempt returns or raises")

    def _require_mark(self, made: RemotePost, digest: str, kind: PostKind) -> None:
        if owner(made) != digest:
            self.discard((made,), kind)
            raise PublishingError(NOT_FOUND_AGAIN)

    def _trash(self, post: RemotePost, kind: PostKind) -> str:
        route = f"{ROUTES[kind]}/{post.id}"
        try:
            try:
                self._delete(Change(route))
            except Refusal as error:
                if error.remote_code != "rest_trash_not_supported":
                    raise
                self._delete(Change(route, {"force": "true"}))
        except Refusal as error:
            if error.gone or error.remote_code == "rest_already_trashed":
                return ""
            return f"A superfluous draft (id {post.id}) could not be removed: {error.message}"
        return ""

    def _delete(self, change: Change) -> None:
        self._api.send("DELETE", change, before=self._still_mine, repeat=True)


def chosen(found: list[RemotePost]) -> Claimed:
    """Everybody's same choice: the lowest live id, else the lowest id."""
    live = [post for post in found if post.live]
    target = (live or found)[0]
    return Claimed(target, tuple(post for post in found if post.id != target.id))
