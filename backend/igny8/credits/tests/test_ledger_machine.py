"""Any order of any movements, limits and days, repeated at will: ledger and budgets keep their promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from igny8.core.clock import FixedClock
from igny8.core.errors import BudgetExceeded, Conflict, InsufficientCredits
from igny8.core.tenancy import account_scope
from igny8.credits.budgets import announce_refusal, change_budget, remove_budget, set_budget
from igny8.credits.counters import sums_of
from igny8.credits.models import Budget, BudgetUse, EntryKind, LedgerEntry
from igny8.credits.payee import NO_LIMITS, Limits
from igny8.credits.pots import Pot, PotKind, day_of, limits_by_kind, pots_of
from igny8.credits.services import (
    Payee,
    balance_of_account,
    grant,
    ledger_sums,
    refund,
    refund_run,
    refund_step,
    reserve,
    settle,
)
from igny8.tenants.models import Account

RULES = [uuid4(), uuid4()]
RUNS = [(uuid4(), RULES[0]), (uuid4(), RULES[0]), (uuid4(), RULES[1])]
PLACES = {f"{name}{number}": RUNS[number] for name in "ab" for number in range(3)}
KEYS = st.sampled_from(sorted(PLACES))
AMOUNTS = st.integers(0, 40)
LIMIT = st.none() | st.integers(0, 100)


@dataclass
class Held:
    """What the model knows of one reservation."""

    amount: int
    day: date
    run: UUID
    rule: UUID
    spent: int | None = None

    def counts_for(self, pot: Pot) -> bool:
        mine = pots_of(run_id=self.run, rule_id=self.rule, day=self.day)
        return pot.key in {other.key for other in mine}


class LedgerMachine(RuleBasedStateMachine):
    """Beside the ledger stands a model of it: money, open reservations, settled keys, limits and the day."""

    def __init__(self) -> None:
        super().__init__()
        self.scope = account_scope(Account.objects.create(name="Machine").id)
        self.scope.__enter__()
        self.clock = FixedClock(datetime(2026, 1, 30, 23, 0, tzinfo=UTC))
        self.available = 0
        self.granted: set[str] = set()
        self.open: dict[str, Held] = {}
        self.settled: dict[str, Held] = {}
        self.limits: dict[UUID, Limits] = {}
        self.of_account: dict[PotKind, int] = {}

    def teardown(self) -> None:
        self.scope.__exit__(None, None, None)

    def payee(self, key: str) -> Payee:
        run, rule_id = PLACES[key]
        limits = self.limits.get(rule_id, NO_LIMITS)
        return Payee(key, run, f"actions/{key[0]}", rule_id=rule_id, item=key, limits=limits)

    def committed(self, pot: Pot) -> int:
        spent = sum(held.spent or 0 for held in self.settled.values() if held.counts_for(pot))
        return spent + sum(held.amount for held in self.open.values() if held.counts_for(pot))

    def too_much(self, key: str, amount: int) -> bool:
        run, rule_id = PLACES[key]
        limits = limits_by_kind(self.limits.get(rule_id, NO_LIMITS)) | self.of_account
        pots = pots_of(run_id=run, rule_id=rule_id, day=day_of(self.clock.now()))
        return any(pot.kind in limits and self.committed(pot) + amount > limits[pot.kind] for pot in pots)

    @rule(key=KEYS, amount=st.integers(1, 150))
    def grant(self, key: str, amount: int) -> None:
        grant(amount=amount, reason="", key=key)
        if key not in self.granted:
            self.granted.add(key)
            self.available += amount

    @rule(key=KEYS, amount=AMOUNTS)
    def reserve(self, key: str, amount: int) -> None:
        payee = self.payee(key)
        stands = amount == 0 or key in self.open or key in self.settled
        if not stands and amount > self.available:
            with pytest.raises(InsufficientCredits):
                reserve(amount=amount, payee=payee, clock=self.clock)
            return
        if not stands and self.too_much(key, amount):
            with pytest.raises(BudgetExceeded) as refused:
                reserve(amount=amount, payee=payee, clock=self.clock)
            assert refused.value.used + amount > refused.value.limit
            announce_refusal(refused.value, payee, self.clock)
            return
        reserve(amount=amount, payee=payee, clock=self.clock)
        if not stands:
            run, rule_id = PLACES[key]
            self.open[key] = Held(amount, day_of(self.clock.now()), run, rule_id)
            self.available -= amount

    @rule(key=KEYS, amount=AMOUNTS)
    def settle(self, key: str, amount: int) -> None:
        held = self.open.get(key)
        free = amount == 0 and held is None
        if key not in self.settled and not free and amount > (held.amount if held else -1):
            with pytest.raises(Conflict):
                settle(amount=amount, payee=self.payee(key))
            return
        settle(amount=amount, payee=self.payee(key))
        if held:
            self.available += held.amount - amount
            held.spent = amount
            self.settled[key] = self.open.pop(key)

    @rule(key=KEYS)
    def refund(self, key: str) -> None:
        refund(payee=self.payee(key))
        self.give_back([key])

    @rule(key=KEYS, whole=st.booleans())
    def refund_many(self, key: str, whole: bool) -> None:
        run, _ = PLACES[key]
        mine = [other for other in self.open if PLACES[other][0] == run and (whole or other[0] == key[0])]
        total = sum(self.open[other].amount for other in mine)
        if whole:
            assert refund_run(run_id=run, reason="") == total
        else:
            assert refund_step(run_id=run, step_path=f"actions/{key[0]}", reason="") == total
        self.give_back(mine)

    def give_back(self, keys: list[str]) -> None:
        for key in keys:
            if key in self.open:
                self.available += self.open.pop(key).amount

    @rule(which=st.sampled_from(RULES), per_run=LIMIT, per_day=LIMIT, per_month=LIMIT)
    def limit_rule(
        self, which: UUID, per_run: int | None, per_day: int | None, per_month: int | None
    ) -> None:
        self.limits[which] = Limits(per_run, per_day, per_month)

    @rule(period=st.sampled_from(["day", "month"]), limit=LIMIT)
    def limit_account(self, period: str, limit: int | None) -> None:
        kind = PotKind(f"account_{period}")
        budget = Budget.objects.filter(period=period).first()
        if limit is None:
            self.of_account.pop(kind, None)
            if budget:
                remove_budget(budget=budget)
            return
        if budget:
            change_budget(budget=budget, limit=limit)
        else:
            set_budget(period=period, limit=limit)
        self.of_account[kind] = limit

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(3600 * hours)

    @invariant()
    def the_balance_is_the_sum_and_never_negative(self) -> None:
        row = balance_of_account()
        assert (row.available, row.reserved) == ledger_sums()
        assert (row.available, row.reserved) == (
            self.available,
            sum(held.amount for held in self.open.values()),
        )
        assert min(row.available, row.reserved) >= 0

    @invariant()
    def no_key_is_settled_twice(self) -> None:
        rows = LedgerEntry.objects.filter(kind=EntryKind.SETTLE).values_list("key", "amount")
        assert sorted(rows) == sorted((key, held.spent) for key, held in self.settled.items())

    @invariant()
    def counters_are_sums_of_the_ledger(self) -> None:
        for row in BudgetUse.objects.all():
            pot = Pot(PotKind(row.kind), row.owner, row.starts_on)
            assert (row.used, row.reserved) == sums_of(pot)
            assert row.committed == self.committed(pot)
            assert min(row.used, row.reserved) >= 0


def _run(**values: Any) -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), **values),
    )


def test_ledger_and_budgets_keep_their_promises_in_any_order(db: Any) -> None:
    _run(max_examples=12, stateful_step_count=30, derandomize=True)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ledger_and_budgets_keep_their_promises_for_ten_thousand_steps(db: Any) -> None:
    _run(max_examples=200, stateful_step_count=50)
