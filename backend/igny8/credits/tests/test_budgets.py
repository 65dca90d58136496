"""Budgets: nothing goes beyond one, and people are told in time, once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.core.clock import FixedClock
from igny8.core.errors import BudgetExceeded, CannotPay, Conflict
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope, system_scope
from igny8.credits.budgets import (
    announce_refusal,
    budget_refused,
    budget_states,
    change_budget,
    old_counters,
    remove_budget,
    require_budget,
    rule_budgets_in_use,
    set_budget,
    set_low_threshold,
)
from igny8.credits.models import Balance, Budget, BudgetUse, LedgerEntry
from igny8.credits.payee import Limits
from igny8.credits.services import Payee, balance_of_account, grant, refund, reserve, settle
from igny8.notifications.models import Notification

RULE, RUN = uuid4(), uuid4()
DAY = 24 * 3600


def payee(key: str, **limits: int) -> Payee:
    return Payee(key, RUN, "actions/0", rule_id=RULE, item=key, limits=Limits(**limits))


def pay(key: str, amount: int, clock: FixedClock, **limits: int) -> None:
    reserve(amount=amount, payee=payee(key, **limits), clock=clock)
    settle(amount=amount, payee=payee(key, **limits))


def warnings() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind="budget.warning").order_by("created_at", "id")
    return [(row.title, row.severity) for row in rows]


@pytest.mark.parametrize(
    ("limits", "name"),
    [({"per_run": 50}, "run"), ({"per_day": 50}, "rule_day"), ({"per_month": 50}, "rule_month")],
)
def test_a_rules_budget_is_kept_to_the_credit(
    account: Any, clock: FixedClock, limits: dict[str, int], name: str
) -> None:
    pay("a", 30, clock, **limits)
    before = LedgerEntry.objects.count()
    with pytest.raises(BudgetExceeded) as refused:
        reserve(amount=21, payee=payee("b", **limits), clock=clock)
    error = refused.value
    assert (error.budget, error.limit, error.used, error.asked) == (name, 50, 30, 21)
    assert (error.status, error.code, error.retryable) == (402, "budget_exceeded", False)
    assert isinstance(error, CannotPay)
    assert "does not allow 21 more: 30 of its 50 credits are spent or set aside." in error.message
    assert LedgerEntry.objects.count() == before
    pay("b", 20, clock, **limits)


def test_what_is_set_aside_counts_and_what_comes_back_does_not(account: Any, clock: FixedClock) -> None:
    reserve(amount=40, payee=payee("a", per_day=50), clock=clock)
    with pytest.raises(BudgetExceeded):
        reserve(amount=20, payee=payee("b", per_day=50), clock=clock)
    settle(amount=10, payee=payee("a"))
    reserve(amount=20, payee=payee("b", per_day=50), clock=clock)
    refund(payee=payee("b"))
    reserve(amount=40, payee=payee("b", per_day=50), clock=clock)


def test_the_accounts_budget_caps_all_rules_together(account: Any, clock: FixedClock) -> None:
    set_budget(period="day", limit=50)
    pay("a", 30, clock)
    other = Payee("b", uuid4(), rule_id=uuid4())
    with pytest.raises(BudgetExceeded, match="The account's budget for the day does not allow 21 more"):
        reserve(amount=21, payee=other, clock=clock)
    clock.advance(DAY)
    reserve(amount=21, payee=other, clock=clock)


def test_a_month_ends_at_midnight_utc_of_its_last_day(account: Any, clock: FixedClock) -> None:
    pay("a", 50, clock, per_month=50)
    clock.advance(29 * DAY + 14 * 3600 + 3599)
    with pytest.raises(BudgetExceeded):
        reserve(amount=1, payee=payee("b", per_month=50), clock=clock)
    clock.advance(3601)
    reserve(amount=1, payee=payee("b", per_month=50), clock=clock)


def test_what_is_settled_the_day_after_counts_for_the_day_it_was_reserved(
    account: Any, clock: FixedClock
) -> None:
    reserve(amount=40, payee=payee("a", per_day=50), clock=clock)
    clock.advance(DAY)
    settle(amount=40, payee=payee("a"))
    assert len(set(LedgerEntry.objects.filter(key="a").values_list("day", flat=True))) == 1
    reserve(amount=50, payee=payee("b", per_day=50), clock=clock)
    first, second = BudgetUse.objects.filter(kind="rule_day").order_by("starts_on")
    assert (first.used, first.reserved, second.used, second.reserved) == (40, 0, 0, 50)


def test_a_budget_that_is_set_later_counts_what_was_spent_before(account: Any, clock: FixedClock) -> None:
    pay("a", 30, clock)
    reserve(amount=5, payee=payee("b"), clock=clock)
    assert not Balance.objects.get().budgeted
    set_budget(period="month", limit=100)
    with pytest.raises(Conflict, match="already"):
        set_budget(period="month", limit=1)
    [state] = budget_states(clock=clock)
    assert (state.used, state.reserved, state.remaining) == (30, 5, 65)
    with pytest.raises(BudgetExceeded):
        reserve(amount=66, payee=payee("c"), clock=clock)
    reserve(amount=65, payee=payee("c"), clock=clock)
    settle(amount=5, payee=payee("b"))
    [state] = budget_states(clock=clock)
    assert (state.used, state.reserved, state.remaining) == (35, 65, 0)


def test_a_changed_budget_holds_at_once_and_a_removed_one_no_more(account: Any, clock: FixedClock) -> None:
    budget = set_budget(period="day", limit=10)
    with pytest.raises(BudgetExceeded):
        reserve(amount=11, payee=payee("a"), clock=clock)
    change_budget(budget=budget, limit=20)
    pay("a", 11, clock)
    remove_budget(budget=budget)
    pay("b", 500, clock)
    set_budget(period="day", limit=600)
    [state] = budget_states(clock=clock)
    assert (state.used, state.remaining) == (511, 89)


def test_people_are_told_at_75_90_and_100_percent_once_a_period(account: Any, clock: FixedClock) -> None:
    for number in range(10):
        pay(f"k{number}", 10, clock, per_day=100)
    assert warnings() == [
        ("The rule's budget for the day is used to 75 %", "warning"),
        ("The rule's budget for the day is used to 90 %", "warning"),
        ("The rule's budget for the day is used up", "error"),
    ]
    events = DomainEvent.objects.filter(type="budget.warning").order_by("created_at")
    assert [row.payload["after"]["level"] for row in events] == [75, 90, 100]
    [state] = budget_states(rule_id=RULE, limits=Limits(per_day=100), clock=clock)
    assert state.warned_levels == [75, 90, 100]
    assert [(one.pot.owner, one.limit) for one in rule_budgets_in_use(clock=clock)] == [(RULE, 100)]
    clock.advance(DAY)
    assert rule_budgets_in_use(clock=clock) == []
    pay("next", 80, clock, per_day=100)
    assert len(warnings()) == 4


def test_a_share_that_is_reached_again_is_not_told_again_but_that_of_a_new_limit_is(
    account: Any, clock: FixedClock
) -> None:
    reserve(amount=80, payee=payee("a", per_day=100), clock=clock)
    refund(payee=payee("a"))
    reserve(amount=80, payee=payee("b", per_day=100), clock=clock)
    assert len(warnings()) == 1
    pay("c", 10, clock, per_day=200)
    assert len(warnings()) == 1
    pay("d", 60, clock, per_day=200)
    assert [title for title, _ in warnings()] == ["The rule's budget for the day is used to 75 %"] * 2


def test_a_refusal_is_told_once_and_heard(account: Any, clock: FixedClock) -> None:
    heard: list[str] = []

    def listen(error: BudgetExceeded, **_: object) -> None:
        heard.append(error.budget)

    budget_refused.connect(listen)
    try:
        for key in ("a", "b"):
            with pytest.raises(BudgetExceeded) as refused:
                reserve(amount=21, payee=payee(key, per_day=20), clock=clock)
            announce_refusal(refused.value, payee(key, per_day=20), clock)
        with pytest.raises(BudgetExceeded) as refused:
            reserve(amount=21, payee=payee("c", per_run=20), clock=clock)
        announce_refusal(refused.value, payee("c", per_run=20), clock)
    finally:
        budget_refused.disconnect(listen)
    assert heard == ["rule_day", "rule_day", "run"]
    assert warnings() == [("The rule's budget for the day is used up", "error")]


def test_a_run_may_start_only_where_budgets_leave_room(account: Any, clock: FixedClock) -> None:
    limits = Limits(per_run=40, per_day=50)
    require_budget(rule_id=RULE, limits=limits, clock=clock)
    with pytest.raises(BudgetExceeded) as refused:
        require_budget(rule_id=RULE, limits=limits, asked=41, clock=clock)
    assert refused.value.budget == "run"
    pay("a", 50, clock, per_day=50)
    with pytest.raises(BudgetExceeded) as refused:
        require_budget(rule_id=RULE, limits=limits, clock=clock)
    assert refused.value.budget == "rule_day"
    require_budget(rule_id=uuid4(), clock=clock)


def test_credits_that_run_low_are_told_once_a_crossing(account: Any, clock: FixedClock) -> None:
    def low() -> int:
        count = Notification.objects.filter(kind="credits.low").count()
        assert DomainEvent.objects.filter(type="credits.low").count() == count
        return count

    pay("a", 9_000, clock)
    assert low() == 0
    reserve(amount=1, payee=payee("b"), clock=clock)
    refund(payee=payee("b"))
    reserve(amount=2, payee=payee("c"), clock=clock)
    assert low() == 1
    assert balance_of_account().is_low
    grant(amount=100, reason="", key="little")
    assert balance_of_account().low_threshold == 10 and not balance_of_account().is_low
    pay("d", 1_090, clock)
    assert low() == 2


def test_the_account_may_set_when_credits_are_low(account: Any, clock: FixedClock) -> None:
    set_low_threshold(low_below=9_990)
    pay("a", 11, clock)
    assert balance_of_account().is_low
    assert not set_low_threshold(low_below=100).is_low
    assert set_low_threshold(low_below=None).low_threshold == 1_000
    assert Notification.objects.filter(kind="credits.low").count() == 1


def test_old_counters_are_deleted_and_summed_up_anew_when_needed(account: Any, clock: FixedClock) -> None:
    pay("a", 30, clock, per_run=100, per_day=100, per_month=100)
    clock.advance(70 * DAY)
    pay("b", 30, clock, per_day=100)
    BudgetUse.objects.filter(kind="run").update(created_at=clock.now())
    clock.advance(1)
    with system_scope():
        assert old_counters(before=clock.now()).delete()[0] == 3
    assert [row.kind for row in BudgetUse.objects.all()] == ["rule_day"]
    with pytest.raises(BudgetExceeded) as refused:
        reserve(amount=50, payee=payee("c", per_run=100), clock=clock)
    assert refused.value.used == 60


def test_accounts_do_not_share_budgets(account: Any, other_account: Any, clock: FixedClock) -> None:
    set_budget(period="day", limit=10)
    with account_scope(other_account.id):
        grant(amount=100, reason="", key="x")
        pay("a", 50, clock)
        assert Budget.objects.count() == 0


def test_a_movement_takes_four_statements_and_three_more_with_budgets(
    account: Any, clock: FixedClock, django_assert_num_queries: Any
) -> None:
    for key, more in (("a", 0), ("b", 1)):
        with django_assert_num_queries(4 + 3 * more):
            reserve(amount=10, payee=payee(key), clock=clock)
        with django_assert_num_queries(4 + more):
            settle(amount=10, payee=payee(key))
        reserve(amount=10, payee=payee(f"{key}2"), clock=clock)
        with django_assert_num_queries(4 + more):
            refund(payee=payee(f"{key}2"))
        if not more:
            set_budget(period="day", limit=1_000)
            reserve(amount=10, payee=payee("first"), clock=clock)
    with django_assert_num_queries(0):
        reserve(amount=0, payee=payee("c"), clock=clock)
