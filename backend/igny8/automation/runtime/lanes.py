"""Lanes: children of loops and parallels, spread over all workers.

A container asks for its children to be walked (``Spreader``); when its walk lets go of the run, the lanes are
written and the run is parked, in one transaction. The end of a lane gives its place to the next of its group;
the last one wakes the parent, and so does one that ended badly, so that the container can stop the others.
Whoever changes the lanes of a parent locks the parent's row first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import OPEN_LANES, Lane, LaneStatus, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.leases import Lease, let_go
from igny8.automation.runtime.wakeups import wake, wake_lane
from igny8.core.clock import Clock

FIRST_LOOK = timedelta(seconds=5)
"""When the dispatcher looks after a lane whose wake-up seems lost."""


@dataclass(slots=True)
class Spreader:
    """The engine's port ``Lanes`` for one walk: remembers what is to be spread, and stops what is."""

    lease: Lease
    clock: Clock
    wanted: dict[str, tuple[Sequence[str], int]] = field(default_factory=dict)
    stopping: bool = False

    def spread(self, group: str, children: Sequence[str], limit: int) -> None:
        """These children of a container are to be walked, at most ``limit`` at once."""
        self.wanted[group] = (children, limit)

    @transaction.atomic
    def stop(self, group: str) -> bool:
        """Drop the lanes of a group that nobody works on, ask the others to stop; whether all are over."""
        self.lease.guard()
        beneath = Lane.objects.filter(run_id=self.lease.run_id, path__startswith=f"{group}/")
        at_work = Q(status=LaneStatus.RUNNING, lease_until__gte=self.clock.now())
        close_lanes(beneath.filter(status__in=OPEN_LANES).exclude(at_work))
        self.stopping = bool(beneath.filter(at_work).update(stop_requested=True))
        return not self.stopping

    @property
    def waits_for_lanes(self) -> bool:
        """Whether the walk goes on when lanes have ended."""
        return bool(self.wanted) or self.stopping

    def reset(self) -> None:
        """Forget what an earlier walk wanted."""
        self.wanted.clear()
        self.stopping = False


def close_lanes(lanes: QuerySet[Lane]) -> None:
    """End lanes from outside: whoever works on one can commit nothing more."""
    lanes.update(status=LaneStatus.DONE, fence=F("fence") + 1, run_at=None, lease_until=None)


@transaction.atomic
def park(spreader: Spreader, *, wake_at: datetime | None, clock: Clock) -> None:
    """Write the lanes that are wanted, and let go of the run (or lane) until they end, or ``wake_at``."""
    lease = spreader.lease
    lease.guard()
    row: Any = lease.held().get()
    for group, (children, limit) in spreader.wanted.items():
        _write_lanes(lease, group, children, limit)
        activate(lease.run_id, group, clock)
    beneath = f"{row.path}/" if lease.lane_id else ""
    open_lanes = Lane.objects.filter(run_id=lease.run_id, path__startswith=beneath, status__in=OPEN_LANES)
    if row.run_at is not None or getattr(row, "cancel_requested_at", None) or not open_lanes.exists():
        let_go(lease, status=RunStatus.WAITING, run_at=clock.now())
    else:
        let_go(lease, status=LaneStatus.PARKED if lease.lane_id else RunStatus.RUNNING, run_at=wake_at)


def _write_lanes(lease: Lease, group: str, children: Sequence[str], limit: int) -> None:
    known = set(Lane.objects.filter(run_id=lease.run_id, group=group).values_list("path", flat=True))
    Lane.objects.bulk_create(
        Lane(
            run_id=lease.run_id,
            parent_id=lease.lane_id,
            group=group,
            group_limit=limit,
            path=path,
            position=position,
        )
        for position, path in enumerate(children)
        if path not in known
    )


def activate(run_id: UUID, group: str, clock: Clock) -> list[UUID]:
    """Give free places of a group to the lanes that are queued for one; which lanes got one."""
    lanes = Lane.objects.filter(run_id=run_id, group=group)
    queued = list(lanes.filter(status=LaneStatus.QUEUED).order_by("position"))
    if not queued:
        return []
    in_place = Q(status__in=[LaneStatus.PENDING, LaneStatus.RUNNING, LaneStatus.PARKED])
    in_place |= Q(status=LaneStatus.WAITING, for_signal=False)
    free = max(queued[0].group_limit - lanes.filter(in_place).count(), 0)
    chosen = [lane.pk for lane in queued[:free]]
    lanes.filter(pk__in=chosen).update(status=LaneStatus.PENDING, run_at=clock.now() + FIRST_LOOK)
    for lane_id in chosen:
        wake_lane(lane_id)
    return chosen


