"""Every state that a content has had is kept."""

from __future__ import annotations

from typing import Any

from igny8.content.models import Content, ContentVersion
from igny8.core.events import emit

_KEPT = ("title", "slug", "meta_title", "meta_description", "html", "seo_score")


def keep_version(content: Content, reason: str) -> ContentVersion:
    """Keep the content as it stands now, as its current version."""
    values = {name: getattr(content, name) for name in _KEPT}
    row, _ = ContentVersion.objects.update_or_create(
        content=content, number=content.version, defaults={**values, "reason": reason}
    )
    return row


def new_version(content: Content, reason: str) -> ContentVersion:
    """Save a changed content under the next number, beside the version that it had."""
    content.version += 1
    content.save()
    return keep_version(content, reason)


def restore_version(content: Content, number: int) -> Content:
    """Make an earlier version the current one, as a new version; nothing is lost."""
    old = ContentVersion.objects.get(content=content, number=number)
    for name in _KEPT:
        setattr(content, name, getattr(old, name))
    new_version(content, f"restored {number}")
    return content


def announce(content: Content, event_type: str, before: dict[str, Any] | None = None) -> None:
    """Emit an event about a content."""
    emit(
        event_type,
        object_type="content",
        object_id=content.id,
        site_id=content.site_id,
        before=before,
        after=snapshot(content),
    )


def snapshot(content: Content) -> dict[str, Any]:
    """What events tell of a content."""
    names = ("title", "status", "word_count", "seo_score", "needs_writing", "keyphrase", "language", "published_url")
    return {"id": str(content.id), **{name: getattr(content, name) for name in names}}
