"""The WordPress publisher: claims the one post for a key, brings pictures and terms, then writes it once."""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.port import ConnectionReport, Post, PostKind, Published
from igny8.integrations.publishing.wordpress.api import Change, Credentials, WordPressApi
from igny8.integrations.publishing.wordpress.check import connection_report
from igny8.integrations.publishing.wordpress.claim import Claims, chosen
from igny8.integrations.publishing.wordpress.gate import SiteGate
from igny8.integrations.publishing.wordpress.lookup import (
    KEY_META,
    ROUTES,
    Lookup,
    key_hash,
    mark_block,
    same_slug,
)
from igny8.integrations.publishing.wordpress.media import MediaLibrary
from igny8.integrations.publishing.wordpress.models import RemotePost
from igny8.integrations.publishing.wordpress.refusals import Refusal
from igny8.integrations.publishing.wordpress.seo import meta_fields, meta_warnings
from igny8.integrations.publishing.wordpress.terms import Terms

# How often a post may vanish under our hands (deleted by someone) before that is reported.
ROUNDS = 3
KEPT_LIVE = (
    "It is published at WordPress already, so the unfinished draft was not written over it. Finish the text, "
    "then publish again."
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a post refers to at the site, and what is to be told of that."""

    content: str
    fields: dict[str, Any]
    warnings: tuple[str, ...]


class WordPressPublisher:
    """Publishes to one WordPress site; may be shared by threads.

    :param client: from ``integrations.outgoing.guarded_client``; closed by :meth:`close`.
    :param url: the site's address as typed by a person.
    :param gate: limits the requests at once; by default two within this process (``FileGate`` for more).
    :param sleep: waits between attempts.
    :param clock: the time, where the site's answers do not carry it.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        credentials: Credentials,
        *,
        gate: SiteGate | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._api = WordPressApi(client, url, credentials, gate=gate, sleep=sleep, clock=clock)
        self._lookup = Lookup(self._api)
        self._terms = Terms(self._api)
        self._media = MediaLibrary(self._api)

    def test(self) -> ConnectionReport:
        """See :meth:`Publisher.test`."""
        return connection_report(self._api)

    def close(self) -> None:
        """See :meth:`Publisher.close`."""
        self._client.close()

    def publish(self, post: Post, *, external_id: str | None, still_mine: Callable[[], None]) -> Published:
        """See :meth:`Publisher.publish`. A post in the trash or deleted counts as gone: a new one is made,
        with a warning."""
        if post.status == "future" and (post.publish_at is None or post.publish_at.tzinfo is None):
            raise PublishingError("A scheduled post needs publish_at, a time with its zone.")
        for _ in range(ROUNDS):
            try:
                return self._publish(post, external_id, still_mine)
            except Refusal as error:
                if not error.gone:
                    raise
        raise PublishingUnavailable("The post is deleted at WordPress each time it is made. Try again later.")

    def unpublish(self, *, external_id: str, kind: PostKind) -> None:
        """See :meth:`Publisher.unpublish`. What is in the trash stays there."""
        route = f"{ROUTES[kind]}/{external_id}"
        try:
            found = self._api.get(route, RemotePost, {"context": "edit"})
            if found.live or found.status == "pending":
                change = Change(route, json={"status": "draft"})
                self._api.change(change, RemotePost, before=lambda: None, repeat=True)
        except Refusal as error:
            if not error.gone and error.status_code != 404:
                raise

    def _publish(self, post: Post, external_id: str | None, still_mine: Callable[[], None]) -> Published:
        claims = Claims(self._api, self._lookup, still_mine)
        claimed = claims.claim(post, external_id)
        target = claimed.target
        warnings = [*claimed.warnings, *claims.discard(claimed.superfluous, post.kind)]
        if post.needs_writing and target.live:
            return self._published(target, [*warnings, KEPT_LIVE])
        parts = self._parts(post, target, still_mine)
        written, more = self._write(post, target, parts, still_mine)
        warnings += [*parts.warnings, *more]
        if written.live and not target.live:
            written, more = claims.settle(post, written)
            warnings += more
        return self._published(written, warnings)

    def _parts(self, post: Post, target: RemotePost, still_mine: Callable[[], None]) -> Parts:
        warnings: list[str] = []
        content = post.blocks or post.html
        for item in post.inline_media:
            inline = self._media.ensure(item, target.id, still_mine)
            warnings += [inline.warning] if inline.warning else []
            if inline.media is not None and item.src:
                content = with_source(content, item.src, inline.media.source_url)
        fields: dict[str, Any] = {}
        if post.featured is not None:
            upload = self._media.ensure(post.featured, target.id, still_mine)
            warnings += [upload.warning] if upload.warning else []
            fields |= {"featured_media": upload.media.id} if upload.media else {}
        more, said = self._terms_and_parent(post, still_mine)
        return Parts(content, fields | more, (*warnings, *said))

    def _terms_and_parent(
        self, post: Post, still_mine: Callable[[], None]
    ) -> tuple[dict[str, Any], list[str]]:
        if post.kind == "page":
            return self._parent(post)
        categories, first = self._terms.ids("categories", post.categories, still_mine)
        tags, second = self._terms.ids("tags", post.tags, still_mine)
        wanted = {"categories": categories, "tags": tags}
        return {name: ids for name, ids in wanted.items() if ids}, [*first, *second]

    def _parent(self, post: Post) -> tuple[dict[str, Any], list[str]]:
        if post.parent_key is None:
            return {}, []
        found = self._lookup.find(key_hash(post.parent_key), "page", "")
        if found:
            return {"parent": chosen(found).target.id}, []
        return {}, ["The parent page is not at WordPress yet, so this page stands at the top level."]

    def _write(
        self, post: Post, target: RemotePost, parts: Parts, still_mine: Callable[[], None]
    ) -> tuple[RemotePost, list[str]]:
        """The one request that makes the post what it should be; sent again, it changes nothing."""
        digest = key_hash(post.key)
        meta = meta_fields(post.meta, digest, self._api.plugin())
        body = self._body(post, target, parts, digest)
        full = {**body, "meta": meta} if meta else body
        try:
            written = self._update(post.kind, target.id, full, still_mine)
        except Refusal as error:
            if not meta or error.remote_code not in ("rest_cannot_update", "rest_invalid_type"):
                raise
            written = self._update(post.kind, target.id, body, still_mine)
        return written, [*_echo_warnings(post, body, written), *meta_warnings(post.meta, meta, written)]

    def _update(
        self, kind: PostKind, post_id: int, body: dict[str, Any], still_mine: Callable[[], None]
    ) -> RemotePost:
        change = Change(f"{ROUTES[kind]}/{post_id}", {"context": "edit"}, json=body)
        return self._api.change(change, RemotePost, before=still_mine, repeat=True)

    def _body(self, post: Post, target: RemotePost, parts: Parts, digest: str) -> dict[str, Any]:
        # The mark leaves the text only once the key is known to stand in the meta.
        kept = target.meta.get(KEY_META) == digest
        content = parts.content if kept else f"{parts.content}\n\n{mark_block(digest)}"
        texts = {"title": post.title, "slug": post.slug, "excerpt": post.excerpt, "content": content}
        return {**texts, **self._when(post, target), **parts.fields}

    def _when(self, post: Post, target: RemotePost) -> dict[str, str]:
        if post.needs_writing:
            return {"status": "draft"}
        if post.status == "future" and post.publish_at is not None:
            return {"status": "future", "date_gmt": _gmt(post.publish_at)}
        now = self._api.site_now()
        if post.status == "publish" and target.date_gmt is not None and target.date_gmt > now:
            # A date in the future would turn "publish" into "future".
            return {"status": "publish", "date_gmt": _gmt(now - timedelta(seconds=1))}
        return {"status": post.status}

    def _published(self, post: RemotePost, warnings: list[str]) -> Published:
        return Published(
            external_id=str(post.id),
            url=post.link,
            status=post.status,
            slug=post.slug,
            edit_url=self._api.root().edit_url(post.id),
            featured_media_id=str(post.featured_media or ""),
            warnings=tuple(dict.fromkeys(warnings)),
        )


def with_source(content: str, source: str, url: str) -> str:
    """Put the uploaded picture's address in place of ``source`` in ``src`` attributes."""
    for written in {source, html.escape(source)}:
        content = content.replace(f'src="{written}"', f'src="{html.escape(url)}"')
    return content


def _echo_warnings(post: Post, body: dict[str, Any], written: RemotePost) -> list[str]:
    """WordPress changes or drops some things with a friendly status: compare what came back."""
    warnings = []
    if post.slug and not same_slug(post.slug, written.slug):
        warnings.append(
            f"The address part “{post.slug}” was not free at WordPress (another post, page or picture has "
            f"it); it became “{written.slug}”."
        )
    if body["status"] != written.status:
        warnings.append(f"WordPress set the status “{written.status}” instead of “{body['status']}”.")
    for name, word in (("categories", "categories"), ("tags", "tags")):
        if set(body.get(name, ())) - set(getattr(written, name)):
            warnings.append(f"WordPress did not keep all {word}.")
    if body.get("featured_media", 0) not in (0, written.featured_media):
        warnings.append("WordPress did not keep the featured image.")
    return warnings


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
