"""Estimates: from prices and what is there, then from what runs have cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.models import ScheduledTask, StepRun
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Amount,
    Forecast,
    register,
    unregister,
)
from igny8.automation.runtime.definitions import compiled, validated
from igny8.automation.selectors import live_version
from igny8.automation.services.estimate_walk import product
from igny8.automation.services.estimates import estimate, least_credits
from igny8.automation.services.history_estimates import Percentiles
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter
from igny8.core.clock import FixedClock
from igny8.credits.budgets import set_budget
from igny8.credits.payee import Limits
from igny8.credits.services import Payee, reserve
from igny8.tenants.models import Site

COUNT = {"id": "count", "type": "count", "params": {}}
EACH = {"id": "each", "type": "count", "params": {"items": ["x"]}}


@pytest.fixture
def vague() -> Any:
    """An action that may find 0 to 10 items, 4 most likely, at 10 credits."""

    class Vague(Action[ActionParams]):
        type = "vague"
        name = "Vague"
        description = "Nobody knows."
        credits = "10 per item"
        params_model = ActionParams
        output_model = ActionOutput

        def run(self, params: Any, step: Any) -> ActionOutput:
            raise NotImplementedError

        def forecast(self, params: Any, scope: Any) -> Forecast:
            items = Amount(0, 4, 10)
            return Forecast(items, items.times(10), {"found": items})

    register(Vague)
    yield Vague
    unregister("vague")


def of(site: Site, actions: list[dict[str, Any]], **values: Any) -> dict[str, Any]:
    return estimate(
        definition=validated({"trigger": "manual", "actions": actions, **values}), site_id=site.id
    )


def of_rule(rule: Any) -> dict[str, Any]:
    return estimate(definition=compiled(live_version(rule)), site_id=rule.site_id, rule=rule)


def line(found: dict[str, Any], node_id: str) -> dict[str, Any]:
    return next(row for row in found["per_action"] if row["id"] == node_id)


def past_runs(rule: Any, clock: FixedClock, costs: list[int], *, seconds: int = 60) -> None:
    """Runs that have completed, each with one step of its only action."""
    node = live_version(rule).definition["actions"][0]
    for cost in costs:
        run = execute_by_hand(rule=rule, context={}, clock=clock)
        begin = clock.now()
        clock.advance(seconds)
        values = {"executed_at": begin, "finished_at": clock.now(), "status": "completed", "credits": cost}
        ScheduledTask.objects.filter(pk=run.pk).update(**values)
        StepRun.objects.create(
            run=run,
            order=0,
            path="actions/0",
            node_id=node["id"],
            type=node["type"],
            status="completed",
            credits=cost,
            items_done=cost // 10,
            started_at=begin,
            finished_at=clock.now(),
        )


def test_without_history_prices_speak_with_a_buffer(site: Site, counter: Counter) -> None:
    found = of(site, [COUNT, {**EACH, "when": [{"field": "x", "operator": "exists"}]}])
    assert found["basis"] == "prices" and found["seconds"] is None
    assert found["credits"] == {"low": 30, "expected": 40, "high": 48}
    assert line(found, "each")["credits"] == {"low": 0, "expected": 10, "high": 12}
    assert line(found, "count")["at"] == "actions[0]" and line(found, "count")["price"] == "10 per item"


def test_what_stands_in_a_loop_counts_once_an_item(site: Site, counter: Counter) -> None:
    loop = {"id": "loop", "type": "for_each", "items": "{{ steps.count.done }}", "actions": [EACH]}
    found = of(site, [COUNT, loop])
    assert line(found, "each")["times"] == {"low": 3, "expected": 3, "high": 3}
    assert found["credits"] == {"low": 60, "expected": 60, "high": 72}
    listed = of(site, [{**loop, "items": ["a", "b"]}])
    assert listed["credits"]["expected"] == 20
    fewer = of(site, [COUNT, {**loop, "items": "{{ steps.count.done | first }}"}])
    assert line(fewer, "each")["times"] == {"low": 0, "expected": 3, "high": 3}
    unknown = of(site, [{**loop, "items": "{{ webhook.rows }}"}])
    assert unknown["credits"] == {"low": 0, "expected": 10, "high": 1200}


def test_what_a_loop_gives_flows_on(site: Site, counter: Counter) -> None:
    loop = {"id": "loop", "type": "for_each", "items": ["a", "b"], "actions": [EACH]}
    after = {"id": "after", "type": "for_each", "items": "{{ steps.loop.done }}", "actions": [{**COUNT}]}
    assert line(of(site, [loop, after]), "count")["times"]["expected"] == 2


def test_the_dearest_arm_of_a_branch_counts_and_nothing_of_it_is_certain(
    site: Site, counter: Counter
) -> None:
    when = [{"field": "x", "operator": "exists"}]
    branch = {
        "id": "b",
        "type": "branch",
        "branches": [{"conditions": when, "actions": [COUNT]}],
        "else": [EACH],
    }
    found = of(site, [branch])
    assert found["credits"] == {"low": 0, "expected": 30, "high": 36}
    assert line(found, "each")["credits"]["expected"] == 10


def test_every_branch_of_a_parallel_counts(site: Site, counter: Counter) -> None:
    parallel = {"id": "p", "type": "parallel", "branches": [{"actions": [COUNT]}, {"actions": [EACH]}]}
    assert of(site, [parallel])["credits"] == {"low": 40, "expected": 40, "high": 48}


def test_what_follows_a_question_or_a_condition_of_the_rule_is_not_certain(
    site: Site, counter: Counter
) -> None:
    ask = {"id": "ask", "type": "stop", "when": [{"field": "x", "operator": "exists"}]}
    assert of(site, [ask, COUNT])["credits"]["low"] == 0
    held = of(site, [COUNT], conditions=[{"field": "x", "operator": "exists"}])
    assert held["credits"] == {"low": 0, "expected": 30, "high": 36}


def test_handlers_count_at_most(site: Site, counter: Counter) -> None:
    found = of(site, [{**COUNT, "on_error": [EACH]}], on_failure=[{**EACH, "id": "mourn"}])
    assert found["credits"] == {"low": 30, "expected": 30, "high": 60}


def test_history_goes_before_prices_once_there_is_enough(
    make_rule: Any, vague: Any, clock: FixedClock
) -> None:
    rule = make_rule([{"id": "v", "type": "vague"}])
    assert of_rule(rule)["credits"] == {"low": 0, "expected": 40, "high": 120}
    past_runs(rule, clock, [10, 20, 30, 40])
    assert of_rule(rule)["basis"] == "prices"
    past_runs(rule, clock, [50, 60, 70, 80, 90, 90], seconds=120)
    found = of_rule(rule)
    assert found["basis"] == "history" and line(found, "v")["basis"] == "history"
    assert found["credits"] == {"low": 0, "expected": 50, "high": 90}
    assert line(found, "v")["items"] == {"low": 0, "expected": 5, "high": 9}
    assert found["seconds"] == {"expected": 120.0, "high": 120.0}


def test_tests_reruns_and_failures_are_no_history(make_rule: Any, vague: Any, clock: FixedClock) -> None:
    rule = make_rule([{"id": "v", "type": "vague"}])
    past_runs(rule, clock, [90] * 15)
    ids = list(ScheduledTask.objects.order_by("id").values_list("id", flat=True))
    ScheduledTask.objects.filter(id__in=ids[:5]).update(is_test=True)
    ScheduledTask.objects.filter(id__in=ids[5:10]).update(status="failed")
    ScheduledTask.objects.filter(id__in=ids[10:12]).update(rerun_of=ids[0])
    found = of_rule(rule)
    assert found["basis"] == "history" and found["seconds"] is not None
    assert line(found, "v")["basis"] == "history"
    ScheduledTask.objects.filter(id__in=ids[:12]).delete()
    assert of_rule(rule)["basis"] == "prices"


def test_the_same_action_in_other_rules_tells_where_the_rule_has_no_past(
    make_rule: Any, vague: Any, clock: FixedClock, site: Site
) -> None:
    past_runs(make_rule([{"id": "v", "type": "vague"}]), clock, [20] * 5)
    found = of(site, [{"id": "w", "type": "vague"}])
    assert (found["basis"], found["credits"]) == ("history", {"low": 0, "expected": 20, "high": 20})
    assert found["seconds"] == {"expected": 60.0, "high": 60.0}
    looped = of(
        site,
        [{"id": "l", "type": "for_each", "items": ["a", "b"], "actions": [{"id": "w", "type": "vague"}]}],
    )
    assert looped["credits"] == {"low": 0, "expected": 40, "high": 40}


def test_what_is_there_now_bounds_what_was_before(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT])
    past_runs(rule, clock, [500] * 5)
    assert of_rule(rule)["credits"] == {"low": 30, "expected": 30, "high": 30}


def test_a_changed_action_has_no_past_but_the_others_keep_theirs(
    make_rule: Any, vague: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([{"id": "v", "type": "vague"}])
    past_runs(rule, clock, [20] * 5)
    from igny8.automation.services.rules import update_rule

    changed = [{"id": "v", "type": "vague"}, COUNT]
    rule = update_rule(rule=rule, values={"actions": changed}, by="", clock=clock)
    found = of_rule(rule)
    assert [line(found, name)["basis"] for name in ("v", "count")] == ["history", "prices"]
    assert found["basis"] == "prices"
    assert found["credits"] == {"low": 30, "expected": 50, "high": 56}


def test_the_estimate_says_whether_money_and_budgets_cover_it(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], budget={"per_run": 100, "per_day": 35})
    covers = of_rule(rule)["covers"]
    assert (covers["low"], covers["expected"], covers["high"]) == (True, True, False)
    assert (covers["stopped_by"], covers["message"], covers["available"]) == (None, "", 1_000)
    set_budget(period="month", limit=20)
    covers = of_rule(rule)["covers"]
    assert (covers["expected"], covers["stopped_by"]) == (False, "account_month")
    assert "does not allow 30 more" in covers["message"]
    assert covers["budgets"] == [
        {"budget": "rule_day", "limit": 35, "remaining": 35},
        {"budget": "account_month", "limit": 20, "remaining": 20},
    ]


def test_the_estimate_says_what_is_missing(make_rule: Any, counter: Counter) -> None:
    reserve(amount=980, payee=Payee("all", limits=Limits()))
    covers = of_rule(make_rule([COUNT]))["covers"]
    assert (covers["stopped_by"], covers["missing"], covers["available"]) == ("balance", 10, 20)
    assert "10 are missing" in covers["message"]


def test_the_lower_bound_alone_is_quick(
    site: Site, counter: Counter, django_assert_num_queries: Callable[..., Any]
) -> None:
    definition = validated({"trigger": "manual", "actions": [COUNT]})
    with django_assert_num_queries(0):
        assert least_credits(definition=definition, site_id=site.id) == 30


def test_percentiles_are_by_nearest_rank() -> None:
    assert Percentiles.of(range(1, 11)) == Percentiles(5, 9)
    assert Percentiles.of([7]) == Percentiles(7, 7)
    assert product(Amount(1, 2, 3), Amount(4, 5, 6)) == Amount(4, 10, 18)
