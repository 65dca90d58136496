"""Publishing contents through a site's connection: whatever dies when, one content is one post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from igny8.content.models import Content
from igny8.content.services.posts import Wanted, post_of
from igny8.content.services.versions import announce, snapshot
from igny8.core.clock import Clock
from igny8.integrations.models import Connection, Publication
from igny8.integrations.publishing.port import Published, Publisher

_STATUS = {"publish": Content.Status.PUBLISHED, "future": Content.Status.SCHEDULED}


@dataclass(frozen=True, slots=True)
class Sent:
    """What the target answered, for which version of the content."""

    published: Published
    version: int


def send(
    *,
    content_id: UUID,
    connection: Connection,
    publisher: Publisher,
    wanted: Wanted,
    still_mine: Callable[[], None],
    clock: Clock,
) -> Sent:
    """Create or update the post at the target; network work, made to be repeated after a crash."""
    content = Content.objects.select_related("site").get(pk=content_id)
    post = post_of(content, wanted=wanted, clock=clock)
    row, _ = Publication.objects.get_or_create(
        connection=connection, object_type="content", object_id=content.id, defaults={"version": 0}
    )
    published = publisher.publish(post, external_id=row.external_id or None, still_mine=still_mine)
    return Sent(published, content.version)


def store_sent(*, content_id: UUID, connection: Connection, sent: Sent, clock: Clock) -> Publication:
    """Note what is out where."""
    now = clock.now()
    content = Content.objects.get(pk=content_id)
    before = snapshot(content)
    row = Publication.objects.get(connection=connection, object_type="content", object_id=content_id)
    row.external_id, row.url, row.edit_url = sent.published.external_id, sent.published.url, sent.published.edit_url
    row.status, row.warnings, row.version = sent.published.status, list(sent.published.warnings), sent.version
    row.published_at = row.published_at or now
    row.save()
    content.status = _STATUS.get(sent.published.status, content.status)
    if content.status in _STATUS.values():
        content.published_url = sent.published.url
        content.published_at = content.published_at or now
    content.save(update_fields=["status", "published_url", "published_at", "updated_at"])
    announce(content, "content.published" if content.status == Content.Status.PUBLISHED else "content.updated", before)
    return row
