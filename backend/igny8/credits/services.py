"""Grant, reserve, settle, refund.

A key names one thing that is paid for. For each key: at most one settlement ever, at most one open
reservation at a time; a refunded reservation may be followed by another (the next ``round``). Repeating a
call that has happened changes nothing, so a crash between any two of them is healed by calling again.

Movements of an account happen one by one, under the lock of its balance. What is refused is refused before
anything is written, and raised outside of the inner transaction: so a caller's transaction needs no savepoint
for it, and a movement takes four statements where there are no budgets.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import CannotPay, Conflict, InsufficientCredits, InvalidInput
from igny8.core.tenancy import current_account_id
from igny8.credits.counters import count_closed, count_reserved
from igny8.credits.models import Balance, EntryKind, LedgerEntry
from igny8.credits.notices import tell_of_low_credits
from igny8.credits.payee import NO_LIMITS, Limits, Payee
from igny8.credits.pots import day_of

__all__ = [
    "NO_LIMITS",
    "Limits",
    "Payee",
    "balance_of_account",
    "grant",
    "ledger_sums",
    "lock_balance",
    "open_reservations",
    "refund",
    "refund_run",
    "refund_step",
    "require_available",
    "reserve",
    "settle",
]


def grant(*, amount: int, reason: str, key: str) -> None:
    """Add ``amount`` credits; the same ``key`` adds once."""
    if amount <= 0:
        raise InvalidInput(
            "A grant must be a positive number of credits.", fields={"amount": ["Must be positive."]}
        )
    with transaction.atomic(savepoint=False):
        balance = lock_balance()
        if LedgerEntry.objects.filter(key=key, kind=EntryKind.GRANT).exists():
            return
        balance.last_grant = amount
        entry = LedgerEntry(kind=EntryKind.GRANT, amount=amount, key=key, reason=reason[:200])
        _write(balance, entry, available=amount, reserved=0)


def reserve(*, amount: int, payee: Payee, clock: Clock = SYSTEM_CLOCK) -> None:
    """Set ``amount`` credits aside; an open or settled reservation of the same key stands.

    :raises InsufficientCredits: when fewer are available; nothing is changed then.
    :raises BudgetExceeded: when a budget has no room for it; nothing is changed then.
    """
    if amount <= 0:
        return
    with transaction.atomic(savepoint=False):
        refusal = _reserve(amount, payee, clock)
    if refusal:
        raise refusal


def _reserve(amount: int, payee: Payee, clock: Clock) -> CannotPay | None:
    balance = lock_balance()
    last = _last_entry(payee.key)
    if last and last.kind in {EntryKind.RESERVE, EntryKind.SETTLE}:
        return None
    if balance.available < amount:
        return _short("This", amount, balance.available)
    day = day_of(clock.now())
    refusal = count_reserved(balance=balance, amount=amount, payee=payee, day=day)
    if refusal:
        return refusal
    entry = LedgerEntry(
        kind=EntryKind.RESERVE,
        amount=amount,
        key=payee.key,
        round=last.round + 1 if last else 0,
        reason=payee.reason[:200],
        run_id=payee.run_id,
        step_path=payee.step_path,
        rule_id=payee.rule_id,
        item=payee.item[:120],
        day=day,
    )
    _write(balance, entry, available=-amount, reserved=amount)
    return None


def settle(*, amount: int, payee: Payee) -> None:
    """Spend ``amount`` of the open reservation, and give the rest of it back; a settled key stays as it is.

    :raises Conflict: when nothing is reserved, or less than ``amount``.
    """
    with transaction.atomic(savepoint=False):
        refusal = _settle(amount, payee)
    if refusal:
        raise refusal


def _settle(amount: int, payee: Payee) -> Conflict | None:
    balance = lock_balance()
    last = _last_entry(payee.key)
    if last and last.kind == EntryKind.SETTLE:
        return None
    if last is None or last.kind != EntryKind.RESERVE:
        return Conflict(f"Nothing is reserved for {payee.key}.") if amount else None
    if not 0 <= amount <= last.amount:
        return Conflict(f"{amount} credits cannot be settled of {last.amount} reserved.")
    count_closed(balance=balance, entry=last, spent=amount)
    entry = _closing(last, EntryKind.SETTLE, amount, payee.reason)
    _write(balance, entry, available=last.amount - amount, reserved=-last.amount)
    return None


def refund(*, payee: Payee) -> None:
    """Give an open reservation back; without one it changes nothing."""
    with transaction.atomic(savepoint=False):
        balance = lock_balance()
        last = _last_entry(payee.key)
        if last and last.kind == EntryKind.RESERVE:
            _refund(balance, last, payee.reason)


def _refund(balance: Balance, open_entry: LedgerEntry, reason: str) -> None:
    count_closed(balance=balance, entry=open_entry, spent=0)
    entry = _closing(open_entry, EntryKind.REFUND, open_entry.amount, reason)
    _write(balance, entry, available=open_entry.amount, reserved=-open_entry.amount)


def refund_run(*, run_id: UUID, reason: str) -> int:
    """Give back every reservation of a run that is still open; the number of credits that came back."""
    return _refund_open(run_id, None, reason)


def refund_step(*, run_id: UUID, step_path: str, reason: str) -> int:
    """Give back every reservation of one step that is still open; the number of credits that came back."""
    return _refund_open(run_id, step_path, reason)


def _refund_open(run_id: UUID, step_path: str | None, reason: str) -> int:
    """One look-up where nothing is open, which is the rule; the balance is locked only where something is."""
    if not open_reservations(run_id, step_path):
        return 0
    returned = 0
    with transaction.atomic(savepoint=False):
        balance = lock_balance()
        for entry in open_reservations(run_id, step_path):
            _refund(balance, entry, reason)
            returned += entry.amount
    return returned


def open_reservations(run_id: UUID, step_path: str | None = None) -> list[LedgerEntry]:
    """The reservations of a run, or of one of its steps, that are neither settled nor refunded."""
    entries = LedgerEntry.objects.filter(run_id=run_id)
    if step_path is not None:
        entries = entries.filter(step_path=step_path)
    open_sums = entries.order_by().values("key", "round").annotate(left=Sum("reserved_delta"))
    rounds = {(row["key"], row["round"]) for row in open_sums.filter(left__gt=0)}
    if not rounds:
        return []
    found = entries.filter(kind=EntryKind.RESERVE, key__in=[key for key, _ in rounds])
    return [entry for entry in found if (entry.key, entry.round) in rounds]


def require_available(*, amount: int) -> None:
    """Raise ``InsufficientCredits`` unless ``amount`` credits are available now."""
    available = balance_of_account().available
    if available < amount:
        raise _short("This run", amount, available)


def _short(what: str, amount: int, available: int) -> InsufficientCredits:
    missing = amount - available
    return InsufficientCredits(
        f"{what} needs {amount} credits; {available} are available, {missing} are missing."
    )


def balance_of_account() -> Balance:
    """The account's balance; zeros where nothing was ever granted."""
    return Balance.objects.first() or Balance()


