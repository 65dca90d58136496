"""Keeps this process's leases alive, and tells its running steps when they should stop.

One thread a worker process: every tick it looks at the runs that this process holds, in one query, renews
their leases, and marks those that were cancelled or lost. Steps ask ``signals`` (memory only), which is
cheap.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from igny8.automation.engine.errors import Cancelled, Interrupt, LeaseLost
from igny8.automation.models import RunStatus, ScheduledTask
from igny8.automation.runtime.leases import Lease, lease_end
from igny8.core.clock import Clock
from igny8.core.tenancy import system_scope


class ShuttingDown(Interrupt):
    """The worker is asked to stop; the run is handed back and goes on elsewhere."""


@dataclass(slots=True)
class Signals:
    """What the keeper has found out about one run since it was claimed."""

    lease: Lease
    cancelled: bool = False
    lost: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)

    def check(self) -> None:
        """Raise the interrupt that is due, if any."""
        if self.lost:
            raise LeaseLost
        if self.stopping.is_set():
            raise ShuttingDown
        if self.cancelled:
            raise Cancelled


class Keeper:
    """Holds the signals of all runs that this process carries."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[UUID, Signals] = {}
        self._lock = threading.Lock()
        self.stopping = threading.Event()

    def hold(self, lease: Lease) -> Signals:
        """Start keeping a lease."""
        signals = Signals(lease, stopping=self.stopping)
        with self._lock:
            self._held[lease.run_id] = signals
        return signals

    def drop(self, lease: Lease) -> None:
        """Stop keeping a lease."""
        with self._lock:
            self._held.pop(lease.run_id, None)

    def holds_any(self) -> bool:
        """Whether any run is being carried."""
        with self._lock:
            return bool(self._held)

    def tick(self) -> None:
        """Renew what is held, and note what was cancelled or lost."""
        with self._lock:
            held = dict(self._held)
        if not held:
            return
        with system_scope():
            mine = self._mine(held)
            self._renew(mine)
        for run_id, signals in held.items():
            signals.lost = run_id not in mine
            signals.cancelled = run_id in mine and mine[run_id].cancel_requested_at is not None

    @staticmethod
    def _mine(held: dict[UUID, Signals]) -> dict[UUID, ScheduledTask]:
        """Those of the held runs that nobody else has claimed or ended."""
        rows = ScheduledTask.objects.filter(id__in=list(held), status=RunStatus.RUNNING)
        found = rows.only("id", "fence", "cancel_requested_at")
        return {row.id: row for row in found if row.fence == held[row.id].lease.fence}

    def _renew(self, mine: dict[UUID, ScheduledTask]) -> None:
        for fence in {row.fence for row in mine.values()}:
            ids = [row.id for row in mine.values() if row.fence == fence]
            ScheduledTask.objects.filter(id__in=ids, fence=fence, status=RunStatus.RUNNING).update(
                lease_until=lease_end(self._clock)
            )

    @property
    def period(self) -> float:
        """Seconds between two ticks: a third of a lease, and at most one."""
        return min(1.0, float(settings.IGNY8_LEASE_SECONDS) / 3)
