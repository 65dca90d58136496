"""What a movement of credits is for, and which limits apply to it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Limits:
    """A rule's budget, in credits; ``None`` is no limit."""

    per_run: int | None = None
    per_day: int | None = None
    per_month: int | None = None

    def __bool__(self) -> bool:
        return not (self.per_run is None and self.per_day is None and self.per_month is None)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Payee:
    """What a movement is for: its ``key``, where it shows in the trace, and the limits of its rule."""

    key: str
    run_id: UUID | None = None
    step_path: str = ""
    reason: str = ""
    rule_id: UUID | None = None
    item: str = ""
    limits: Limits = NO_LIMITS
