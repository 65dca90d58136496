"""Grant, reserve, settle, refund.

A key names one thing that is paid for. For each key: at most one settlement ever, at most one open
reservation at a time; a refunded reservation may be followed by another (the next ``round``). Repeating a
call that has happened changes nothing, so a crash between any two of them is healed by calling again.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from igny8.core.errors import Conflict, InsufficientCredits, InvalidInput
from igny8.core.tenancy import current_account_id
from igny8.credits.models import Balance, EntryKind, LedgerEntry, movement


@dataclass(frozen=True, slots=True)
class Payee:
    """What a movement is for: its ``key``, and where it shows in the trace."""

    key: str
    run_id: UUID | None = None
    step_path: str = ""
    reason: str = ""


@transaction.atomic
def grant(*, amount: int, reason: str, key: str) -> None:
    """Add ``amount`` credits; the same ``key`` adds once."""
    if amount <= 0:
        raise InvalidInput(
            "A grant must be a positive number of credits.", fields={"amount": ["Must be positive."]}
        )
    _lock_balance()
    if LedgerEntry.objects.filter(key=key, kind=EntryKind.GRANT).exists():
        return
    _write(EntryKind.GRANT, amount, Payee(key, reason=reason), available=amount, reserved=0)


@transaction.atomic
def reserve(*, amount: int, payee: Payee) -> None:
    """Set ``amount`` credits aside; an open or settled reservation of the same key stands.

    :raises InsufficientCredits: when fewer are available; nothing is changed then.
    """
    balance = _lock_balance()
    last = _last_entry(payee.key)
    if amount <= 0 or (last and last.kind in {EntryKind.RESERVE, EntryKind.SETTLE}):
        return
    if balance.available < amount:
        raise _short("This", amount, balance.available)
    _write(
        EntryKind.RESERVE,
        amount,
        payee,
        available=-amount,
        reserved=amount,
        round_number=last.round + 1 if last else 0,
    )


@transaction.atomic
def settle(*, amount: int, payee: Payee) -> None:
    """Spend ``amount`` of the open reservation, and give the rest of it back; a settled key stays as it is.

    :raises Conflict: when nothing is reserved, or less than ``amount``.
    """
    _lock_balance()
    last = _last_entry(payee.key)
    if last and last.kind == EntryKind.SETTLE:
        return
    if last is None or last.kind != EntryKind.RESERVE:
        if amount == 0:
            return
        raise Conflict(f"Nothing is reserved for {payee.key}.")
    if not 0 <= amount <= last.amount:
        raise Conflict(f"{amount} credits cannot be settled of {last.amount} reserved.")
    _write(
        EntryKind.SETTLE,
        amount,
        payee,
        available=last.amount - amount,
        reserved=-last.amount,
        round_number=last.round,
    )


@transaction.atomic
def refund(*, payee: Payee) -> None:
    """Give an open reservation back; without one it changes nothing."""
    _lock_balance()
    last = _last_entry(payee.key)
    if last is None or last.kind != EntryKind.RESERVE:
        return
    _write(
        EntryKind.REFUND,
        last.amount,
        payee,
        available=last.amount,
        reserved=-last.amount,
        round_number=last.round,
    )


@transaction.atomic
def refund_run(*, run_id: UUID, reason: str) -> int:
    """Give back every reservation of a run that is still open; the number of credits that came back."""
    _lock_balance()
    returned = 0
    for entry in open_reservations(run_id):
        payee = Payee(entry.key, run_id, entry.step_path, reason)
        refund(payee=payee)
        returned += entry.amount
    return returned


def open_reservations(run_id: UUID) -> list[LedgerEntry]:
    """The reservations of a run that are neither settled nor refunded."""
    entries = LedgerEntry.objects.filter(run_id=run_id)
    closed = set(entries.filter(kind__in=[EntryKind.SETTLE, EntryKind.REFUND]).values_list("key", "round"))
    return [
        entry for entry in entries.filter(kind=EntryKind.RESERVE) if (entry.key, entry.round) not in closed
    ]


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


def _lock_balance() -> Balance:
    """The balance row, locked until the transaction ends: movements of an account happen one by one."""
    row = Balance.objects.select_for_update().first()
    if row is None:
        Balance.objects.bulk_create([Balance(account_id=current_account_id())], ignore_conflicts=True)
        row = Balance.objects.select_for_update().get()
    return row


def _last_entry(key: str) -> LedgerEntry | None:
    entries = list(LedgerEntry.objects.filter(key=key).exclude(kind=EntryKind.GRANT))
    order = {EntryKind.RESERVE: 0, EntryKind.REFUND: 1, EntryKind.SETTLE: 1}
    return max(entries, key=lambda entry: (entry.round, order[EntryKind(entry.kind)]), default=None)


def _write(
    kind: EntryKind, amount: int, payee: Payee, *, available: int, reserved: int, round_number: int = 0
) -> None:
    LedgerEntry.objects.create(
        kind=kind,
        amount=amount,
        available_delta=available,
        reserved_delta=reserved,
        key=payee.key,
        round=round_number,
        reason=payee.reason[:200],
        run_id=payee.run_id,
        step_path=payee.step_path,
    )
    Balance.objects.update(**movement(available=available, reserved=reserved))
