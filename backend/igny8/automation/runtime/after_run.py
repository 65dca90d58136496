"""What else happens when a run ends, in the transaction that ends it; each part registers itself."""

from __future__ import annotations

from collections.abc import Callable

from igny8.automation.models import ScheduledTask
from igny8.core.clock import SYSTEM_CLOCK, Clock, FixedClock

RunEndHook = Callable[[ScheduledTask], None]
_hooks: list[RunEndHook] = []


def register_run_end(hook: RunEndHook) -> None:
    """Call ``hook`` with every run that ends, after its row was written; no network there."""
    if hook not in _hooks:
        _hooks.append(hook)


def run_ended(run: ScheduledTask) -> None:
    """Tell everybody who wanted to know."""
    for hook in _hooks:
        hook(run)


def clock_of_end(run: ScheduledTask) -> Clock:
    """A clock that shows when the run ended, for what belongs to its end."""
    return FixedClock(run.finished_at) if run.finished_at else SYSTEM_CLOCK
