"""Finds runs and lanes that should go on and wakes them: those whose time has come, and those whose worker
died.

One thread a worker process. Each due row is moved ahead by a conditional UPDATE before its wake-up is sent,
so that several dispatchers send one wake-up between them, and a row that stays queued is woken ever less
often.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from igny8.automation.models import Lane, LaneStatus, RunStatus, ScheduledTask
from igny8.automation.runtime.wakeups import send_lane_wakeup, send_wakeup
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
        _unpark(ScheduledTask.objects.filter(status=RunStatus.RUNNING, lease_until=None), now)
        _unpark(Lane.objects.filter(status=LaneStatus.PARKED), now)
        _call_late_runs(now)
        runs = _woken(ScheduledTask.objects.all(), now, lambda row: row.scheduled_at)
        lanes = _woken(Lane.objects.all(), now, lambda row: row.created_at)
    for run_id in runs:
        send_wakeup(run_id)
    for lane_id in lanes:
        send_lane_wakeup(lane_id)
    return len(runs) + len(lanes)


def _unpark(parked: QuerySet[Any], now: datetime) -> None:
    """What waits for its lanes only until some moment, which has come, is due."""
    parked.filter(run_at__lte=now).update(status=RunStatus.WAITING, run_at=now)


def _call_late_runs(now: datetime) -> None:
    """Runs that have taken longer than they may, and are not at work, are due, so that they end."""
    late = ScheduledTask.objects.filter(times_out_at__lte=now)
    parked = Q(status=RunStatus.RUNNING, lease_until=None)
    waiting = Q(status=RunStatus.WAITING) & (Q(run_at=None) | Q(run_at__gt=now + SLOWEST_RESEND))
    late.filter(parked | waiting).update(status=RunStatus.WAITING, run_at=now)


def _woken(rows: QuerySet[Any], now: datetime, since: Callable[[Any], datetime]) -> list[UUID]:
    """The rows to be woken now: those of dead workers first."""
    woken = [row_id for row_id in _expired(rows, now) if _claim_expired(rows, row_id, now)]
    return woken + [row.pk for row in _due(rows, now) if _postpone(rows, row, now - since(row), now)]


def _expired(rows: QuerySet[Any], now: datetime) -> list[UUID]:
    expired = rows.filter(status=RunStatus.RUNNING, lease_until__lt=now)
    return list(expired.order_by("lease_until").values_list("id", flat=True)[:BATCH])


def _claim_expired(rows: QuerySet[Any], row_id: UUID, now: datetime) -> bool:
    """Mark a dead worker's row as seen for a while: its wake-up may be lost, so it becomes due again."""
    expired = rows.filter(pk=row_id, status=RunStatus.RUNNING, lease_until__lt=now)
    unseen = Q(run_at=None) | Q(run_at__lt=now)
    return bool(expired.filter(unseen).update(run_at=now + FIRST_RESEND))


def _due(rows: QuerySet[Any], now: datetime) -> list[Any]:
    due = rows.filter(status__in=[RunStatus.PENDING, RunStatus.WAITING], run_at__lte=now)
    return list(due.order_by("run_at")[:BATCH])


def _postpone(rows: QuerySet[Any], row: Any, age: timedelta, now: datetime) -> bool:
    pause = min(max(age, FIRST_RESEND), SLOWEST_RESEND)
    return bool(rows.filter(pk=row.pk, run_at=row.run_at).update(run_at=now + pause))
