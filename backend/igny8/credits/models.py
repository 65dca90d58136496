"""The ledger is the truth; balance and budget counters are its running sums, kept in the same transaction."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from igny8.core.tenancy import AccountModel
from igny8.credits.pots import PotKind


class EntryKind(models.TextChoices):
    """The movements: a grant adds; a reserve sets aside; a settle spends; a refund gives back."""

    GRANT = "grant"
    RESERVE = "reserve"
    SETTLE = "settle"
    REFUND = "refund"


class Balance(AccountModel):
    """Running sums of one account's ledger, in credits; neither may be negative.

    ``budgeted``: there are budgets or counters to look at. ``last_grant``: the latest grant's amount;
    ``low_below``: the account's own threshold for the warning that credits run low (null: a tenth of the last
    grant); ``is_low``: that warning was given, and credits have not recovered since.
    """

    available = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    budgeted = models.BooleanField(default=False)
    last_grant = models.PositiveBigIntegerField(default=0)
    low_below = models.PositiveBigIntegerField(null=True)
    is_low = models.BooleanField(default=False)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_balance_per_account"),
            models.CheckConstraint(condition=Q(available__gte=0), name="available_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_negative"),
        ]

    @property
    def low_threshold(self) -> int:
        """Fewer available credits than this are low."""
        return self.last_grant // 10 if self.low_below is None else self.low_below


class LedgerEntry(AccountModel):
    """One movement. ``key`` names what is paid for (run, path and item): each kind happens once a key.

    ``amount`` is positive; ``available_delta`` and ``reserved_delta`` are what it does to the balance.
    ``day`` (in UTC) is when it was reserved, also on the settlement or refund that follows: budgets count by
    it.
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
    rule_id = models.UUIDField(null=True)
    item = models.CharField(max_length=120, blank=True)
    day = models.DateField(null=True)

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
        indexes = [
            models.Index(fields=["account", "-created_at"]),
            models.Index(fields=["account", "day", "rule_id"], name="ledger_by_day_and_rule"),
        ]


class BudgetPeriod(models.TextChoices):
    """A calendar day or month, in UTC."""

    DAY = "day"
    MONTH = "month"


class Budget(AccountModel):
    """What the whole account may spend in a day or a month. Rules carry their own in their definition."""

    period = models.CharField(max_length=5, choices=BudgetPeriod.choices)
    limit = models.PositiveBigIntegerField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["account", "period"], name="one_budget_per_period"),
        ]

    @property
    def kind(self) -> PotKind:
        """The kind of pot that it caps."""
        return PotKind.ACCOUNT_DAY if self.period == BudgetPeriod.DAY else PotKind.ACCOUNT_MONTH


class BudgetUse(AccountModel):
    """What is spent and set aside of one pot: the sum of its ledger entries since the period's start.

    ``key`` is the pot's; ``limit`` the one that was last applied; ``warned`` the highest share in percent
    that was told of.
    """

    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=13, choices=PotKind.choices)
    owner = models.UUIDField(null=True)
    starts_on = models.DateField(null=True)
    used = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    limit = models.PositiveBigIntegerField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)

    class Meta(AccountModel.Meta):
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="one_counter_per_pot"),
            models.CheckConstraint(condition=Q(used__gte=0), name="used_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="set_aside_not_negative"),
        ]

    @property
    def committed(self) -> int:
        """Credits that are gone or promised."""
        return self.used + self.reserved
