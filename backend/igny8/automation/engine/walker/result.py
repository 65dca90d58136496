"""What a node, a block of nodes, or a whole walk gives. Results are returned, never thrown: a container sees
what became of each of its blocks and says what becomes of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from igny8.automation.engine.outcome import JsonObject, RunStatus, StepError


@dataclass(frozen=True, slots=True)
class Done:
    """It is finished, and the walk goes on. ``output`` flows on; ``None`` where there is none (skipped)."""

    output: JsonObject | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Failed:
    """It failed for good, and the block ends. ``path`` is the innermost step that failed."""

    error: StepError
    path: str


@dataclass(frozen=True, slots=True)
class Suspended:
    """It cannot go on now. ``wake_at`` is when to look again; ``None``: when a signal comes, or when children
    that others walk have ended.

    :ivar for_signal: it is a signal that it waits for; ``wake_at`` is only the deadline.
    """

    wake_at: datetime | None
    for_signal: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run is to end in good order, with this status. Containers on the way out complete."""

    status: RunStatus
    reason: str
    path: str


@dataclass(frozen=True, slots=True)
class Halted:
    """The run was cancelled: nothing more is written."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The one child that was to be walked (``only``) was reached; what became of it goes up untouched.

    :ivar ends_group: see ``Outcome.ends_group``.
    """

    result: Done | Failed | Suspended | Stopped | Halted
    ends_group: bool = False


Result = Done | Failed | Suspended | Stopped | Halted | Arrived

DONE = Done()
LOST = Arrived(Halted())
"""The child that was to be walked is no longer asked for."""


def earliest(results: list[Suspended]) -> Suspended:
    """Several suspensions as one: look again when the first of them may go on."""
    times = [result.wake_at for result in results if result.wake_at is not None]
    return Suspended(min(times, default=None), all(result.for_signal for result in results))
