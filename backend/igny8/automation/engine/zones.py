"""Time zones by name."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from igny8.automation.engine.errors import EngineError


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The time zone. Raises ``EngineError`` for a name that does not exist."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise EngineError(f"There is no time zone `{name}`; use a name such as Europe/Berlin.") from None
