"""The ledger is the truth; the balance row is its running sum, kept in the same transaction."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from igny8.core.tenancy import AccountModel


class EntryKind(models.TextChoices):
    """The movements: a grant adds; a reserve sets aside; a settle spends; a refund gives back."""

    GRANT = "grant"
    RESERVE = "reserve"
    SETTLE = "settle"
    REFUND = "refund"


class Balance(AccountModel):
    """Running sums of one account's ledger, in credits; neither may be negative."""

    available = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_balance_per_account"),
            models.CheckConstraint(condition=Q(available__gte=0), name="available_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_negative"),
        ]


class LedgerEntry(AccountModel):
    """One movement. ``key`` names what is paid for (run, path and item): each kind happens once a key.

    ``amount`` is positive; ``available_delta`` and ``reserved_delta`` are what it does to the balance.
    """

    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    amount = models.PositiveBigIntegerField()
    available_delta = models.BigIntegerField()
    reserved_delta = models.BigIntegerField()
    key = models.CharField(max_length=250)
    round = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    run_id = models.UUIDField(null=True, db_index=True)
    step_path = models.CharField(max_length=250, blank=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "key", "kind", "round"], name="one_entry_per_key_kind_round"
            ),
            models.UniqueConstraint(
                fields=["account", "key"], condition=Q(kind="settle"), name="settled_once_per_key"
            ),
        ]
        indexes = [models.Index(fields=["account", "-created_at"])]


def movement(*, available: int, reserved: int) -> dict[str, F | object]:
    """The update of a balance row by these deltas, as arguments of ``QuerySet.update``."""
    return {"available": F("available") + available, "reserved": F("reserved") + reserved}
