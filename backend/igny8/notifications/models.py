"""Notifications of an account, and the e-mails that are to be sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from igny8.core.tenancy import AccountModel


class Severity(models.TextChoices):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Notification(AccountModel):
    """Something that the people of an account should know.

    ``key`` names the occasion, so that it is told once. ``link`` is an address inside the studio; it never
    holds a secret, since every member can read it.
    """

    kind = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.INFO)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    key = models.CharField(max_length=200, null=True)
    read_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="told_once_per_key")]
        indexes = [models.Index(fields=["account", "-created_at"])]


class EmailMessage(AccountModel):
    """A mail on its way out: written with what it tells of, sent after that is committed.

    One row, and so one mail, per ``key``. ``body`` is encrypted, since it may hold a link that decides
    something, and emptied once the mail is sent. ``due_at`` is when it is tried (again); null if it is over.
    """

    key = models.CharField(max_length=200)
    to = models.JSONField(default=list)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="mailed_once_per_key")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="mails_to_send"),
            models.Index(fields=["account", "-created_at"]),
        ]


class SigningSecret(AccountModel):
    """What an account's outgoing webhooks are signed with; encrypted. The one before it signs too for a day,
    so that the other side can change over."""

    secret = models.TextField()
    previous = models.TextField(blank=True)
    rotated_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account"], name="one_signing_secret_per_account")]
