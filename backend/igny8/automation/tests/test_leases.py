"""Ownership of runs: kept alive, taken over once, lost without harm, handed back in good order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import OperationalError

from igny8.automation.engine import LeaseLost
from igny8.automation.models import ScheduledTask, StepItem, StepRun
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    Amount,
    Forecast,
    ForecastScope,
    PlainParams,
    register,
    unregister,
)
from igny8.automation.runtime.dispatcher import dispatch_due
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.leases import claim_run
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.step_context import StepContext
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict
from igny8.core.ids import new_id
from igny8.testing.money import balance

COUNT = {"id": "count", "type": "count", "params": {}}
PAUSE = {"id": "w", "type": "wait", "params": {"seconds": 60}}


@pytest.fixture
def start(make_rule: Any, counter: Counter, clock: FixedClock) -> Any:
    def make(*actions: dict[str, Any], **values: Any) -> ScheduledTask:
        rule = make_rule(list(actions) or [COUNT], **values)
        return execute_by_hand(rule=rule, context={}, clock=clock)

    return make


def test_the_keeper_renews_the_leases_that_it_holds(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start()
    ends: list[Any] = []

    def time_passes() -> None:
        clock.advance(8)
        worker.keeper.tick()
        ends.append(ScheduledTask.objects.get(pk=run.pk).lease_until)

    counter.before["b"] = time_passes
    assert worker.carry_on(run).status == "completed"
    assert ends == [clock.now() + timedelta(seconds=10)]
    assert not worker.keeper.held_by(run.owner_id)


def test_the_keeper_does_nothing_when_it_holds_nothing(
    db: None, worker: Worker, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        worker.keeper.tick()
    assert 0 < worker.keeper.period <= 1


def test_a_cancel_reaches_a_running_step_between_two_items(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start()

    def cancel() -> None:
        cancel_run(run, by="alice", clock=clock)
        worker.keeper.tick()

    counter.before["b"] = cancel
    ended = worker.carry_on(run)
    assert (ended.status, ended.status_reason, ended.credits) == ("cancelled", "Cancelled by alice.", 20)
    assert counter.calls == ["a", "b"]
    assert StepRun.objects.get(run=run).status == "cancelled"
    assert balance() == (980, 0)


def test_a_cancel_that_the_dead_worker_missed_is_heard_by_the_next(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [Crash()]
    run = start()
    with pytest.raises(Crash):
        worker.carry_on(run)
    cancel_run(run, by="alice", clock=clock)
    clock.advance(60)
    assert worker.carry_on(run).status == "cancelled"
    assert counter.calls == ["a", "b"]
    assert balance() == (990, 0)


def test_a_cancel_just_before_a_wait_does_not_wait(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start(COUNT, PAUSE)
    counter.before["c"] = lambda: cancel_run(run, by="alice", clock=clock)
    waiting = worker.carry_on(run)
    assert (waiting.status, waiting.run_at) == ("waiting", clock.now())
    assert worker.carry_on(run).status == "cancelled"


def test_a_waiting_run_is_cancelled_at_once(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start(PAUSE)
    assert worker.carry_on(run).status == "waiting"
    cancel_run(run, by="alice", clock=clock)
    run.refresh_from_db()
    assert (run.status, run.run_at) == ("cancelled", None)
    with pytest.raises(Conflict):
        cancel_run(run, by="alice", clock=clock)


def test_a_worker_that_lost_its_lease_commits_nothing_more(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start()

    def another_takes_over() -> None:
        clock.advance(60)
        assert claim_run(run.id, clock=clock)

    counter.before["b"] = another_takes_over
    assert worker.carry_on(run).status == "running"
    assert [item.key for item in StepItem.objects.all()] == ["a"]
    assert balance() == (980, 10)
    counter.before.clear()
    clock.advance(60)
    assert worker.carry_on(run).status == "completed"
    assert balance() == (970, 0)


def test_the_keeper_tells_a_step_that_its_lease_is_lost(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start()

    def another_takes_over() -> None:
        clock.advance(60)
        claim_run(run.id, clock=clock)
        worker.keeper.tick()

    counter.errors["a"] = [item_error(retryable=False)]
    counter.before["a"] = another_takes_over
    assert worker.carry_on(run).status == "running"
    assert counter.calls == ["a"]


def test_a_renewal_by_the_wrong_owner_is_refused(start: Any, clock: FixedClock) -> None:
    run = start()
    first = claim_run(run.id, clock=clock)
    assert first is not None
    first.lease.renew(clock)
    clock.advance(60)
    assert claim_run(run.id, clock=clock)
    with pytest.raises(LeaseLost):
        first.lease.renew(clock)
    with pytest.raises(LeaseLost):
        first.lease.guard()


def test_a_shutdown_hands_the_run_back_and_is_no_crash(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start()
    counter.before["b"] = worker.keeper.stopping.set
    handed = worker.carry_on(run)
    assert (handed.status, handed.run_at, handed.lease_until) == ("waiting", clock.now(), None)
    assert counter.calls == ["a", "b"]
    counter.before.clear()
    assert Worker(clock).carry_on(run).status == "completed"
    step = StepRun.objects.get(run=run)
    assert (step.crashes, step.attempt) == (0, 1)
    assert counter.calls == ["a", "b", "c"]


def test_thirty_shutdowns_do_not_make_a_crash_loop(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    keys = [f"k{number}" for number in range(30)]
    run = start({**COUNT, "params": {"items": keys}})
    for key in keys[:-1]:
        another = Worker(clock)
        counter.before = {key: another.keeper.stopping.set}
        assert another.carry_on(run).status == "waiting"
    assert Worker(clock).carry_on(run).status == "completed"
    assert counter.calls == keys


def test_a_run_is_given_up_after_twenty_crashes_at_one_step(
    start: Any, counter: Counter, worker: Worker
) -> None:
    counter.errors["b"] = [Crash() for _ in range(30)]
    run = start()
    for _ in range(20):
        worker.crash_on(run)
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code, ended.credits) == ("failed", "crash_loop", 10)
    assert counter.calls.count("b") == 20
    assert balance() == (990, 0)


def test_a_database_that_went_away_is_no_failure_of_the_run(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock, caplog: Any
) -> None:
    counter.errors["b"] = [OperationalError("the server closed the connection")]
    run = start()
    assert worker.carry_on(run).status == "running"
    assert "lost the database" in caplog.text
    clock.advance(60)
    assert worker.carry_on(run).status == "completed"
    assert balance() == (970, 0)


def test_an_unknown_or_finished_run_is_not_claimed(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start())
    assert claim_run(run.id, clock=clock) is None
    assert claim_run(run.automation_rule_id, clock=clock) is None


def test_an_expired_lease_is_woken_once(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock, wakeups: Any
) -> None:
    counter.errors["b"] = [Crash()]
    run = start()
    worker.crash_on(run)
    assert [dispatch_due(clock), dispatch_due(clock)] == [1, 0]
    assert wakeups() == [str(run.id)]
    clock.advance(6)
    assert dispatch_due(clock) == 1


def test_a_run_that_stays_queued_is_woken_ever_less_often(
    start: Any, clock: FixedClock, wakeups: Any
) -> None:
    run = start()
    assert dispatch_due(clock) == 0
    sent = 0
    for _ in range(600):
        clock.advance(1)
        sent += dispatch_due(clock)
    assert 8 <= sent <= 20
    assert wakeups() == [str(run.id)] * sent


def test_a_due_wait_is_woken(start: Any, counter: Counter, worker: Worker, clock: FixedClock) -> None:
    run = start(PAUSE)
    worker.carry_on(run)
    clock.advance(59)
    assert dispatch_due(clock) == 0
    clock.advance(1)
    assert dispatch_due(clock) == 1


def test_a_broker_that_is_away_stops_nothing(start: Any, clock: FixedClock, monkeypatch: Any) -> None:
    from celery import current_app
    from kombu.exceptions import OperationalError as BrokerAway

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise BrokerAway("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    start()
    clock.advance(6)
    assert dispatch_due(clock) == 1


def test_single_mode_refuses_a_second_run(make_rule: Any, counter: Counter, clock: FixedClock) -> None:
    rule = make_rule([COUNT], mode="single")
    execute_by_hand(rule=rule, context={}, clock=clock)
    with pytest.raises(Conflict, match="single"):
        execute_by_hand(rule=rule, context={}, clock=clock)


def test_restart_mode_cancels_what_goes_on(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT, PAUSE], mode="restart")
    first = execute_by_hand(rule=rule, context={}, clock=clock)
    assert worker.carry_on(first).status == "waiting"
    second = execute_by_hand(rule=rule, context={}, clock=clock)
    first.refresh_from_db()
    assert first.status == "cancelled" and "restart" in first.status_reason
    assert worker.carry_on(second).status == "waiting"


def test_parallel_mode_runs_as_many_as_it_may(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([PAUSE], mode="parallel", max_runs=2)
    runs = [execute_by_hand(rule=rule, context={}, clock=clock) for _ in range(3)]
    assert [worker.carry_on(run).status for run in runs] == ["waiting", "waiting", "pending"]
    clock.advance(61)
    assert worker.carry_on(runs[0]).status == "completed"
    assert worker.carry_on(runs[2]).status == "waiting"


def test_a_queued_run_keeps_its_place_while_it_is_woken_again(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([PAUSE])
    first, second, third = (execute_by_hand(rule=rule, context={}, clock=clock) for _ in range(3))
    worker.carry_on(first)
    clock.advance(61)
    ScheduledTask.objects.filter(pk=second.pk).update(run_at=clock.now() + timedelta(minutes=1))
    worker.carry_on(first)
    assert worker.carry_on(third).status == "pending"
    assert worker.carry_on(second).status == "waiting"


def test_the_keeper_of_a_process_is_a_keeper_of_its_own(clock: FixedClock) -> None:
    assert not Keeper(clock).held_by(new_id())


def test_a_step_without_items_does_not_stay_open_when_its_run_is_cancelled(
    make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    class Patient(Action[PlainParams]):
        type: ClassVar[str] = "patient"
        name: ClassVar[str] = "Patient"
        description: ClassVar[str] = "Takes its time."
        credits: ClassVar[str] = "0"
        params_model = PlainParams
        output_model = ActionOutput

        def run(self, params: PlainParams, step: StepContext) -> ActionOutput:
            cancel_run(ScheduledTask.objects.get(pk=step.run_id), by="alice", clock=clock)
            worker.keeper.tick()
            step.check()
            return ActionOutput()

        def forecast(self, params: Any, scope: ForecastScope) -> Forecast:
            return Forecast(Amount(), Amount())

    register(Patient)
    try:
        run = execute_by_hand(rule=make_rule([{"type": "patient"}]), context={}, clock=clock)
        assert worker.carry_on(run).status == "cancelled"
    finally:
        unregister("patient")
    assert StepRun.objects.get(run=run).status == "cancelled"
