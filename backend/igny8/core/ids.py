"""Identifiers: UUID version 7 (RFC 9562), whose order is the order of creation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh, time-ordered, unguessable identifier."""
    return uuid7()


def earliest_id(moment: datetime) -> UUID:
    """Sorts before every identifier made at ``moment`` or later: a bound for scans by primary key."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def parse_id(text: object) -> UUID | None:
    """The identifier in ``text``, or None where it is not one."""
    try:
        return text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        return None
