"""Ownership of runs: claim, renew, check, let go. Every change is one conditional UPDATE.

A claim raises the run's ``fence``; whoever holds an older number can commit nothing more.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from igny8.automation.engine.errors import LeaseLost
from igny8.automation.models import AutomationRule, RuleMode, RunStatus, ScheduledTask, StepRun
from igny8.core.clock import Clock
from igny8.core.ids import new_id

OWNER = f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[-8:]}"


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to carry on one run."""

    run_id: UUID
    account_id: UUID
    fence: int

    def guard(self) -> None:
        """Raise ``LeaseLost`` unless this is still the run's newest claim; locks the row until the commit."""
        held = ScheduledTask.objects.filter(pk=self.run_id, fence=self.fence, status=RunStatus.RUNNING)
        if not held.update(fence=self.fence):
            raise LeaseLost

    def renew(self, clock: Clock) -> None:
        """Push the end of the lease ahead; raises ``LeaseLost`` when another worker has claimed the run."""
        held = ScheduledTask.objects.filter(pk=self.run_id, fence=self.fence, status=RunStatus.RUNNING)
        if not held.update(lease_until=lease_end(clock)):
            raise LeaseLost


def lease_end(clock: Clock) -> datetime:
    """When a lease that is given now runs out."""
    return clock.now() + timedelta(seconds=settings.IGNY8_LEASE_SECONDS)


def claim_run(run_id: UUID, *, clock: Clock) -> Lease | None:
    """Take a run that is due, or whose owner died; None when it is not there to be taken."""
    with transaction.atomic():
        run = ScheduledTask.objects.filter(pk=run_id).first()
        if run is None or not _has_its_turn(run):
            return None
        now = clock.now()
        free = Q(status__in=[RunStatus.PENDING, RunStatus.WAITING]) | Q(
            status=RunStatus.RUNNING, lease_until__lt=now
        )
        taken = ScheduledTask.objects.filter(free, pk=run_id, fence=run.fence).update(
            status=RunStatus.RUNNING,
            fence=F("fence") + 1,
            lease_owner=OWNER,
            lease_until=lease_end(clock),
            run_at=None,
            executed_at=run.executed_at or now,
        )
        if not taken:
            return None
        if run.executed_at is None:
            _count_execution(run, now)
        return Lease(run_id, run.owner_id, run.fence + 1)


def _has_its_turn(run: ScheduledTask) -> bool:
    """Whether the rule's mode lets this run start now; locks the rule, so that two do not start at once."""
    if run.status != RunStatus.PENDING:
        return True
    rule = AutomationRule.objects.select_for_update().get(pk=run.automation_rule_id)
    going_on = rule.runs.filter(status__in=[RunStatus.RUNNING, RunStatus.WAITING]).count()
    if rule.mode == RuleMode.PARALLEL:
        return going_on < rule.max_runs
    earlier = rule.runs.filter(status=RunStatus.PENDING, id__lt=run.id)
    return going_on == 0 and not earlier.exists()


def _count_execution(run: ScheduledTask, now: datetime) -> None:
    AutomationRule.objects.filter(pk=run.automation_rule_id).update(
        last_executed_at=now, execution_count=F("execution_count") + 1
    )


@transaction.atomic
def suspend_run(lease: Lease, *, run_at: datetime | None, clock: Clock) -> None:
    """Let go of a run that waits: it goes on at ``run_at``, or on a signal; at once if it was cancelled."""
    lease.guard()
    row = ScheduledTask.objects.filter(pk=lease.run_id)
    cancelled = row.exclude(cancel_requested_at=None).exists()
    _let_go(lease, run_at=clock.now() if cancelled else run_at)


@transaction.atomic
def hand_back(lease: Lease, *, clock: Clock) -> None:
    """Let go of a run that another worker shall carry on at once, because this one is shutting down.

    What is at work loses one crash in advance: beginning it again elsewhere will add one, and no worker died.
    """
    lease.guard()
    StepRun.objects.filter(run_id=lease.run_id, status=RunStatus.RUNNING).update(crashes=F("crashes") - 1)
    _let_go(lease, run_at=clock.now())


def _let_go(lease: Lease, *, run_at: datetime | None) -> None:
    ScheduledTask.objects.filter(pk=lease.run_id, fence=lease.fence).update(
        status=RunStatus.WAITING, run_at=run_at, lease_until=None, lease_owner=""
    )
