"""Ownership of runs and lanes: claim, renew, check, let go. Every change is one conditional UPDATE.

A claim raises the row's ``fence``; whoever holds an older number can commit nothing more.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from igny8.automation.engine.errors import LeaseLost
from igny8.automation.models import Lane, LaneStatus, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.claiming import claim_pending
from igny8.automation.runtime.turns import others_going_on
from igny8.core.clock import Clock
from igny8.core.ids import new_id
from igny8.core.rows import update, update_one

OWNER = f"{socket.gethostname()}:{os.getpid()}:{new_id().hex[-8:]}"


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to carry on one run, or with ``lane_id`` one lane of it.

    :ivar fence: the number of the claim; 1 means that nobody worked on it before.
    """

    run_id: UUID
    account_id: UUID
    fence: int
    lane_id: UUID | None = None

    @property
    def key(self) -> UUID:
        """What is leased."""
        return self.lane_id or self.run_id

    def held(self) -> QuerySet[Any]:
        """The leased row, as long as this is its newest claim."""
        if self.lane_id:
            return Lane.objects.filter(pk=self.lane_id, fence=self.fence, status=LaneStatus.RUNNING)
        return ScheduledTask.objects.filter(pk=self.run_id, fence=self.fence, status=RunStatus.RUNNING)

    def guard(self) -> None:
        """Raise ``LeaseLost`` unless this is still the newest claim; locks the row until the commit."""
        if not self.write(fence=self.fence):
            raise LeaseLost

    def renew(self, clock: Clock) -> None:
        """Push the end of the lease ahead; raises ``LeaseLost`` when another worker has claimed the row."""
        if not self.write(lease_until=lease_end(clock)):
            raise LeaseLost

    def write(self, **values: Any) -> bool:
        """Change columns of the leased row; False where this is not its newest claim any more."""
        model: type[Model] = Lane if self.lane_id else ScheduledTask
        return bool(update(model, self._row(), values))

    def end(self, run: ScheduledTask, values: Mapping[str, Any]) -> int:
        """Write a leased run's end; how many other runs of its rule are going on, where its mode asks that.

        :raises LeaseLost: when another worker has claimed the run, or it was ended.
        """
        found = update_one(ScheduledTask, self._row(), values, *others_going_on(run))
        if found is None:
            raise LeaseLost
        return int(found[0])

    def _row(self) -> dict[str, Any]:
        return {"id": self.key, "fence": self.fence, "status": RunStatus.RUNNING}


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim gives: the lease, the run with its rule and version, and the lane where it is one."""

    lease: Lease
    run: ScheduledTask
    lane: Lane | None = None


def lease_end(clock: Clock) -> datetime:
    """When a lease that is given now runs out."""
    return clock.now() + timedelta(seconds=settings.IGNY8_LEASE_SECONDS)


def claim_run(run_id: UUID, *, clock: Clock) -> Claimed | None:
    """Take a run that is due, or whose owner died; None when it is not there to be taken."""
    now = clock.now()
    run = claim_pending(run_id, owner=OWNER, now=now, until=lease_end(clock))
    run = run or _claim_begun(run_id, clock)
    return Claimed(Lease(run_id, run.owner_id, run.fence), run) if run else None


def _claim_begun(run_id: UUID, clock: Clock) -> ScheduledTask | None:
    """Take a run that waited, or whose owner died."""
    rows = ScheduledTask.objects.select_related("rule_version", "automation_rule__site")
    run = rows.filter(pk=run_id).exclude(status=RunStatus.PENDING).first()
    if run is None or not _is_free(run.status, run.lease_until, clock.now()):
        return None
    if not _free(ScheduledTask.objects.filter(pk=run_id, fence=run.fence), clock).update(**_claim(clock)):
        return None
    run.status, run.fence = RunStatus.RUNNING, run.fence + 1
    return run


def claim_lane(lane_id: UUID, *, clock: Clock) -> Claimed | None:
    """Take a lane that is due, or whose owner died; None when it is not there to be taken."""
    rows = Lane.objects.select_related("run__rule_version", "run__automation_rule__site")
    lane = rows.filter(pk=lane_id).first()
    if lane is None or not _is_free(lane.status, lane.lease_until, clock.now()):
        return None
    if not _free(Lane.objects.filter(pk=lane_id, fence=lane.fence), clock).update(**_claim(clock)):
        return None
    return Claimed(Lease(lane.run_id, lane.owner_id, lane.fence + 1, lane.id), lane.run, lane)


def _claim(clock: Clock) -> dict[str, Any]:
    return {
        "status": RunStatus.RUNNING,
        "fence": F("fence") + 1,
        "lease_owner": OWNER,
        "lease_until": lease_end(clock),
        "run_at": None,
    }


def _is_free(status: str, lease_until: datetime | None, now: datetime) -> bool:
    """Whether a look at the row says that it can be claimed; ``_free`` makes sure of it."""
    if status in {RunStatus.PENDING, RunStatus.WAITING}:
        return True
    return status == RunStatus.RUNNING and lease_until is not None and lease_until < now


def _free(rows: QuerySet[Any], clock: Clock) -> QuerySet[Any]:
    expired = Q(status=RunStatus.RUNNING, lease_until__lt=clock.now())
    return rows.filter(Q(status__in=[RunStatus.PENDING, RunStatus.WAITING]) | expired)


@transaction.atomic
def suspend(lease: Lease, *, run_at: datetime | None, clock: Clock) -> None:
    """Let go of what waits: it goes on at ``run_at`` or on a signal; at once if something came meanwhile."""
    lease.guard()
    row: Any = lease.held().get()
    called = row.run_at is not None or getattr(row, "cancel_requested_at", None) is not None
    let_go(lease, status=RunStatus.WAITING, run_at=clock.now() if called else run_at)


@transaction.atomic
def hand_back(lease: Lease, *, clock: Clock) -> None:
    """Let go of what another worker shall carry on at once, because this one is shutting down.

    What is at work loses one crash in advance: beginning it again elsewhere will add one, and no worker died.
    """
    lease.guard()
    steps = StepRun.objects.filter(run_id=lease.run_id, status=RunStatus.RUNNING)
    if lease.lane_id:
        steps = steps.filter(path__startswith=f"{lease.held().get().path}/")
    steps.update(crashes=F("crashes") - 1)
    let_go(lease, status=RunStatus.WAITING, run_at=clock.now())


def let_go(lease: Lease, *, status: str, run_at: datetime | None) -> None:
    """Give the lease up; the caller holds the row's lock (``guard``)."""
    lease.write(status=status, run_at=run_at, lease_until=None, lease_owner="")
