"""Publishing contents through a site's connection: whatever dies when, one content is one post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from igny8.content.models import Content
from igny8.content.services.posts import Wanted, post_of
from igny8.content.services.versions import announce, content_to_change, snapshot
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
    """Create or update the post at the target; network work, made to be repeated after a crash.

    :raises Conflict: when there is nothing to publish yet.
    :raises PublishingError, PublishingUnavailable: as the publisher does.
    """
    content = Content.objects.select_related("site").get(pk=content_id)
    post = post_of(content, connection=connection, wanted=wanted, clock=clock)
    row, _ = Publication.objects.get_or_create(
        connection=connection, object_type="content", object_id=content.id, defaults={"version": 0}
    )
    published = publisher.publish(post, external_id=row.external_id or None, still_mine=still_mine)
    return Sent(published, content.version)


def store_sent(*, content_id: UUID, connection: Connection, sent: Sent, clock: Clock) -> Publication:
    """Note what is out where. A preview's address never takes the place of a real one."""
    content = content_to_change(content_id)
    before, published = snapshot(content), sent.published
    row = _publication(connection, content_id, sent, clock)
    content.status = _STATUS.get(published.status, content.status)
    if published.status in _STATUS:
        is_step_back = content.published_url.startswith("http") and not published.url.startswith("http")
        content.published_url = content.published_url if is_step_back else published.url
        content.published_at = content.published_at or clock.now()
    content.save(update_fields=["status", "published_url", "published_at", "updated_at"])
    announce(content, "content.published" if published.status == "publish" else "content.updated", before)
    return row


def _publication(connection: Connection, content_id: UUID, sent: Sent, clock: Clock) -> Publication:
    row = Publication.objects.get(connection=connection, object_type="content", object_id=content_id)
    published = sent.published
    row.external_id, row.url, row.edit_url = published.external_id, published.url, published.edit_url
    row.status, row.warnings, row.version = published.status, list(published.warnings), sent.version
    if published.status == "publish":
        row.published_at = row.published_at or clock.now()
    row.save()
    return row
