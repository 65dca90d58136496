"""Budgets: set, change and remove those of the account; ask what is left of any; refuse, and tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from igny8.core.clock import Clock
from igny8.core.errors import BudgetExceeded, Conflict
from igny8.credits.counters import begun, limits_with_account, refused, sums_of
from igny8.credits.models import Balance, Budget, BudgetUse
from igny8.credits.notices import LEVELS, warn_of_budget
from igny8.credits.payee import NO_LIMITS, Limits, Payee
from igny8.credits.pots import Pot, PotKind, day_of, midnight, pots_of
from igny8.credits.services import lock_balance

budget_refused = Signal()
"""Sent outside of a transaction when a budget has refused a payment: ``error``, ``payee``, ``clock``."""

PERIOD_BUDGETS = frozenset(set(PotKind) - {PotKind.RUN})


@dataclass(frozen=True, slots=True)
class BudgetState:
    """Where one budget stands in its present period; credits."""

    pot: Pot
    limit: int
    used: int
    reserved: int
    warned: int = 0

    @property
    def remaining(self) -> int:
        """What may still be spent; never negative."""
        return max(self.limit - self.used - self.reserved, 0)

    @property
    def starts_at(self) -> datetime | None:
        """The period's first moment; None for a run's budget."""
        return midnight(self.pot.starts_on) if self.pot.starts_on else None

    @property
    def ends_at(self) -> datetime | None:
        """The next period's first moment; None for a run's budget."""
        return midnight(self.pot.ends_on) if self.pot.ends_on else None

    @property
    def warned_levels(self) -> list[int]:
        """The shares in percent that people were told of in this period."""
        return [level for level in LEVELS if level <= self.warned]


@transaction.atomic
def set_budget(*, period: str, limit: int) -> Budget:
    """Give the account a budget for a day or a month.

    :raises Conflict: when it has one for that period.
    """
    balance = lock_balance()
    if Budget.objects.filter(period=period).exists():
        raise Conflict(f"There is a budget for the {period} already: change that one.")
    if not balance.budgeted:
        Balance.objects.filter(pk=balance.pk).update(budgeted=True)
    return Budget.objects.create(period=period, limit=limit)


@transaction.atomic
def change_budget(*, budget: Budget, limit: int) -> Budget:
    """Change an account's budget; what is being reserved at this moment still goes by the old limit."""
    lock_balance()
    budget.limit = limit
    budget.save(update_fields=["limit", "updated_at"])
    return budget


@transaction.atomic
def remove_budget(*, budget: Budget) -> None:
    """Take an account's budget away; its counter stays, and goes on counting."""
    lock_balance()
    budget.delete()


@transaction.atomic
def set_low_threshold(*, low_below: int | None) -> Balance:
    """Say below how many available credits the account is warned; None for a tenth of the last grant."""
    balance = lock_balance()
    balance.low_below = low_below
    balance.is_low = balance.is_low and balance.available < balance.low_threshold
    balance.save(update_fields=["low_below", "is_low"])
    return balance


def budget_states(
    *, rule_id: UUID | None = None, limits: Limits = NO_LIMITS, clock: Clock
) -> list[BudgetState]:
    """Where a rule's period budgets, and the account's, stand now; only those that have a limit."""
    caps = limits_with_account(limits)
    pots = pots_of(run_id=None, rule_id=rule_id, day=day_of(clock.now())) if caps else []
    return [_state(pot, caps[pot.kind]) for pot in pots if pot.kind in caps]


def rule_budgets_in_use(*, clock: Clock) -> list[BudgetState]:
    """The period budgets of rules that were drawn on in the present day or month, by rule."""
    day = day_of(clock.now())
    current = {PotKind.RULE_DAY: day, PotKind.RULE_MONTH: day.replace(day=1)}
    rows = BudgetUse.objects.filter(kind__in=list(current), starts_on__in=list(current.values()))
    found = []
    for row in rows.exclude(limit=None).order_by("owner", "kind"):
        kind = PotKind(row.kind)
        if row.starts_on == current[kind]:
            pot = Pot(kind, row.owner, row.starts_on)
            found.append(BudgetState(pot, row.limit or 0, row.used, row.reserved, row.warned))
    return found


def _state(pot: Pot, limit: int) -> BudgetState:
    row = BudgetUse.objects.filter(key=pot.key).first()
    if row is None:
        return BudgetState(pot, limit, *sums_of(pot))
    return BudgetState(pot, limit, row.used, row.reserved, row.warned)


def refusal_of(states: list[BudgetState], *, limits: Limits = NO_LIMITS, asked: int) -> BudgetExceeded | None:
    """The error that ``asked`` more credits, in one new run, would meet; None where all budgets allow it."""
    caps = {state.pot.kind: state.limit for state in states}
    if limits.per_run is not None:
        caps[PotKind.RUN] = limits.per_run
        refusal = refused(Pot(PotKind.RUN), caps, 0, asked)
        if refusal:
            return refusal
    found = (refused(state.pot, caps, state.used + state.reserved, asked) for state in states)
    return next((refusal for refusal in found if refusal), None)


def require_budget(*, rule_id: UUID | None, limits: Limits = NO_LIMITS, asked: int = 1, clock: Clock) -> None:
    """Raise ``BudgetExceeded`` unless the rule's and the account's budgets allow ``asked`` more credits.

    With the default of 1 it asks whether anything is left at all. One query where there are no budgets.
    """
    refusal = refusal_of(
        budget_states(rule_id=rule_id, limits=limits, clock=clock), limits=limits, asked=asked
    )
    if refusal:
        raise refusal


def announce_refusal(error: BudgetExceeded, payee: Payee, clock: Clock) -> None:
    """Tell of a payment that a budget has refused, once a period; call it outside of a transaction.

    Whoever must act on it (the rule is paused) listens to ``budget_refused``.
    """
    budget_refused.send(BudgetExceeded, error=error, payee=payee, clock=clock)
    pots = pots_of(run_id=None, rule_id=payee.rule_id, day=day_of(clock.now()))
    pot = next((pot for pot in pots if pot.kind == error.budget), None)
    if pot is None:
        return
    with transaction.atomic():
        balance = lock_balance()
        row = BudgetUse.objects.filter(key=pot.key).first() or begun(balance, [pot])[pot.key]
        if row.warned < LEVELS[-1] or row.limit != error.limit:
            BudgetUse.objects.filter(pk=row.pk).update(warned=LEVELS[-1], limit=error.limit)
            warn_of_budget(row, level=LEVELS[-1], limit=error.limit, committed=row.committed)


def old_counters(*, before: datetime) -> QuerySet[BudgetUse]:
    """Counters of runs that began, and of periods that were over, before then; for the retention.

    One that is needed again is summed up anew.
    """
    old_period = Q(starts_on__lt=day_of(before).replace(day=1))
    return BudgetUse.objects.filter(old_period | Q(kind=PotKind.RUN, created_at__lt=before))
