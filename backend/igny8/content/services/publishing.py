"""Publishing contents through a site's connection: whatever dies when, one content is one post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from igny8.content.models import Content
from igny8.content.services.announcing import CONTENTS
from igny8.content.services.posts import Wanted, post_of
from igny8.content.services.versions import content_to_change
from igny8.core.clock import Clock
from igny8.core.errors import PublishingError
from igny8.core.events import causing_run
from igny8.core.models import DomainEvent
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
    try:
        published = publisher.publish(post, external_id=row.external_id or None, still_mine=still_mine)
    except PublishingError as error:
        _tell_failure(content, connection, error)
        raise
    return Sent(published, content.version)


def _tell_failure(content: Content, connection: Connection, error: PublishingError) -> None:
    """``content.publish_failed``, once a run and content, however often the run tries it."""
    run_id, kind = causing_run.get(), "content.publish_failed"
    told = DomainEvent.objects.filter(type=kind, object_id=content.id, caused_by_run=run_id)
    if run_id is not None and told.exists():
        return
    now = CONTENTS.snapshot(content)
    what = {
        "connection_id": str(connection.id),
        "connection_name": connection.name,
        "error_code": error.code,
        "error_message": error.message,
    }
    CONTENTS.tell("publish_failed", content, now, now, what)


def store_sent(*, content_id: UUID, connection: Connection, sent: Sent, clock: Clock) -> Publication:
    """Note what is out where. A preview's address never takes the place of a real one."""
    content = content_to_change(content_id)
    before, published = CONTENTS.snapshot(content), sent.published
    row, is_news = _publication(connection, content_id, sent, clock)
    content.status = _STATUS.get(published.status, content.status)
    if published.status in _STATUS:
        is_step_back = content.published_url.startswith("http") and not published.url.startswith("http")
        content.published_url = content.published_url if is_step_back else published.url
        content.published_at = content.published_at or clock.now()
    content.save(update_fields=["status", "published_url", "published_at", "updated_at"])
    CONTENTS.updated(content, before)
    if published.status == "publish" and is_news:
        where = {"url": row.url, "connection_id": str(connection.id), "connection_name": connection.name}
        CONTENTS.tell("published", content, before, CONTENTS.snapshot(content), where)
    return row


def _publication(
    connection: Connection, content_id: UUID, sent: Sent, clock: Clock
) -> tuple[Publication, bool]:
    """The stored publication, and whether it is another state or version than was out before."""
    row = Publication.objects.get(connection=connection, object_type="content", object_id=content_id)
    published, before = sent.published, (row.status, row.version)
    row.external_id, row.url, row.edit_url = published.external_id, published.url, published.edit_url
    row.status, row.warnings, row.version = published.status, list(published.warnings), sent.version
    if published.status == "publish":
        row.published_at = row.published_at or clock.now()
    row.save()
    return row, before != (row.status, row.version)
