"""Runs over the API: history and its filters, the trace, cancel, repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.models import ScheduledTask
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.testing.api import ApiClient

RUNS = "/automation/scheduled-tasks/"
HISTORY = "/automation/rules/execution-history/"
COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}
LAST = {"id": "last", "type": "count", "params": {"items": ["x"]}, "retry": {"attempts": 1}}
Api = Callable[..., ApiClient]


@pytest.fixture
def done(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> ScheduledTask:
    return worker.carry_on(execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock))


@pytest.fixture
def failed(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> ScheduledTask:
    counter.errors["x"] = [item_error(retryable=True)]
    return worker.carry_on(execute_by_hand(rule=make_rule([COUNT, LAST]), context={"k": 1}, clock=clock))


def test_a_run_shows_all_that_the_contract_names(api: Api, done: ScheduledTask) -> None:
    data = api().get(f"{RUNS}{done.id}/").data
    assert data["automation_rule"] == str(done.automation_rule_id)
    assert (data["rule_name"], data["rule_version"], data["trigger"]) == ("A rule", 1, "manual")
    assert (data["status"], data["credits"], data["duration_seconds"]) == ("completed", 20, 0.0)
    assert data["metadata"]["task_id"]
    assert data["caused_by"] is None and data["error_message"] == ""
    assert data["scheduled_at"] == "2026-03-02T09:00:00Z"


def test_the_history_is_newest_first_and_filtered(
    api: Api, done: ScheduledTask, make_rule: Any, clock: FixedClock
) -> None:
    waiting = execute_by_hand(rule=make_rule([COUNT], name="Other"), context={}, clock=clock)
    assert [row["id"] for row in api().get(RUNS).data] == [str(waiting.id), str(done.id)]
    assert [row["id"] for row in api().get(HISTORY).data] == [str(done.id)]
    only = api().get(RUNS, rule=str(waiting.automation_rule_id)).data
    assert [row["id"] for row in only] == [str(waiting.id)]
    assert [row["status"] for row in api().get(RUNS, status="completed,failed").data] == ["completed"]
    assert api().get(HISTORY, trigger="schedule").data == []
    assert api().get(RUNS, search="other").pagination["count"] == 1


def test_since_and_until_cut_the_history(api: Api, done: ScheduledTask) -> None:
    before, after = done.created_at - timedelta(hours=1), done.created_at + timedelta(hours=1)
    assert len(api().get(HISTORY, since=before.isoformat(), until=after.isoformat()).data) == 1
    assert api().get(HISTORY, since=after.isoformat()).data == []
    assert api().get(HISTORY, until="2020-01-01").data == []
    assert api().get(HISTORY, since="2020-01-01T00:00:00").pagination["count"] == 1
    assert api().get(HISTORY, since="yesterday").fields == {"since": ["This value does not fit."]}


def test_the_trace_tells_what_each_step_did(api: Api, failed: ScheduledTask) -> None:
    answer = api().get(f"{RUNS}{failed.id}/steps/")
    assert answer.pagination["page_size"] == 1000
    first, second = answer.data
    assert (first["path"], first["id"], first["type"], first["name"]) == (
        "actions/0",
        "count",
        "count",
        "Count",
    )
    assert (first["status"], first["attempt"], first["credits"], first["progress"]) == (
        "completed",
        1,
        20,
        100,
    )
    assert first["input"] == {"items": ["a", "b"]}
    assert first["output"]["done"] == ["A", "B"]
    assert second["error"]["code"] == "did_not_work"
    assert second["error"]["retryable"] is True
    assert not second["output"]


def test_the_sum_over_the_steps_is_what_the_run_cost(api: Api, failed: ScheduledTask) -> None:
    steps = api().get(f"{RUNS}{failed.id}/steps/").data
    assert sum(step["credits"] for step in steps) == failed.credits == 20
    ledger = api().get("/credits/ledger/", run=str(failed.id)).data
    assert sum(row["amount"] for row in ledger if row["kind"] == "settle") == 20


def test_a_run_can_be_cancelled_until_it_is_finished(
    api: Api, done: ScheduledTask, make_rule: Any, clock: FixedClock
) -> None:
    waiting = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    answer = api().post(f"{RUNS}{waiting.id}/cancel/")
    assert (answer.status, answer.data["status"]) == (200, "cancelled")
    assert answer.data["status_reason"] == "Cancelled by token owner of the tests."
    again = api().post(f"{RUNS}{waiting.id}/cancel/")
    assert (again.status, again.error["code"]) == (409, "conflict")
    assert api().post(f"{RUNS}{done.id}/cancel/").status == 409


def test_a_failed_run_goes_on_from_the_failed_step(
    api: Api, failed: ScheduledTask, worker: Worker, counter: Counter
) -> None:
    answer = api().post(f"{RUNS}{failed.id}/rerun/", {"from": "failed_step", "version": "original"})
    assert answer.status == 202
    again = worker.carry_on(ScheduledTask.objects.get(pk=answer.data["scheduled_task_id"]))
    assert (again.status, again.credits, again.context) == ("completed", 10, {"k": 1})
    assert counter.calls == ["a", "b", "x", "x"]
    data = api().get(f"{RUNS}{again.id}/").data
    assert data["rerun_of"] == data["caused_by"] == str(failed.id)


def test_a_repeat_takes_the_version_that_is_asked_for(
    api: Api, failed: ScheduledTask, worker: Worker, counter: Counter
) -> None:
    path = f"/automation/rules/{failed.automation_rule_id}/"
    api().patch(path, {"actions": [{"id": "new", "type": "count", "params": {"items": ["n"]}}]})
    run = f"{RUNS}{failed.id}/rerun/"
    current = api().post(run, {"from": "start", "version": "current"}).data["scheduled_task_id"]
    original = api().post(run, {}).data["scheduled_task_id"]
    for run_id in (current, original):
        assert worker.carry_on(ScheduledTask.objects.get(pk=run_id)).status == "completed"
    assert counter.calls == ["a", "b", "x", "n", "a", "b", "x"]
    versions = {row["id"]: row["rule_version"] for row in api().get(RUNS).data}
    assert (versions[current], versions[original]) == (2, 1)


def test_a_repeat_that_makes_no_sense_is_refused(
    api: Api, done: ScheduledTask, make_rule: Any, clock: FixedClock
) -> None:
    waiting = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    assert api().post(f"{RUNS}{waiting.id}/rerun/").status == 409
    assert api().post(f"{RUNS}{done.id}/rerun/", {"from": "failed_step"}).status == 409
    assert "from" in api().post(f"{RUNS}{done.id}/rerun/", {"from": "the middle"}).fields


def test_a_run_of_somebody_else_does_not_exist(api: Api, done: ScheduledTask, other_account: Any) -> None:
    stranger = api(account=other_account)
    for path in (f"{RUNS}{done.id}/", f"{RUNS}{done.id}/steps/"):
        assert stranger.get(path).status == 404
    assert stranger.post(f"{RUNS}{done.id}/cancel/").status == 404
    assert stranger.get(RUNS).data == []
    assert api().get(f"{RUNS}nonsense/").status == 404


def test_a_run_without_credits_says_so_in_its_trace(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    dear = make_rule([{**COUNT, "params": {"items": [f"item{n}" for n in range(101)]}}])
    run = worker.carry_on(execute_by_hand(rule=dear, context={}, clock=clock))
    step = api().get(f"{RUNS}{run.id}/steps/").data[0]
    assert step["error"]["code"] == "insufficient_credits"
    assert "10 are missing" in step["error"]["message"]
    assert run.credits == 1_000
    assert api().get("/credits/balance/").data == {"available": 0, "reserved": 0}


def test_the_progress_of_an_old_run_is_idle(api: Api, done: ScheduledTask) -> None:
    path = f"/automation/rules/{done.automation_rule_id}/progress/"
    assert api().get(path).data == {"status": "idle"}
    ScheduledTask.objects.filter(pk=done.pk).update(finished_at=SYSTEM_CLOCK.now())
    assert api().get(path).data["status"] == "completed"


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_the_edge_of_time_is_refused(api: Api, account: Any, edge: str) -> None:
    for name in ("since", "until"):
        answer = api().get(f"{RUNS}?{name}={edge}")
        assert (answer.status, list(answer.fields)) == (400, [name])


def test_long_words_are_searched_by_their_start(api: Api, done: ScheduledTask) -> None:
    assert api().get(f"{RUNS}?search={'x' * 60_000}").data == []


def test_the_context_is_bounded_and_only_in_the_detail(api: Api, done: ScheduledTask) -> None:
    assert "context" not in api().get(RUNS).data[0] and "context" not in api().get(HISTORY).data[0]
    assert api().get(f"{RUNS}{done.id}/").data["context"] == {}
    path = f"/automation/rules/{done.automation_rule_id}/execute/"
    refused = api().post(path, {"context": {"k": "x" * 64 * 1024}})
    assert (refused.status, refused.error["code"], list(refused.fields)) == (413, "too_large", ["context"])