@transaction.atomic
def suspend_lane(
    lease: Lease, lane: Lane, *, run_at: datetime | None, for_signal: bool, clock: Clock
) -> None:
    """Let go of a lane that waits; one that waits for a signal leaves its place to the next."""
    _lock_parent(lane)
    lease.guard()
    called = lease.held().get().run_at is not None
    lease.held().update(for_signal=for_signal)
    let_go(lease, status=LaneStatus.WAITING, run_at=clock.now() if called else run_at)
    if for_signal:
        activate(lane.run_id, lane.group, clock)


@transaction.atomic
def end_lane(lease: Lease, lane: Lane, *, well: bool, clock: Clock) -> None:
    """A lane is over: the next of its group takes its place; the last wakes the parent, and so does one that
    did not end ``well``, whose group ends with it."""
    _lock_parent(lane)
    lease.guard()
    let_go(lease, status=LaneStatus.DONE, run_at=None)
    if well:
        activate(lane.run_id, lane.group, clock)
    siblings = Lane.objects.filter(run_id=lane.run_id, group=lane.group, status__in=OPEN_LANES)
    if not well or not siblings.exists():
        _wake_parent(lane, clock)


def _parent_row(lane: Lane) -> QuerySet[Any]:
    if lane.parent_id:
        return Lane.objects.filter(pk=lane.parent_id)
    return ScheduledTask.objects.filter(pk=lane.run_id)


def _lock_parent(lane: Lane) -> None:
    """The run's row first, as whoever ends the run does, so that the two cannot lock each other out."""
    ScheduledTask.objects.filter(pk=lane.run_id).update(fence=F("fence"))
    if lane.parent_id:
        _parent_row(lane).update(fence=F("fence"))


def _wake_parent(lane: Lane, clock: Clock) -> None:
    """Make the parent due: at once where it is parked, else when its worker lets go of it.

    Where a stop has closed the parent lane already, whoever stopped it waits further up.
    """
    row = _parent_row(lane)
    if lane.parent is not None and row.filter(status=LaneStatus.DONE).exists():
        _wake_parent(lane.parent, clock)
        return
    parked = LaneStatus.PARKED if lane.parent_id else RunStatus.RUNNING
    if row.filter(status=parked, lease_until=None).update(status=RunStatus.WAITING, run_at=clock.now()):
        if lane.parent_id:
            wake_lane(lane.parent_id)
        else:
            wake(lane.run_id)
    else:
        row.filter(status=RunStatus.RUNNING).update(run_at=clock.now())


@transaction.atomic
def deliver_signal(run_id: UUID, path: str, signal: JsonObject, clock: Clock) -> bool:
    """Give a waiting step what it waits for, once, and make its run or lane due; whether it took it."""
    if not ScheduledTask.objects.filter(pk=run_id).update(fence=F("fence")):
        return False
    step = StepRun.objects.filter(run_id=run_id, path=path, status=RunStatus.WAITING, signal__isnull=True)
    if not step.update(signal=signal, updated_at=clock.now()):
        return False
    lane = _lane_around(run_id, path)
    if lane is None:
        _call_run(run_id, clock)
    else:
        _call_lane(lane, clock)
    return True


def _call_lane(lane: Lane, clock: Clock) -> None:
    """Make a lane due when there is a place for it among its group."""
    _lock_parent(lane)
    rows = Lane.objects.filter(pk=lane.pk)
    if rows.filter(status=LaneStatus.WAITING).update(status=LaneStatus.QUEUED, run_at=None):
        activate(lane.run_id, lane.group, clock)
    else:
        rows.filter(status=LaneStatus.RUNNING).update(run_at=clock.now())


def _call_run(run_id: UUID, clock: Clock) -> None:
    rows = ScheduledTask.objects.filter(pk=run_id)
    if rows.filter(status=RunStatus.WAITING).update(run_at=clock.now()):
        wake(run_id)
    else:
        rows.filter(status=RunStatus.RUNNING, lease_until__isnull=False).update(run_at=clock.now())


def _lane_around(run_id: UUID, path: str) -> Lane | None:
    """The innermost lane that walks this step."""
    lanes = Lane.objects.filter(run_id=run_id, status__in=OPEN_LANES)
    around = [lane for lane in lanes if path.startswith(f"{lane.path}/")]
    return max(around, key=lambda lane: len(lane.path), default=None)
