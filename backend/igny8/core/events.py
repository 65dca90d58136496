"""Domain events: stored in the transaction of the change that caused them."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from igny8.core.models import DomainEvent

causing_run: ContextVar[UUID | None] = ContextVar("igny8_causing_run", default=None)


def emit(
    event_type: str,
    *,
    object_type: str,
    object_id: UUID,
    site_id: UUID | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Record that something happened, e.g. ``content.created``; call it inside the change's transaction."""
    DomainEvent.objects.create(
        type=event_type,
        object_type=object_type,
        object_id=object_id,
        site_id=site_id,
        payload={"before": dict(before or {}), "after": dict(after or {})},
        caused_by_run=causing_run.get(),
    )
