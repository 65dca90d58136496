"""Rows that every part of the pipeline leans on: events, claims on items, remembered answers."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class DomainEvent(AccountModel):
    """Something that happened in the pipeline, stored with the change that caused it.

    ``handled_at`` is when it was matched against the rules that listen.
    """

    type = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    site_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    caused_by_run = models.UUIDField(null=True)
    handled_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        indexes = [
            models.Index(fields=["account", "type", "created_at"]),
            models.Index(
                fields=["created_at"], condition=models.Q(handled_at=None), name="events_to_hand_on"
            ),
        ]


class ItemClaim(AccountModel):
    """A run's hold on one item, so that two runs never work on the same one."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    claim = models.CharField(max_length=80, db_index=True)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_claim_per_item")]


class IdempotencyRecord(AccountModel):
    """The answer once given to a POST with an ``Idempotency-Key``."""

    key = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    response = models.JSONField(default=dict)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_answer_per_key")]


class Heartbeat(models.Model):
    """A process's last sign of life; belongs to no account."""

    name = models.CharField(max_length=160, primary_key=True)
    seen_at = models.DateTimeField()
