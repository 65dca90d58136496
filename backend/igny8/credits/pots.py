"""Pots: one budget in one period, of a run, a rule or the account. Days and months are those of UTC.

What is reserved counts for the day on which it was reserved, also where it is settled or refunded later. So
each ledger entry of a reservation carries that day, and a pot is always the sum of its entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import models

from igny8.credits.payee import Limits


class PotKind(models.TextChoices):
    """Whose budget it is, and over how long."""

    RUN = "run"
    RULE_DAY = "rule_day"
    RULE_MONTH = "rule_month"
    ACCOUNT_DAY = "account_day"
    ACCOUNT_MONTH = "account_month"


_MONTHS = {PotKind.RULE_MONTH, PotKind.ACCOUNT_MONTH}
_OF_RULES = {PotKind.RULE_DAY, PotKind.RULE_MONTH}

POT_NAMES = {
    PotKind.RUN: "The run's budget",
    PotKind.RULE_DAY: "The rule's budget for the day",
    PotKind.RULE_MONTH: "The rule's budget for the month",
    PotKind.ACCOUNT_DAY: "The account's budget for the day",
    PotKind.ACCOUNT_MONTH: "The account's budget for the month",
}


@dataclass(frozen=True, slots=True)
class Pot:
    """One budget in one period. ``owner`` is the run or the rule, ``starts_on`` the period's first day."""

    kind: PotKind
    owner: UUID | None = None
    starts_on: date | None = None

    @property
    def key(self) -> str:
        """Unique in the account."""
        return ":".join([self.kind, str(self.owner or ""), str(self.starts_on or "")])

    @property
    def ends_on(self) -> date | None:
        """The first day after the period."""
        if self.starts_on is None:
            return None
        if self.kind not in _MONTHS:
            return self.starts_on + timedelta(days=1)
        return (self.starts_on + timedelta(days=31)).replace(day=1)

    def entries(self) -> models.Q:
        """Which ledger entries count for it."""
        if self.kind == PotKind.RUN:
            return models.Q(run_id=self.owner)
        within = models.Q(day__gte=self.starts_on, day__lt=self.ends_on)
        return within & models.Q(rule_id=self.owner) if self.kind in _OF_RULES else within


def day_of(moment: datetime) -> date:
    """The day that credits reserved at that moment count for, in UTC."""
    return moment.astimezone(UTC).date()


def midnight(day: date) -> datetime:
    """The first moment of a day, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def pots_of(*, run_id: UUID | None, rule_id: UUID | None, day: date | None) -> list[Pot]:
    """Every pot that a movement counts for, whether or not it has a limit."""
    found = [Pot(PotKind.RUN, run_id)] if run_id else []
    if day is None:
        return found
    month = day.replace(day=1)
    if rule_id:
        found += [Pot(PotKind.RULE_DAY, rule_id, day), Pot(PotKind.RULE_MONTH, rule_id, month)]
    return [*found, Pot(PotKind.ACCOUNT_DAY, None, day), Pot(PotKind.ACCOUNT_MONTH, None, month)]


def limits_by_kind(limits: Limits) -> dict[PotKind, int]:
    """A rule's limits by the kind of pot that they cap."""
    named = {
        PotKind.RUN: limits.per_run,
        PotKind.RULE_DAY: limits.per_day,
        PotKind.RULE_MONTH: limits.per_month,
    }
    return {kind: limit for kind, limit in named.items() if limit is not None}
