"""Budgets, approvals and the ledger as runs meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import AutomationRule, ScheduledTask, StepRun
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.budgets import needs_approval
from igny8.automation.services.credit_forecast import credit_forecast
from igny8.automation.services.rules import resume_rule, update_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.schedules import start_due_schedules
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.core.errors import BudgetExceeded
from igny8.credits.budgets import budget_states, set_budget
from igny8.credits.models import LedgerEntry
from igny8.credits.payee import Limits
from igny8.notifications.models import Notification
from igny8.tenants.models import Account
from igny8.testing.api import ApiClient
from igny8.testing.money import balance

COUNT = {"id": "count", "type": "count", "params": {}}
Api = Callable[..., ApiClient]


def start(rule: Any, clock: FixedClock) -> ScheduledTask:
    return execute_by_hand(rule=rule, context={}, clock=clock)


def test_a_run_beyond_its_budget_fails_and_what_is_done_stays_done_and_paid(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], budget={"per_run": 25})
    run = worker.carry_on(start(rule, clock))
    assert (run.status, run.error_code, run.credits) == ("failed", "budget_exceeded", 20)
    assert "The run's budget does not allow 10 more: 20 of its 25 credits" in run.error_message
    assert counter.calls == ["a", "b"]
    assert balance() == (980, 0)
    rule.refresh_from_db()
    assert rule.status == "active"
    step = StepRun.objects.get(run=run)
    assert step.error is not None and step.error["retryable"] is False and step.attempt == 1


@pytest.mark.parametrize("period", ["per_day", "per_month"])
def test_a_used_up_budget_pauses_the_rule_with_the_reason(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, period: str
) -> None:
    rule = make_rule([COUNT], budget={period: 50})
    assert worker.carry_on(start(rule, clock)).status == "completed"
    run = worker.carry_on(start(rule, clock))
    assert (run.status, run.error_code, run.credits) == ("failed", "budget_exceeded", 20)
    rule.refresh_from_db()
    assert rule.status == "paused"
    assert rule.status_reason.startswith("Paused by IGNY8: The rule's budget for the")
    assert Notification.objects.filter(kind="rule.paused", object_id=rule.id).count() == 1
    with pytest.raises(BudgetExceeded):
        AutomationService(clock).execute_rule(rule)
    clock.advance(31 * 24 * 3600)
    resume_rule(rule=rule, clock=clock)
    assert worker.carry_on(AutomationService(clock).execute_rule(rule)).status == "completed"


def test_the_accounts_budget_pauses_the_rule_that_meets_it(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    set_budget(period="day", limit=40)
    first, second = make_rule([COUNT]), make_rule([COUNT])
    worker.carry_on(start(first, clock))
    assert worker.carry_on(start(second, clock)).error_code == "budget_exceeded"
    assert list(AutomationRule.objects.order_by("created_at").values_list("status", flat=True)) == [
        "active",
        "paused",
    ]
    [state] = budget_states(clock=clock)
    assert (state.used, state.reserved, state.remaining, state.warned_levels) == (40, 0, 0, [75, 90, 100])


def test_a_lowered_budget_holds_for_runs_of_older_versions_too(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], budget={"per_run": 500})
    run = start(rule, clock)
    update_rule(rule=rule, values={"budget": {"per_run": 10}}, by="", clock=clock)
    assert worker.carry_on(run).credits == 10


def test_a_due_rule_whose_budget_is_used_up_leaves_a_trace_and_starts_nothing(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], trigger="schedule", schedule="0 * * * *", budget={"per_day": 30})
    worker.carry_on(start(rule, clock))
    clock.advance(3600)
    assert start_due_schedules(clock=clock) == 0
    missed = ScheduledTask.objects.get(status="skipped")
    assert missed.status_reason.startswith("The rule's budget for the day is used up: 30 of its 30 credits")


def test_execute_is_refused_with_402_where_a_budget_does_not_allow_the_least(
    api: Api, make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], budget={"per_run": 29})
    refused = api().post(f"/automation/rules/{rule.id}/execute/")
    assert (refused.status, refused.error["code"]) == (402, "budget_exceeded")
    assert list(refused.fields) == ["budget.run"]
    assert ScheduledTask.objects.count() == 0


def test_above_the_accounts_threshold_a_run_asks_first(
    api: Api, account: Account, make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT])
    service = AutomationService(clock)
    assert "approval_needed" not in service.execute_rule(rule).metadata
    changed = api().patch("/account/", {"approval_above_credits": 29})
    assert changed.data["approval_above_credits"] == 29
    run = ScheduledTask.objects.get(pk=service.execute_rule(rule).pk)
    assert run.metadata["approval_needed"] == {"credits": 30, "above": 29}
    assert api().get(f"/automation/rules/{rule.id}/estimate/").data["approval"] == {
        "credits": 30,
        "above": 29,
    }
    api().patch("/account/", {"approval_above_credits": 30})
    assert "approval_needed" not in service.execute_rule(rule).metadata


def test_the_threshold_is_exclusive_and_may_be_absent() -> None:
    forecast = {"credits": {"expected": 30}}
    assert needs_approval(forecast, Account(approval_above_credits=29))
    assert not needs_approval(forecast, Account(approval_above_credits=30))
    assert not needs_approval(forecast, Account(approval_above_credits=None))


def test_account_settings_are_for_admins_to_change(api: Api, account: Account) -> None:
    assert api("viewer").get("/account/").data["name"] == "Alice"
    assert api("editor").patch("/account/", {"name": "X"}).status == 403
    assert "approval_above_credits" in api().patch("/account/", {"approval_above_credits": -1}).fields


def test_the_budgets_of_a_rule_are_shown(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], budget={"per_run": 500, "per_day": 100})
    set_budget(period="month", limit=900)
    rows = api().get(f"/automation/rules/{rule.id}/budgets/").data
    assert [(row["scope"], row["period"], row["limit"]) for row in rows] == [
        ("rule", "day", 100),
        ("account", "month", 900),
    ]


def test_the_schedules_cost_is_forecast_by_day(
    api: Api, make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    hourly = make_rule([COUNT], trigger="schedule", schedule="0 */6 * * *")
    make_rule([COUNT], trigger="schedule", schedules=[{"every": "1m"}])
    make_rule([COUNT])
    found = credit_forecast(days=30, clock=clock)
    assert [row["basis"] for row in found["rules"]] == ["prices", "prices"]
    assert [row["credits_per_run"] for row in found["rules"]] == [30, 30]
    six_hourly = next(row for row in found["rules"] if row["rule_id"] == str(hourly.id))
    assert six_hourly["runs"] == 2 + 29 * 4
    assert len(found["days"]) == 30
    assert all(row["runs"] == 4 + 1440 for row in found["days"][1:])
    assert found["lasts_until"] == clock.now().date() and found["complete"]
    shown = api().get("/credits/forecast/", days=2).data
    assert len(shown["days"]) == 2
    for wrong in ("0", "91", "x"):
        assert "days" in api().get("/credits/forecast/", days=wrong).fields


def test_pain_07_cost_of_every_run_and_step_is_shown(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    """Before a run, of each action; after it, of the run, each step, and each item down to the ledger."""
    second = {"id": "again", "type": "count", "params": {"items": ["x"]}}
    rule = make_rule([COUNT, second])
    forecast = api().get(f"/automation/rules/{rule.id}/estimate/").data
    assert [row["credits"]["expected"] for row in forecast["per_action"]] == [30, 10]
    run = worker.carry_on(start(rule, clock))
    path = f"/automation/scheduled-tasks/{run.id}/"
    assert api().get(path).data["credits"] == 40
    steps = api().get(f"{path}steps/").data
    paid = {step["path"]: step["credits"] for step in steps if step["credits"]}
    assert paid == {"actions/0": 30, "actions/1": 10}
    lines = api().get(f"{path}ledger/", kind="settle").data
    assert sum(row["amount"] for row in lines) == 40
    assert {(row["step_path"], row["item"]) for row in lines} == {
        ("actions/0", "a"),
        ("actions/0", "b"),
        ("actions/0", "c"),
        ("actions/1", "x"),
    }
    assert {(row["run_id"], row["rule_id"]) for row in lines} == {(str(run.id), str(rule.id))}
    of_step = api().get(f"{path}ledger/", step_path="actions/1").data
    assert [row["kind"] for row in of_step] == ["settle", "reserve"]


def test_pain_17_failures_are_never_charged_and_refunds_cannot_be_lost(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    """An item that fails is refunded; what a dead worker had reserved comes back with the step or run; and
    the counters of the budgets say the same as the ledger."""
    budget = {"per_run": 500, "per_day": 600, "per_month": 700}
    rule = make_rule([COUNT], budget=budget)
    counter.errors["b"] = [item_error(retryable=False)]
    run = worker.carry_on(start(rule, clock))
    assert (run.credits, balance()) == (20, (980, 0))
    kinds = LedgerEntry.objects.filter(run_id=run.id, item="b").order_by("created_at", "id")
    assert [entry.kind for entry in kinds] == ["reserve", "refund"]

    counter.errors["a"] = [SystemExit()]
    dead = start(rule, clock)
    with pytest.raises(SystemExit):
        worker.carry_on(dead)
    assert balance() == (970, 10)
    clock.advance(60)
    dead.refresh_from_db()
    ScheduledTask.objects.filter(pk=dead.pk).update(status="waiting")
    cancel_run(dead, by="alice", clock=clock)
    assert balance() == (980, 0)
    states = budget_states(rule_id=rule.id, limits=Limits(per_day=600, per_month=700), clock=clock)
    assert [(state.used, state.reserved) for state in states] == [(20, 0), (20, 0)]


def test_a_changed_rule_is_estimated_with_its_own_budget_history_and_site(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT])
    for _ in range(5):
        worker.carry_on(start(rule, clock))
    body = {"actions": [COUNT], "budget": {"per_day": 20}}
    path = "/automation/rules/estimate/"
    found = api().post(f"{path}?rule={rule.id}", body).data
    assert found["basis"] == "history" and found["seconds"] == {"expected": 0.0, "high": 0.0}
    assert found["covers"]["stopped_by"] == "rule_day"
    fresh = api().post(path, body).data
    assert (fresh["basis"], fresh["covers"]["stopped_by"]) == ("history", "rule_day")
    assert fresh["credits"] == found["credits"] == {"low": 30, "expected": 30, "high": 30}
    assert api().post(f"{path}?rule=x", body).status == 404


def test_a_rule_without_prices_is_not_kept_from_starting_by_a_budget(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    set_budget(period="day", limit=0)
    free = make_rule([{"id": "s", "type": "set", "params": {"a": 1}}])
    assert worker.carry_on(AutomationService(clock).execute_rule(free)).status == "completed"
    with pytest.raises(BudgetExceeded, match="used up"):
        AutomationService(clock).execute_rule(make_rule([COUNT]))


def test_an_item_costs_few_statements(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    """Twelve of the ledger's and of the item's own, those of transactions aside."""

    def queries(items: list[str], **values: Any) -> int:
        run = start(make_rule([{**COUNT, "params": {"items": items}}], **values), clock)
        with CaptureQueriesContext(connection) as seen:
            worker.carry_on(run)
        work = [row["sql"] for row in seen if "SAVEPOINT" not in row["sql"]]
        return len(work)

    one, eleven = queries(["a"]), queries([f"i{number}" for number in range(11)])
    assert (eleven - one) / 10 <= 12
    budget = {"per_day": 500}
    one, eleven = (
        queries(["a"], budget=budget),
        queries([f"i{number}" for number in range(11)], budget=budget),
    )
    assert (eleven - one) / 10 <= 17
