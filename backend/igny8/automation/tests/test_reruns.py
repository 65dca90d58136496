"""Repeating runs: from any step, on another version, many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.models import RunStatus, ScheduledTask, StepOutput
from igny8.automation.runtime.outputs import LARGE_BYTES
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.testing.api import Answer, ApiClient

RUNS = "/automation/scheduled-tasks/"
Api = Callable[..., ApiClient]


def count(name: str, *items: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "type": "count", "params": {"items": list(items)}, "retry": {"attempts": 1}, **values}


@pytest.fixture
def go(worker: Worker, clock: FixedClock) -> Callable[..., ScheduledTask]:
    """``go(rule)`` runs a rule; ``go(answer)`` what an answer of the API has started."""

    def go(what: Any) -> ScheduledTask:
        if isinstance(what, Answer):
            assert what.status == 202, what.error
            return worker.finish(ScheduledTask.objects.get(pk=what.data["scheduled_task_id"]))
        return worker.finish(execute_by_hand(rule=what, context={}, clock=clock))

    return go


@pytest.fixture
def rerun(api: Api) -> Callable[..., Answer]:
    def rerun(run: ScheduledTask, start: str, version: str = "original") -> Answer:
        return api().post(f"{RUNS}{run.id}/rerun/", {"from": start, "version": version})

    return rerun


def steps_of(run: ScheduledTask) -> dict[str, Any]:
    return {step.path: step for step in run.steps.all()}


def test_a_run_is_repeated_from_any_step(make_rule: Any, counter: Counter, go: Any, rerun: Any) -> None:
    run = go(make_rule([count("one", "a"), count("two", "b"), count("three", "c")]))
    again = go(rerun(run, "actions/1"))
    assert counter.calls == ["a", "b", "c", "b", "c"]
    assert (again.status, again.credits) == ("completed", 20)
    first = steps_of(again)["actions/0"]
    assert first.reused and first.credits == 0 and first.note.startswith("Reused, saved 10 credits.")
    assert again.note == f"Repeats run {run.id}. Reused 1 step, saved 10 credits."
    assert again.metadata["saved_credits"] == 10 and again.metadata["from"] == "actions/1"
    assert (again.result["reused_steps"], again.result["saved_credits"]) == (1, 10)


def test_what_is_no_step_of_the_run_is_refused(make_rule: Any, counter: Counter, go: Any, rerun: Any) -> None:
    run = go(make_rule([count("one", "a")]))
    for wrong in ("actions/7", "the middle", "actions//0", ""):
        refused = rerun(run, wrong)
        assert (refused.status, list(refused.fields)) == (400, ["from"]), wrong


def test_conditions_are_the_start(make_rule: Any, counter: Counter, go: Any, rerun: Any) -> None:
    conditions = [{"field": "rule.name", "operator": "equals", "value": "A rule"}]
    run = go(make_rule([count("one", "a")], conditions=conditions))
    again = go(rerun(run, "conditions"))
    assert counter.calls == ["a", "a"] and again.metadata["from"] == "start"


def test_the_failed_steps_own_path_means_the_failed_step(
    make_rule: Any, counter: Counter, go: Any, rerun: Any
) -> None:
    counter.errors["y"] = [item_error(retryable=True)]
    run = go(make_rule([count("one", "a"), count("two", "x", "y")]))
    assert run.status == "failed"
    again = go(rerun(run, "actions/1"))
    assert counter.calls == ["a", "x", "y", "y"]
    assert (again.credits, again.metadata["saved_credits"]) == (10, 20)
    assert rerun(run, "actions/1").status == 409


def test_a_step_before_the_failed_one_is_done_again_whole(
    make_rule: Any, counter: Counter, go: Any, rerun: Any
) -> None:
    counter.errors["y"] = [item_error(retryable=True)]
    run = go(make_rule([count("one", "a"), count("two", "x", "y")]))
    go(rerun(run, "actions/0"))
    assert counter.calls == ["a", "x", "y", "a", "x", "y"]


def test_what_was_saved_is_told_through_a_chain_of_reruns(
    make_rule: Any, counter: Counter, go: Any, rerun: Any
) -> None:
    counter.errors["b"] = [item_error(retryable=True), item_error(retryable=True)]
    first = go(make_rule([count("one", "a"), count("two", "x", "b")]))
    second = go(rerun(first, "failed_step"))
    third = go(rerun(second, "failed_step"))
    assert (second.status, third.status) == ("failed", "completed")
    assert counter.calls == ["a", "x", "b", "b", "b"]
    assert [run.credits for run in (first, second, third)] == [20, 0, 10]
    assert [run.metadata.get("saved_credits") for run in (second, third)] == [20, 20]
    assert steps_of(third)["actions/0"].note.count("saved 10 credits") == 1


def test_a_branch_stays_decided(make_rule: Any, counter: Counter, go: Any, rerun: Any) -> None:
    gate = {"id": "gate", "type": "branch", "branches": [{"actions": [count("in", "b"), count("more", "c")]}]}
    run = go(make_rule([count("one", "a"), gate, count("last", "z")]))
    again = go(rerun(run, "actions/1/branches/0/actions/1"))
    assert counter.calls == ["a", "b", "c", "z", "c", "z"]
    assert steps_of(again)["actions/1"].input == steps_of(run)["actions/1"].input
    assert again.credits == 20


def test_large_outputs_are_reused_too(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api
) -> None:
    text = "x" * (LARGE_BYTES + 1)
    follower = {"id": "b", "type": "set", "params": {"n": "{{ steps.a.text | length }}"}}
    run = go(make_rule([{"id": "a", "type": "set", "params": {"text": text}}, follower]))
    again = go(rerun(run, "actions/1"))
    assert steps_of(again)["actions/1"].output == {"n": len(text)}
    assert StepOutput.objects.filter(run=again, path="actions/0").exists()


def test_a_fixed_rule_goes_on_where_the_old_one_failed(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api
) -> None:
    counter.errors["bad"] = [item_error(retryable=False)]
    rule = make_rule([count("one", "a"), count("two", "bad")])
    run = go(rule)
    api().patch(f"/automation/rules/{rule.id}/", {"actions": [count("one", "a"), count("two", "good")]})
    again = go(rerun(run, "failed_step", "current"))
    assert (again.status, again.rule_version.number) == ("completed", 2)
    assert counter.calls == ["a", "bad", "good"]


def test_finished_items_of_a_changed_step_are_not_taken_over(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api
) -> None:
    counter.errors["y"] = [item_error(retryable=True)]
    rule = make_rule([count("two", "x", "y")])
    run = go(rule)
    api().patch(f"/automation/rules/{rule.id}/", {"actions": [count("two", "x", "y", "z")]})
    go(rerun(run, "failed_step", "current"))
    assert counter.calls == ["x", "y", "x", "y", "z"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([count("one", "A"), count("two", "b")], "params changed from"),
        ([count("uno", "a"), count("two", "b")], "`one` is not at actions[0] any more"),
        ([count("zero", "0"), count("one", "a"), count("two", "b")], "`one` is not at actions[0] any more"),
        ([count("one", "a", when=[{"field": "k", "operator": "exists"}]), count("two", "b")], "when"),
        ([], "`one` is not at actions[0] any more"),
    ],
)
def test_a_step_that_has_changed_is_not_reused(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api, changed: Any, said: str
) -> None:
    rule = make_rule([count("one", "a"), count("two", "b")])
    run = go(rule)
    assert api().patch(f"/automation/rules/{rule.id}/", {"actions": changed}).status == 200
    refused = rerun(run, "actions/1", "current")
    assert refused.status == 409
    assert said in refused.error["message"]
    assert list(refused.fields) == ["actions/0"]
    assert ScheduledTask.objects.count() == 1


def test_changed_conditions_are_looked_at_again(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api
) -> None:
    def named(name: str) -> list[dict[str, Any]]:
        return [{"field": "rule.name", "operator": "equals", "value": name}]

    rule = make_rule([count("one", "a"), count("two", "b")], conditions=named("A rule"))
    run = go(rule)
    api().patch(f"/automation/rules/{rule.id}/", {"conditions": named("Another")})
    assert go(rerun(run, "actions/1", "current")).status == "skipped"
    assert go(rerun(run, "actions/1", "original")).status == "completed"


def test_a_repeated_test_is_a_test(make_rule: Any, counter: Counter, go: Any, rerun: Any) -> None:
    run = go(make_rule([count("one", "a")]))
    ScheduledTask.objects.filter(pk=run.pk).update(is_test=True)
    assert go(rerun(run, "start")).is_test


def test_all_failed_runs_are_carried_on_at_once(
    make_rule: Any, counter: Counter, go: Any, rerun: Any, api: Api
) -> None:
    counter.errors["x"] = [item_error(retryable=True)] * 3
    rule, other = make_rule([count("one", "a"), count("two", "x")]), make_rule([count("n", "x")])
    failed = [go(rule), go(rule), go(other)]
    done = go(rule)
    answer = api().post(f"{RUNS}rerun-failed/", {"rule": str(rule.id)})
    assert answer.status == 202
    assert [row["rerun_of"] for row in answer.data["started"]] == [str(run.id) for run in failed[:2]]
    assert answer.data["skipped"] == [] and done.status == "completed"
    again = api().post(f"{RUNS}rerun-failed/").data["started"]
    assert [row["rerun_of"] for row in again] == [str(failed[2].id)]
    assert api().post(f"{RUNS}rerun-failed/").data == {"started": [], "skipped": []}


def test_a_bulk_rerun_keeps_to_its_bounds(
    make_rule: Any, counter: Counter, go: Any, api: Api, clock: FixedClock
) -> None:
    counter.errors["x"] = [item_error(retryable=True)] * 2
    rule = make_rule([count("two", "x")])
    first, second = go(rule), go(rule)
    later = (second.created_at + timedelta(hours=1)).isoformat()
    assert api().post(f"{RUNS}rerun-failed/", {"since": later}).data["started"] == []
    assert len(api().post(f"{RUNS}rerun-failed/", {"limit": 1}).data["started"]) == 1
    assert api().post(f"{RUNS}rerun-failed/", {"limit": 0}).status == 400
    assert first.rule_version_id == second.rule_version_id


def test_of_a_rule_that_runs_alone_the_newest_is_carried_on(
    make_rule: Any, counter: Counter, go: Any, api: Api
) -> None:
    counter.errors["x"] = [item_error(retryable=True)] * 2
    rule = make_rule([count("two", "x")], mode="single")
    runs = [go(rule), go(rule)]
    started = api().post(f"{RUNS}rerun-failed/").data["started"]
    assert [row["rerun_of"] for row in started] == [str(runs[1].id)]


def test_what_cannot_be_carried_on_is_told(make_rule: Any, counter: Counter, go: Any, api: Api) -> None:
    counter.errors["x"] = [item_error(retryable=True)]
    rule = make_rule([count("one", "a"), count("two", "x")])
    run = go(rule)
    api().patch(f"/automation/rules/{rule.id}/", {"actions": [count("one", "b"), count("two", "x")]})
    answer = api().post(f"{RUNS}rerun-failed/", {"version": "current"}).data
    assert answer["started"] == []
    assert answer["skipped"][0]["scheduled_task_id"] == str(run.id)
    assert "changed" in answer["skipped"][0]["reason"]
    assert run.status == RunStatus.FAILED
