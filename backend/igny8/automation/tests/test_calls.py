"""Rules that call rules."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import AutomationRule, ScheduledTask, StepRun
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.outputs import load_outputs
from igny8.automation.services.calls import CALLED_BY
from igny8.automation.services.rules import delete_rule, pause_rule
from igny8.automation.services.runs import create_run, execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.core.clock import FixedClock
from igny8.core.ids import new_id

SET = {"id": "given", "type": "set", "params": {"name": "{{ name }}"}}
PAUSE = {"id": "pause", "type": "wait", "params": {"seconds": 5}}


def call(rule: AutomationRule | Any, **values: Any) -> dict[str, Any]:
    params = {"rule_id": str(getattr(rule, "pk", rule)), **values.pop("params", {})}
    return {"id": "call", "type": "call_rule", "params": params, **values}


@pytest.fixture
def child(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([SET], name="Child")
    return made


@pytest.fixture
def start(make_rule: Any, worker: Worker, clock: FixedClock) -> Any:
    def make(*actions: dict[str, Any], **values: Any) -> ScheduledTask:
        rule = make_rule(list(actions), name="Parent", **values)
        return worker.carry_on(execute_by_hand(rule=rule, context={"name": "Ada"}, clock=clock))

    return make


def called(run: ScheduledTask) -> ScheduledTask:
    return ScheduledTask.objects.get(caused_by=run.pk)


def step(run: ScheduledTask) -> StepRun:
    return StepRun.objects.get(run=run, node_id="call")


CONTEXT = {"context": {"name": "{{ name }}"}}


def test_it_waits_for_the_called_run_and_gives_its_outputs(
    start: Any, child: AutomationRule, worker: Worker, django_capture_on_commit_callbacks: Any
) -> None:
    run = start(
        call(child, params=CONTEXT), {"id": "x", "type": "set", "params": {"got": "{{ steps.call.outputs }}"}}
    )
    assert run.status == "waiting"
    made = called(run)
    assert (made.cause_depth, made.context, made.trigger) == (1, {"name": "Ada"}, "manual")
    with django_capture_on_commit_callbacks(execute=True):
        worker.carry_on(made)
    run.refresh_from_db()
    assert run.run_at is not None and run.run_at <= worker.clock.now()
    assert worker.carry_on(run).status == "completed"
    output = step(run).output
    assert output is not None and output["outputs"]["given"] == {"name": "Ada"}
    assert (output["status"], output["scheduled_task_id"]) == ("completed", str(made.pk))


def test_a_lost_wake_up_costs_time_only(
    start: Any, child: AutomationRule, worker: Worker, clock: FixedClock
) -> None:
    run = start(call(child, params=CONTEXT))
    worker.carry_on(called(run))
    clock.advance(120)
    assert worker.carry_on(run).status == "completed"
    assert ScheduledTask.objects.count() == 2


def test_without_waiting_it_goes_on(start: Any, child: AutomationRule) -> None:
    run = start(call(child, params={**CONTEXT, "wait": False}))
    assert run.status == "completed" and called(run).status == "pending"
    output = step(run).output
    assert output is not None and (output["status"], output["outputs"]) == ("pending", {})


def test_a_crash_after_the_call_makes_no_second_run(
    start: Any, child: AutomationRule, worker: Worker, clock: FixedClock
) -> None:
    run = start(call(child, params=CONTEXT))
    StepRun.objects.filter(run=run).update(status="running", resume_at=None)
    ScheduledTask.objects.filter(pk=run.pk).update(status="running", lease_until=clock.now())
    clock.advance(1)
    assert worker.carry_on(run).status == "waiting"
    assert ScheduledTask.objects.filter(caused_by=run.pk).count() == 1


def test_a_called_run_that_fails_fails_the_step(
    start: Any, make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    bad = make_rule([{"id": "s", "type": "stop", "params": {"status": "failed", "reason": "No luck."}}])
    run = start(call(bad))
    worker.carry_on(called(run))
    clock.advance(60)
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code) == ("failed", "called_rule_failed")
    assert "No luck." in ended.error_message


def test_cancelling_the_caller_cancels_what_it_waits_for(
    start: Any, make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    run = start(call(make_rule([PAUSE])))
    made = worker.carry_on(called(run))
    assert made.status == "waiting"
    cancel_run(run, by="alice", clock=clock)
    made.refresh_from_db()
    assert made.status == "cancelled" and str(run.pk) in made.status_reason


def test_cancelling_the_caller_leaves_what_it_does_not_wait_for(
    start: Any, child: AutomationRule, clock: FixedClock
) -> None:
    run = start(call(child, params={**CONTEXT, "wait": False}), {**PAUSE, "params": {"seconds": 50}})
    cancel_run(run, by="alice", clock=clock)
    assert called(run).status == "pending"


def test_cancelling_the_called_run_fails_the_step(
    start: Any, child: AutomationRule, worker: Worker, clock: FixedClock
) -> None:
    run = start(call(child, params=CONTEXT))
    cancel_run(called(run), by="alice", clock=clock)
    clock.advance(60)
    assert worker.carry_on(run).error_code == "called_rule_failed"


def test_the_steps_time_is_counted_from_the_call(
    start: Any, make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    run = start(call(make_rule([{**PAUSE, "params": {"seconds": 900}}]), timeout_seconds=100))
    made = worker.carry_on(called(run))
    clock.advance(60)
    assert worker.carry_on(run).status == "waiting"
    clock.advance(41)
    ended = worker.carry_on(run)
    made.refresh_from_db()
    assert (ended.status, ended.error_code, made.status) == ("failed", "timeout", "cancelled")


def test_what_cannot_be_called_says_why(start: Any, make_rule: Any, clock: FixedClock) -> None:
    paused, gone = make_rule([SET], name="Paused"), make_rule([SET], name="Gone")
    pause_rule(rule=paused, reason="Later.", clock=clock)
    delete_rule(rule=gone, clock=clock)
    assert start(call(paused)).error_code == "rule_not_active"
    assert start(call(gone)).error_code == "not_found"
    assert start(call(new_id())).error_code == "not_found"


def test_the_call_stands_in_the_called_runs_metadata(start: Any, child: AutomationRule) -> None:
    run = start(call(child, params=CONTEXT))
    assert called(run).metadata[CALLED_BY] == {
        "run": str(run.pk),
        "path": "actions/0",
        "wait": True,
        "deadline": None,
    }


def test_a_large_output_of_the_called_run_comes_whole(
    start: Any, make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    large = ["x" * 100] * 500
    run = start(call(make_rule([{"id": "big", "type": "set", "params": {"list": large}}])))
    worker.carry_on(called(run))
    clock.advance(60)
    assert worker.carry_on(run).status == "completed"
    assert load_outputs(run.pk)["actions/0"]["outputs"]["big"]["list"] == large


def test_items_of_a_loop_call_and_are_woken(
    start: Any,
    child: AutomationRule,
    worker: Worker,
    clock: FixedClock,
    django_capture_on_commit_callbacks: Any,
) -> None:
    each = {
        "id": "each",
        "type": "for_each",
        "items": ["Ada", "Bob"],
        "concurrency": 2,
        "actions": [call(child, params={"context": {"name": "{{ item }}"}})],
    }
    run = start(each, mode="parallel")
    worker.carry_lanes(run)
    runs = list(ScheduledTask.objects.filter(caused_by=run.pk).order_by("id"))
    assert [row.context for row in runs] == [{"name": "Ada"}, {"name": "Bob"}]
    with django_capture_on_commit_callbacks(execute=True):
        for row in runs:
            worker.carry_on(row)
    assert worker.carry_lanes(run) == 2
    assert worker.carry_on(run).status == "completed"


def test_a_test_run_calls_test_runs(
    make_rule: Any, child: AutomationRule, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([call(child, params=CONTEXT)])
    run = create_run(rule=rule, trigger="manual", context={"name": "x"}, clock=clock, is_test=True)
    worker.carry_on(run)
    assert called(run).is_test
