"""Any order of any movements, repeated at will: the ledger keeps its promises."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from igny8.core.errors import Conflict, InsufficientCredits
from igny8.core.tenancy import account_scope
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.credits.services import Payee, balance_of_account, grant, ledger_sums, refund, reserve, settle
from igny8.tenants.models import Account

KEYS = st.sampled_from(["a", "b", "c"])
AMOUNTS = st.integers(0, 40)


class LedgerMachine(RuleBasedStateMachine):
    """Beside the ledger stands a model of it: money, open reservations and settled keys."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = account_scope(Account.objects.create(name="Machine").id)
        self.scope.__enter__()
        self.available = 0
        self.granted: set[str] = set()
        self.open: dict[str, int] = {}
        self.settled: dict[str, int] = {}

    def teardown(self) -> None:
        self.scope.__exit__(None, None, None)

    @rule(key=KEYS, amount=st.integers(1, 60))
    def grant(self, key: str, amount: int) -> None:
        grant(amount=amount, reason="", key=key)
        if key not in self.granted:
            self.granted.add(key)
            self.available += amount

    @rule(key=KEYS, amount=AMOUNTS)
    def reserve(self, key: str, amount: int) -> None:
        stands = amount == 0 or key in self.open or key in self.settled
        if not stands and amount > self.available:
            with pytest.raises(InsufficientCredits):
                reserve(amount=amount, payee=Payee(key))
            return
        reserve(amount=amount, payee=Payee(key))
        if not stands:
            self.open[key] = amount
            self.available -= amount

    @rule(key=KEYS, amount=AMOUNTS)
    def settle(self, key: str, amount: int) -> None:
        free = amount == 0 and key not in self.open
        if key not in self.settled and not free and amount > self.open.get(key, -1):
            with pytest.raises(Conflict):
                settle(amount=amount, payee=Payee(key))
            return
        settle(amount=amount, payee=Payee(key))
        if key in self.open:
            self.available += self.open.pop(key) - amount
            self.settled[key] = amount

    @rule(key=KEYS)
    def refund(self, key: str) -> None:
        refund(payee=Payee(key))
        self.available += self.open.pop(key, 0)

    @invariant()
    def the_balance_is_the_sum_and_never_negative(self) -> None:
        row = balance_of_account()
        assert (row.available, row.reserved) == ledger_sums()
        assert (row.available, row.reserved) == (self.available, sum(self.open.values()))
        assert min(row.available, row.reserved) >= 0

    @invariant()
    def no_key_is_settled_twice(self) -> None:
        rows = LedgerEntry.objects.filter(kind=EntryKind.SETTLE).values_list("key", "amount")
        assert sorted(rows) == sorted(self.settled.items())


def test_the_ledger_keeps_its_promises_in_any_order(db: Any) -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.long
def test_the_ledger_keeps_its_promises_for_ten_thousand_steps(db: Any) -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=200,
            stateful_step_count=50,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
