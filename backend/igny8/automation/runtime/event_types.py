"""The catalog of domain events: which there are, and which fields each carries.

Families of events are described in ``igny8.automation.triggers.catalog``, one file each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

FieldType = Literal["text", "number", "boolean", "date", "list", "object"]
Fields = Mapping[str, FieldType]


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event.

    :ivar label: what the editor shows ("Content updated").
    :ivar fields: the fields of the object that it is about, by name, with their types.
    :ivar changes: whether it knows the object before and after, so that a rule may watch given fields.
    """

    type: str
    label: str
    description: str
    fields: Fields = field(default_factory=dict)
    changes: bool = False


class EventTaken(Exception):
    """Two families describe one event."""


_types: Final[dict[str, EventType]] = {}


def register_events(events: Iterable[EventType]) -> None:
    """Make a family of events known.

    :raises EventTaken: when one of them is described already, in another way.
    """
    for event in events:
        if _types.get(event.type, event) != event:
            raise EventTaken(f"The event {event.type!r} is described twice.")
        _types[event.type] = event


def unregister_event(event_type: str) -> None:
    """Forget an event; for tests that bring their own."""
    _types.pop(event_type, None)


def find_event(event_type: str) -> EventType | None:
    """The event of that type, or None."""
    return _types.get(event_type)


def all_events() -> list[EventType]:
    """Every event, in the order of their types."""
    return [_types[name] for name in sorted(_types)]
