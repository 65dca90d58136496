"""ScheduledTask (one run), StepRun (one node of it) and StepItem (one paid item of a step)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from igny8.automation.models.rules import AutomationRule, RuleSchedule, RuleVersion, TriggerKind
from igny8.core.tenancy import AccountModel


class RunStatus(models.TextChoices):
    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


FINISHED = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.SKIPPED, RunStatus.CANCELLED)
UNFINISHED = (RunStatus.PENDING, RunStatus.RUNNING, RunStatus.WAITING)
MAX_PATH = 400
"""More than the deepest nesting that a rule may have can give: 12 times `actions/499/branches/49/`."""


class ScheduledTask(AccountModel):
    """One run of a rule, from planned to finished. The row is the truth; a broker message only wakes it.

    A worker owns the run while ``lease_until`` lies ahead; ``fence`` grows with every claim, and every commit
    of a run is conditional on it, so a worker that lost its lease can change nothing more. ``run_at`` is when
    a pending or waiting run wants to go on.
    """

    automation_rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="runs")
    rule_version = models.ForeignKey(RuleVersion, on_delete=models.RESTRICT, related_name="runs")
    site_id = models.UUIDField()
    trigger = models.CharField(max_length=10, choices=TriggerKind.choices)
    schedule = models.ForeignKey(
        RuleSchedule, on_delete=models.SET_NULL, null=True, related_name="occurrences"
    )
    scheduled_for = models.DateTimeField(null=True)
    context = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=RunStatus.choices, default=RunStatus.PENDING)
    status_reason = models.TextField(blank=True)
    scheduled_at = models.DateTimeField()
    run_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.TextField(blank=True)
    credits = models.PositiveIntegerField(default=0)
    caused_by = models.UUIDField(null=True, db_index=True)
    cause_depth = models.PositiveSmallIntegerField(default=0)
    cause_root = models.UUIDField(null=True, db_index=True)
    trigger_key = models.CharField(max_length=120, null=True)
    is_test = models.BooleanField(default=False)
    times_out_at = models.DateTimeField(null=True)
    rerun_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="reruns")
    metadata = models.JSONField(default=dict)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "scheduled_for"], name="each_occurrence_once"),
            models.UniqueConstraint(fields=["automation_rule", "trigger_key"], name="each_cause_once"),
        ]
        indexes = [
            models.Index(fields=["run_at"], condition=Q(status__in=UNFINISHED), name="runs_to_wake"),
            models.Index(fields=["lease_until"], condition=Q(status="running"), name="runs_leased"),
            models.Index(fields=["account", "-created_at"]),
            models.Index(fields=["automation_rule", "-created_at"]),
            models.Index(
                fields=["automation_rule", "status"], condition=Q(status__in=UNFINISHED), name="runs_going_on"
            ),
            models.Index(fields=["times_out_at"], condition=Q(status__in=UNFINISHED), name="runs_timing_out"),
        ]


class StepRun(AccountModel):
    """The record of one node of one run, addressed by its path.

    ``taken`` holds the ids of the items that the step claimed, so that a resumed step works on the same ones.
    ``signal`` is what a waiting step was waiting for, once it has come. ``output_bytes`` is set where the
    output is large and stands in a ``StepOutput``. ``attempts`` are those that failed and were followed by
    another: ``[{"number", "at", "until", "error", "credits"}]``.
    """

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveIntegerField()
    path = models.CharField(max_length=MAX_PATH)
    node_id = models.CharField(max_length=80)
    type = models.CharField(max_length=60)
    name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=RunStatus.choices)
    attempt = models.PositiveSmallIntegerField(default=1)
    input = models.JSONField(default=dict)
    output = models.JSONField(null=True)
    evaluation = models.JSONField(null=True)
    error = models.JSONField(null=True)
    note = models.CharField(max_length=300, blank=True)
    credits = models.PositiveIntegerField(default=0)
    reused = models.BooleanField(default=False)
    continued = models.BooleanField(default=False)
    crashes = models.SmallIntegerField(default=0)
    attempts = models.JSONField(null=True)
    taken = models.JSONField(null=True)
    signal = models.JSONField(null=True)
    output_bytes = models.PositiveIntegerField(null=True)
    items_done = models.PositiveIntegerField(default=0)
    items_total = models.PositiveIntegerField(null=True)
    resume_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="one_record_per_path")]


class StepItem(AccountModel):
    """A finished item of a step: its result is stored, and its credits settled, in one transaction.

    The row is what makes an item final: it is never worked on, nor charged, again in this run.
    """

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="items")
    path = models.CharField(max_length=MAX_PATH)
    key = models.CharField(max_length=120)
    output = models.JSONField(default=dict)
    credits = models.PositiveIntegerField(default=0)
    error = models.JSONField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "path", "key"], name="one_result_per_item")]


class StepOutput(AccountModel):
    """A step's output that is too large for its row; loaded when it is asked for."""

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="outputs")
    path = models.CharField(max_length=MAX_PATH)
    data = models.JSONField()

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="one_large_output_per_step")]
