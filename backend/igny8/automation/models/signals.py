"""What waiting steps wait for: approvals by people, and events."""

from __future__ import annotations

from django.db import models

from igny8.automation.models.runs import MAX_PATH, ScheduledTask
from igny8.core.tenancy import AccountModel


class Approval(AccountModel):
    """A question that a run asks a person; its step waits for the answer.

    The link in a message carries a token of which only the hash is stored. ``items`` is what is to be
    approved one by one (``[{"id", "title", …}]``), ``decisions`` the answer by item id.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        REJECTED = "rejected"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="approvals")
    path = models.CharField(max_length=MAX_PATH)
    title = models.CharField(max_length=200)
    message = models.TextField(blank=True)
    items = models.JSONField(default=list)
    approvers = models.JSONField(default=list)
    token_digest = models.CharField(max_length=64, unique=True)
    deadline = models.DateTimeField(null=True)
    on_deadline = models.CharField(max_length=10, default="reject")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    decided_by = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True)
    decisions = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="one_approval_per_step")]
        indexes = [models.Index(fields=["account", "status", "-created_at"])]


class EventWait(AccountModel):
    """A step that waits for an event; the row goes away when the event has come or the step has ended."""

    run = models.ForeignKey(ScheduledTask, on_delete=models.CASCADE, related_name="event_waits")
    path = models.CharField(max_length=MAX_PATH)
    event_type = models.CharField(max_length=60)
    spec = models.JSONField(default=dict)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="one_event_wait_per_step")]
        indexes = [models.Index(fields=["account", "event_type"])]
