"""Counters of budgets: each moves in the transaction of the ledger entry, under the lock of the balance.

A counter is made when a limit first applies to its pot, as the sum of the pot's ledger entries so far. From
then on every movement of the pot changes it, with one statement for all pots of the movement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q, Sum

from igny8.core.errors import BudgetExceeded
from igny8.credits.models import Balance, Budget, BudgetUse, EntryKind, LedgerEntry
from igny8.credits.notices import level_of, warn_of_budget
from igny8.credits.payee import Limits, Payee
from igny8.credits.pots import POT_NAMES, Pot, PotKind, limits_by_kind, pots_of


def account_limits() -> dict[PotKind, int]:
    """The account's own budgets, by the kind of pot that they cap."""
    return {budget.kind: budget.limit for budget in Budget.objects.all()}


def count_reserved(*, balance: Balance, amount: int, payee: Payee, day: date) -> BudgetExceeded | None:
    """Count ``amount`` as set aside in every pot; the refusal of the first one that has no room for it.

    The balance must be locked. Nothing is counted where it is refused.
    """
    if not (balance.budgeted or payee.limits):
        return None
    limits = limits_by_kind(payee.limits) | (account_limits() if balance.budgeted else {})
    pots = pots_of(run_id=payee.run_id, rule_id=payee.rule_id, day=day)
    rows = {row.key: row for row in BudgetUse.objects.filter(key__in=[pot.key for pot in pots])}
    rows |= begun(balance, [pot for pot in pots if pot.kind in limits and pot.key not in rows])
    for pot in pots:
        refusal = refused(pot, limits, rows[pot.key].committed, amount) if pot.key in rows else None
        if refusal:
            return refusal
    if rows:
        BudgetUse.objects.filter(pk__in=[row.pk for row in rows.values()]).update(
            reserved=F("reserved") + amount
        )
    _warn(rows.values(), limits, amount)
    return None


def count_closed(*, balance: Balance, entry: LedgerEntry, spent: int) -> None:
    """Count the reservation ``entry`` as over, ``spent`` of it as used. The balance must be locked."""
    if not balance.budgeted:
        return
    pots = pots_of(run_id=entry.run_id, rule_id=entry.rule_id, day=entry.day)
    BudgetUse.objects.filter(key__in=[pot.key for pot in pots]).update(
        reserved=F("reserved") - entry.amount, used=F("used") + spent
    )


def refused(pot: Pot, limits: Mapping[PotKind, int], committed: int, asked: int) -> BudgetExceeded | None:
    """The error where ``asked`` credits on top of ``committed`` ones are more than the pot's limit."""
    limit = limits.get(pot.kind)
    if limit is None or committed + asked <= limit:
        return None
    gone = f"{committed} of its {limit} credits are spent or set aside"
    if committed >= limit:
        message = f"{POT_NAMES[pot.kind]} is used up: {gone}."
    else:
        message = f"{POT_NAMES[pot.kind]} does not allow {asked} more: {gone}."
    return BudgetExceeded(message, budget=pot.kind.value, limit=limit, used=committed, asked=asked)


def sums_of(pot: Pot) -> tuple[int, int]:
    """(used, reserved) of a pot, as its ledger entries add up: what its counter must equal."""
    sums = LedgerEntry.objects.filter(pot.entries()).aggregate(
        used=Sum("amount", filter=Q(kind=EntryKind.SETTLE)), reserved=Sum("reserved_delta")
    )
    return sums["used"] or 0, sums["reserved"] or 0


def limits_with_account(limits: Limits) -> dict[PotKind, int]:
    """A rule's limits and the account's, by the kind of pot that they cap."""
    return limits_by_kind(limits) | account_limits()


def begun(balance: Balance, pots: Iterable[Pot]) -> dict[str, BudgetUse]:
    """Fresh counters of pots that had no limit until now, by key. The balance must be locked."""
    rows = []
    for pot in pots:
        used, reserved = sums_of(pot)
        values = {"kind": pot.kind, "owner": pot.owner, "starts_on": pot.starts_on}
        rows.append(BudgetUse(key=pot.key, used=used, reserved=reserved, **values))
    BudgetUse.objects.bulk_create(rows)
    if rows and not balance.budgeted:
        Balance.objects.filter(pk=balance.pk).update(budgeted=True)
        balance.budgeted = True
    return {row.key: row for row in rows}


def _warn(rows: Iterable[BudgetUse], limits: Mapping[PotKind, int], amount: int) -> None:
    """Tell of the shares that were passed just now, once a period each; runs' own budgets are silent."""
    for row in rows:
        limit = limits.get(PotKind(row.kind))
        if limit is None or row.kind == PotKind.RUN:
            continue
        told = row.warned if row.limit == limit else min(row.warned, level_of(row.committed, limit))
        level = max(told, level_of(row.committed + amount, limit))
        if (level, limit) != (row.warned, row.limit):
            BudgetUse.objects.filter(pk=row.pk).update(warned=level, limit=limit)
        if level > told:
            warn_of_budget(row, level=level, limit=limit, committed=row.committed + amount)
