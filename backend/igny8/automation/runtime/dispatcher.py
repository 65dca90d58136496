"""Finds runs that should go on and wakes them: those whose time has come, and those whose worker died.

One thread a worker process. Each due row is moved ahead by a conditional UPDATE before its wake-up is sent,
so that several dispatchers send one wake-up between them, and a row that stays queued is woken ever less
often.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from igny8.automation.models import RunStatus, ScheduledTask
from igny8.automation.runtime.wakeups import send_wakeup
from igny8.core.clock import Clock
from igny8.core.tenancy import system_scope

PERIOD_SECONDS = 0.2
BATCH = 200
FIRST_RESEND = timedelta(seconds=5)
SLOWEST_RESEND = timedelta(seconds=60)


def dispatch_due(clock: Clock) -> int:
    """Send the wake-ups that are due now; how many were sent."""
    now = clock.now()
    with system_scope():
        woken = [run_id for run_id in _expired(now) if _claim_expired(run_id, now)]
        woken += [row.id for row in _due(now) if _postpone(row, now)]
    for run_id in woken:
        send_wakeup(run_id)
    return len(woken)


def _expired(now: datetime) -> list[UUID]:
    rows = ScheduledTask.objects.filter(status=RunStatus.RUNNING, lease_until__lt=now)
    return list(rows.order_by("lease_until").values_list("id", flat=True)[:BATCH])


def _claim_expired(run_id: UUID, now: datetime) -> bool:
    """Mark a dead worker's run as seen for a while: its wake-up may be lost, so it becomes due again."""
    rows = ScheduledTask.objects.filter(pk=run_id, status=RunStatus.RUNNING, lease_until__lt=now, run_at=None)
    late = ScheduledTask.objects.filter(
        pk=run_id, status=RunStatus.RUNNING, lease_until__lt=now, run_at__lt=now
    )
    return bool(rows.update(run_at=now + FIRST_RESEND) or late.update(run_at=now + FIRST_RESEND))


def _due(now: datetime) -> list[ScheduledTask]:
    rows = ScheduledTask.objects.filter(status__in=[RunStatus.PENDING, RunStatus.WAITING], run_at__lte=now)
    return list(rows.only("id", "run_at", "scheduled_at").order_by("run_at")[:BATCH])


def _postpone(row: ScheduledTask, now: datetime) -> bool:
    age = now - row.scheduled_at
    pause = min(max(age, FIRST_RESEND), SLOWEST_RESEND)
    return bool(ScheduledTask.objects.filter(pk=row.id, run_at=row.run_at).update(run_at=now + pause))
