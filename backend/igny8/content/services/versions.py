"""Every state that a content has had is kept."""

from __future__ import annotations

from uuid import UUID

from igny8.content.models import Content, ContentVersion
from igny8.core.errors import NotFound

_KEPT = ("title", "slug", "meta_title", "meta_description", "html", "seo_score")


def content_to_change(content_id: UUID) -> Content:
    """A content, locked until the transaction ends, so that no other change to it gets lost."""
    rows = Content.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    content: Content = rows.get(pk=content_id)
    return content


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


def find_version(content: Content, number: int) -> ContentVersion:
    """An earlier (or the current) version; raises ``NotFound``."""
    row = ContentVersion.objects.filter(content=content, number=number).first()
    if row is None:
        raise NotFound(f"This content has no version {number}; its latest is {content.version}.")
    return row
