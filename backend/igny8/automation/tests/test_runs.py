"""Runs from start to end: paid once, resumed after crashes, cancelled, repeated."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import ScheduledTask, StepRun
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.services.reruns import rerun
from igny8.automation.services.rules import delete_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.tenants.models import Site
from igny8.testing.money import balance

COUNT = {"id": "count", "type": "count", "params": {}}


def start(rule: Any, clock: FixedClock, **context: Any) -> ScheduledTask:
    return execute_by_hand(rule=rule, context=context, clock=clock)


def test_it_runs_an_action_and_charges_each_item_once(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start(make_rule([COUNT]), clock))
    assert (run.status, run.credits) == ("completed", 30)
    assert counter.calls == ["a", "b", "c"]
    assert balance() == (970, 0)
    step = StepRun.objects.get(run=run)
    assert (step.status, step.credits, step.items_done) == ("completed", 30, 3)
    assert step.output == {"failed": [], "done": ["A", "B", "C"]}


def test_it_lets_outputs_flow_into_the_next_step(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    second = {"id": "again", "type": "count", "params": {"items": "{{ steps.count.done }}"}}
    run = worker.carry_on(start(make_rule([COUNT, second]), clock))
    assert run.status == "completed"
    assert counter.calls == ["a", "b", "c", "A", "B", "C"]


def test_it_skips_the_run_when_a_condition_fails_and_says_which(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], conditions=[{"field": "word_count", "operator": "greater_than", "value": 1000}])
    run = worker.carry_on(start(rule, clock, word_count=812))
    assert run.status == "skipped"
    assert "word_count" in run.status_reason and "812" in run.status_reason
    assert counter.calls == []
    assert StepRun.objects.get(run=run, path="conditions").evaluation is not None


@pytest.mark.parametrize("item", ["a", "b", "c"])
def test_it_goes_on_after_a_crash_without_paying_twice(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, item: str
) -> None:
    counter.errors[item] = [Crash()]
    run = start(make_rule([COUNT]), clock)
    worker.crash_on(run)
    assert worker.carry_on(run).status == "completed"
    assert sorted(set(counter.calls)) == ["a", "b", "c"]
    assert counter.calls.count(item) == 2
    assert len(counter.calls) == 4
    assert balance() == (970, 0)


def test_it_refuses_a_second_worker_while_the_lease_holds(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [Crash()]
    run = start(make_rule([COUNT]), clock)
    with pytest.raises(Crash):
        worker.carry_on(run)
    clock.advance(1)
    assert worker.carry_on(run).status == "running"
    assert counter.calls == ["a", "b"]


def test_it_retries_what_may_pass_and_keeps_what_is_done(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [item_error(retryable=True)]
    run = worker.carry_on(start(make_rule([COUNT]), clock))
    assert run.status == "waiting" and run.run_at is not None
    clock.advance(60)
    run = worker.carry_on(run)
    assert run.status == "completed"
    assert counter.calls == ["a", "b", "c", "b"]
    assert balance() == (970, 0)


def test_it_leaves_an_item_out_that_fails_for_good_and_does_not_charge_it(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [item_error(retryable=False)]
    run = worker.carry_on(start(make_rule([COUNT]), clock))
    assert (run.status, run.credits) == ("completed", 20)
    step = StepRun.objects.get(run=run)
    assert step.output is not None and step.output["failed"] == [
        {"id": "b", "code": "did_not_work", "message": "It did not work."}
    ]
    assert balance() == (980, 0)


def test_it_fails_the_run_when_every_item_fails(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors = {key: [item_error(retryable=False)] for key in "abc"}
    run = worker.carry_on(start(make_rule([COUNT]), clock))
    assert (run.status, run.error_code, run.credits) == ("failed", "did_not_work", 0)
    assert balance() == (1_000, 0)


def test_it_stops_before_an_item_that_cannot_be_paid(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    items = [f"item{number}" for number in range(102)]
    rule = make_rule([{"id": "count", "type": "count", "params": {"items": items}}])
    run = worker.carry_on(start(rule, clock))
    assert (run.status, run.error_code, run.credits) == ("failed", "insufficient_credits", 1_000)
    assert len(counter.calls) == 100
    assert balance() == (0, 0)


def test_it_reruns_from_the_failed_step_and_reuses_what_was_paid(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    second = {"id": "second", "type": "count", "params": {"items": ["x"]}, "retry": {"attempts": 1}}
    counter.errors["x"] = [item_error(retryable=True)]
    failed = worker.carry_on(start(make_rule([COUNT, second]), clock))
    assert failed.status == "failed"
    again = worker.carry_on(rerun(run=failed, from_step="failed_step", version="original", clock=clock))
    assert (again.status, again.credits) == ("completed", 10)
    assert counter.calls == ["a", "b", "c", "x", "x"]
    reused = StepRun.objects.get(run=again, path="actions/0")
    assert reused.reused and "saved 30 credits" in reused.note
    assert balance() == (960, 0)


def test_it_cancels_a_pending_run_at_once(make_rule: Any, counter: Counter, clock: FixedClock) -> None:
    run = start(make_rule([COUNT]), clock)
    cancel_run(run, by="alice", clock=clock)
    run.refresh_from_db()
    assert run.status == "cancelled"
    with pytest.raises(Conflict, match="cancelled"):
        cancel_run(run, by="alice", clock=clock)


def test_it_gives_back_what_a_cancelled_run_had_reserved(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [Crash()]
    run = start(make_rule([COUNT]), clock)
    worker.crash_on(run)
    assert balance() == (980, 10)
    ScheduledTask.objects.filter(pk=run.pk).update(status="waiting")
    cancel_run(run, by="alice", clock=clock)
    assert balance() == (990, 0)
    assert LedgerEntry.objects.filter(kind=EntryKind.REFUND).count() == 1


def test_it_marks_a_run_failed_when_it_meets_a_bug(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["a"] = [ZeroDivisionError()]
    run = worker.carry_on(start(make_rule([COUNT]), clock))
    assert (run.status, run.error_code) == ("failed", "internal_error")
    assert balance() == (1_000, 0)


def test_runs_of_a_queued_rule_take_turns(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, site: Site
) -> None:
    rule = make_rule([COUNT, {"id": "w", "type": "wait", "params": {"seconds": 60}}])
    first, second = start(rule, clock), start(rule, clock)
    assert worker.carry_on(first).status == "waiting"
    assert worker.carry_on(second).status == "pending"
    clock.advance(61)
    assert worker.carry_on(first).status == "completed"
    assert worker.carry_on(second).status == "waiting"


def test_a_failed_run_is_carried_on_once(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors = {key: [item_error(retryable=False)] for key in "abc"}
    failed = worker.carry_on(start(make_rule([COUNT]), clock))
    again = rerun(run=failed, from_step="failed_step", version="original", clock=clock)
    with pytest.raises(Conflict, match=str(again.id)):
        rerun(run=failed, from_step="failed_step", version="original", clock=clock)
    worker.carry_on(again)
    assert balance() == (970, 0)


def test_a_deleted_rule_starts_no_more(make_rule: Any, counter: Counter, clock: FixedClock) -> None:
    rule = make_rule([COUNT])
    run = start(rule, clock)
    delete_rule(rule=rule, clock=clock)
    run.refresh_from_db()
    assert run.status == "cancelled"
    with pytest.raises(Conflict, match="deleted"):
        rerun(run=run, from_step="start", version="original", clock=clock)
