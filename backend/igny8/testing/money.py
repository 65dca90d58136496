"""What an account has, for tests."""

from __future__ import annotations

from igny8.credits.services import balance_of_account, ledger_sums


def balance() -> tuple[int, int]:
    """(available, reserved), proved to be what the ledger adds up to."""
    row = balance_of_account()
    assert (row.available, row.reserved) == ledger_sums()  # noqa: S101 - for tests
    return row.available, row.reserved
