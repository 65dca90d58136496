"""AutomationRule, its immutable versions and its schedules."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class TriggerKind(models.TextChoices):
    SCHEDULE = "schedule"
    EVENT = "event"
    WEBHOOK = "webhook"
    MANUAL = "manual"


class RuleMode(models.TextChoices):
    """What happens when a rule starts while a run of it is going on."""

    SINGLE = "single"
    QUEUED = "queued"
    PARALLEL = "parallel"
    RESTART = "restart"


class AutomationRule(AccountModel):
    """What the owner edits. What runs is a ``RuleVersion``; each saved change makes a new one.

    ``is_active`` is what the owner wants, ``status`` is what is (``paused`` by a person or by the system,
    with ``status_reason``). A deleted rule stays as a row, so that its history stays readable. ``draft`` is a
    changed definition that does not run yet; ``origin`` names the template that the rule was made from.
    """

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        PAUSED = "paused"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="rules")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    trigger = models.CharField(max_length=10, choices=TriggerKind.choices, default=TriggerKind.MANUAL)
    is_active = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.CharField(max_length=300, blank=True)
    mode = models.CharField(max_length=10, choices=RuleMode.choices, default=RuleMode.QUEUED)
    max_runs = models.PositiveIntegerField(default=10)
    version = models.PositiveIntegerField(default=1)
    draft = models.JSONField(null=True)
    draft_by = models.CharField(max_length=160, blank=True)
    draft_at = models.DateTimeField(null=True)
    origin = models.JSONField(null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    last_executed_at = models.DateTimeField(null=True)
    execution_count = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["account", "deleted_at", "status"])]


class RuleVersion(AccountModel):
    """A rule's definition as it was saved; never changed. Runs pin it."""

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    created_by = models.CharField(max_length=160, blank=True)
    restored_from = models.PositiveIntegerField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_version_of_rule_per_number")
        ]


class RuleSchedule(AccountModel):
    """One schedule of a rule; ``next_due_at`` is null where it will not fire."""

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="schedules")
    spec = models.JSONField()
    next_due_at = models.DateTimeField(null=True, db_index=True)

    class Meta(AccountModel.Meta):
        ordering = ["created_at"]