def ledger_sums() -> tuple[int, int]:
    """(available, reserved) as the ledger adds up: what the balance row must equal."""
    sums = LedgerEntry.objects.aggregate(available=Sum("available_delta"), reserved=Sum("reserved_delta"))
    return sums["available"] or 0, sums["reserved"] or 0


def lock_balance() -> Balance:
    """The balance row, locked until the transaction ends: movements of an account happen one by one."""
    row = Balance.objects.select_for_update(no_key=True).first()
    if row is None:
        Balance.objects.bulk_create([Balance(account_id=current_account_id())], ignore_conflicts=True)
        row = Balance.objects.select_for_update(no_key=True).get()
    return row


_ORDER = {EntryKind.RESERVE: 0, EntryKind.REFUND: 1, EntryKind.SETTLE: 1}
"""Within a round."""


def _last_entry(key: str) -> LedgerEntry | None:
    entries = LedgerEntry.objects.filter(key=key).exclude(kind=EntryKind.GRANT).order_by("-round")[:2]
    return max(entries, key=lambda entry: (entry.round, _ORDER[EntryKind(entry.kind)]), default=None)


def _closing(open_entry: LedgerEntry, kind: EntryKind, amount: int, reason: str) -> LedgerEntry:
    """The entry that ends a reservation; it stands where the reservation stands."""
    return LedgerEntry(
        kind=kind,
        amount=amount,
        key=open_entry.key,
        round=open_entry.round,
        reason=reason[:200],
        run_id=open_entry.run_id,
        step_path=open_entry.step_path,
        rule_id=open_entry.rule_id,
        item=open_entry.item,
        day=open_entry.day,
    )


def _write(balance: Balance, entry: LedgerEntry, *, available: int, reserved: int) -> None:
    """Store the entry, move the balance, and note whether credits are low now."""
    entry.available_delta, entry.reserved_delta = available, reserved
    entry.save(force_insert=True)
    left, is_low = balance.available + available, balance.is_low
    if available > 0:
        enough = balance.low_threshold * (1 if entry.kind == EntryKind.GRANT else 2)
        is_low = is_low and left < enough
    elif left < balance.low_threshold and not is_low:
        is_low = True
        tell_of_low_credits(balance, left)
    values = {"last_grant": balance.last_grant, "is_low": is_low}
    Balance.objects.filter(pk=balance.pk).update(
        available=F("available") + available, reserved=F("reserved") + reserved, **values
    )
    balance.available, balance.reserved, balance.is_low = left, balance.reserved + reserved, is_low
