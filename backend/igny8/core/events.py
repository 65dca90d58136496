"""Domain events: stored in the transaction of the change that caused them.

What reacts to events stands above this layer and makes itself known by ``listen``. An event that nobody waits
for is stored as handled, so that it costs one look-up and one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from igny8.core.models import DomainEvent
from igny8.core.rows import insert

causing_run: ContextVar[UUID | None] = ContextVar("igny8_causing_run", default=None)


class Listener(Protocol):
    """Who reacts to events."""

    def wants(self, event_type: str) -> bool:
        """Whether anybody in the present account waits for events of this type; asked for each event."""
        ...

    def stored(self) -> None:
        """Events that are wanted have been committed."""
        ...


_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Make a listener known to ``emit``; twice is once."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the fields that are not the same on both sides, sorted."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def emit(
    event_type: str,
    *,
    object_type: str,
    object_id: UUID,
    site_id: UUID | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
    caused_by: UUID | None = None,
) -> bool:
    """Record that something happened, e.g. ``content.created``; call it inside the change's transaction.

    :param before: the object's fields before the change; None where it was created.
    :param after: the same fields afterwards; None where it was deleted.
    :param extra: what the event carries besides (an error's message); an event that carries something is
        stored even where no field has changed.
    :param caused_by: the run that caused it, by default the one that is being carried on here.
    :returns: False where nothing has changed: then nothing is stored.
    """
    changed = changed_fields(before, after) if before is not None and after is not None else []
    if before is not None and after is not None and not changed and not extra:
        return False
    wanted = [listener for listener in _listeners if listener.wants(event_type)]
    told = {**(after or {}), **(extra or {})}
    event = DomainEvent(
        type=event_type,
        object_type=object_type,
        object_id=object_id,
        site_id=site_id,
        payload={"before": dict(before or {}), "after": told, "changed": changed},
        caused_by_run=caused_by or causing_run.get(),
        handled_at=None if wanted else timezone.now(),
    )
    insert([event])
    for listener in wanted:
        _tell_after_commit(listener)
    return True


def _tell_after_commit(listener: Listener) -> None:
    """Once a transaction, however many events it holds; one that was rolled back with its savepoint counts
    as not asked for."""
    hooks = transaction.get_connection().run_on_commit
    if not any(hook[1] == listener.stored for hook in hooks):
        transaction.on_commit(listener.stored)
