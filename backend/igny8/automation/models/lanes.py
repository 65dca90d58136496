"""Lane: a stretch of a run (an item of a loop, a branch of a parallel) that any worker can carry on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from igny8.automation.models.runs import MAX_PATH, ScheduledTask
from igny8.core.tenancy import AccountModel


class LaneStatus(models.TextChoices):
    """``queued`` waits for a place among its group; ``parked`` waits for lanes of its own."""

    QUEUED = "queued"
    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    PARKED = "parked"
    DONE = "done"


OPEN_LANES = (
    LaneStatus.QUEUED,
    LaneStatus.PENDING,
    LaneStatus.RUNNING,
    LaneStatus.WAITING,
    LaneStatus.PARKED,
)


class Lane(AccountModel):
    """One child of a loop or a parallel, leased and fenced like a run.

    ``group`` is the path of the step that it belongs to, ``path`` its own (``actions/1/items/3``). Of a group
    at most ``group_limit`` are at work or wait for time at once; one that waits for a signal leaves its place
    to the next. The last one to end wakes its ``parent`` lane, or the run where it has none.
    """

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="lanes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    group = models.CharField(max_length=MAX_PATH)
    group_limit = models.PositiveIntegerField()
    path = models.CharField(max_length=MAX_PATH)
    position = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=LaneStatus.choices, default=LaneStatus.QUEUED)
    run_at = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    for_signal = models.BooleanField(default=False)
    stop_requested = models.BooleanField(default=False)

    class Meta(AccountModel.Meta):
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="one_lane_per_path")]
        indexes = [
            models.Index(
                fields=["run_at"], condition=Q(status__in=["pending", "waiting"]), name="lanes_to_wake"
            ),
            models.Index(fields=["lease_until"], condition=Q(status="running"), name="lanes_leased"),
            models.Index(fields=["run", "group", "status"], name="lanes_of_group"),
        ]
