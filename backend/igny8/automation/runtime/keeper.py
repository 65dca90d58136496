"""Keeps this process's leases alive, and tells its running steps when they should stop.

One thread a worker process: every tick it looks at the runs that this process holds, in one query, renews
their leases, and marks those that were cancelled or lost. Steps ask ``signals`` (memory only), which is
cheap.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from igny8.automation.engine.errors import Cancelled, Interrupt, LeaseLost
from igny8.automation.models import Lane, LaneStatus, RunStatus, ScheduledTask
from igny8.automation.runtime.leases import Lease, lease_end
from igny8.core.clock import Clock
from igny8.core.tenancy import system_scope


class ShuttingDown(Interrupt):
    """The worker is asked to stop; the run is handed back and goes on elsewhere."""


class TimedOut(Interrupt):
    """The run has taken longer than it may in all."""


@dataclass(slots=True)
class Signals:
    """What the keeper has found out about one run or lane since it was claimed.

    :ivar touched: paths of steps that may hold reservations, items or questions.
    """

    lease: Lease
    cancelled: bool = False
    lost: bool = False
    timed_out: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)
    touched: set[str] = field(default_factory=set)

    def check(self) -> None:
        """Raise the interrupt that is due, if any."""
        if self.lost:
            raise LeaseLost
        if self.stopping.is_set():
            raise ShuttingDown
        if self.cancelled:
            raise Cancelled
        if self.timed_out:
            raise TimedOut


class Keeper:
    """Holds the signals of all runs and lanes that this process carries."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[UUID, Signals] = {}
        self._lock = threading.Lock()
        self.stopping = threading.Event()

    def hold(self, lease: Lease) -> Signals:
        """Start keeping a lease."""
        signals = Signals(lease, stopping=self.stopping)
        with self._lock:
            self._held[lease.key] = signals
        return signals

    def drop(self, lease: Lease) -> None:
        """Stop keeping a lease."""
        with self._lock:
            self._held.pop(lease.key, None)

    def held_by(self, account_id: UUID) -> int:
        """How many runs and lanes of one account are being carried."""
        with self._lock:
            return sum(signals.lease.account_id == account_id for signals in self._held.values())

    def held_in_all(self) -> int:
        """How many runs and lanes are being carried."""
        return len(self._held)

    def tick(self) -> None:
        """Renew what is held, and note what was cancelled, lost or has taken too long."""
        with self._lock:
            held = dict(self._held)
        runs = {key: signals for key, signals in held.items() if signals.lease.lane_id is None}
        lanes = {key: signals for key, signals in held.items() if signals.lease.lane_id is not None}
        with system_scope():
            if runs:
                self._tick(runs, ScheduledTask.objects.filter(status=RunStatus.RUNNING))
            if lanes:
                self._tick(lanes, Lane.objects.filter(status=LaneStatus.RUNNING))

    def _tick(self, held: dict[UUID, Signals], running: QuerySet[Any]) -> None:
        rows = running.filter(pk__in=list(held))
        mine = {row.pk: row for row in rows if row.fence == held[row.pk].lease.fence}
        for fence in {row.fence for row in mine.values()}:
            ids = [row.pk for row in mine.values() if row.fence == fence]
            running.filter(pk__in=ids, fence=fence).update(lease_until=lease_end(self._clock))
        for key, signals in held.items():
            row = mine.get(key)
            signals.lost = row is None
            signals.cancelled = row is not None and _stop_asked(row)
            signals.timed_out = row is not None and self._timed_out(row)

    def _timed_out(self, row: ScheduledTask | Lane) -> bool:
        until = row.times_out_at if isinstance(row, ScheduledTask) else None
        return until is not None and until <= self._clock.now()

    @property
    def period(self) -> float:
        """Seconds between two ticks: a third of a lease, and at most one."""
        return min(1.0, float(settings.IGNY8_LEASE_SECONDS) / 3)


def _stop_asked(row: ScheduledTask | Lane) -> bool:
    if isinstance(row, Lane):
        return row.stop_requested
    return row.cancel_requested_at is not None
