"""What users of other systems suffer from, and ours do not: restarts, doubled messages, a cancel that is
lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from igny8.automation.models import Approval, LaneStatus, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.dispatcher import dispatch_due
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.services.approvals import decide
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker
from igny8.core.clock import FixedClock
from igny8.credits.services import ledger_sums

COUNT = {"id": "count", "type": "count", "params": {"items": ["a"]}}


@pytest.fixture
def start(make_rule: Any, counter: Counter, clock: FixedClock) -> Any:
    def start(*actions: dict[str, Any], **values: Any) -> ScheduledTask:
        return execute_by_hand(rule=make_rule(list(actions), **values), context={}, clock=clock)

    return start


def restarted(clock: FixedClock, wakeups: Any) -> list[str]:
    """All messages are lost with the old process; the new one finds in the database what is due."""
    wakeups()
    dispatch_due(clock)
    found: list[str] = wakeups()
    for name in found:
        carry_on(UUID(name), keeper=Keeper(clock), clock=clock)
    return found


# -- 3. One call, two executions ---------------------------------------------------------------------------


def test_pain_03_a_wake_up_that_comes_twice_runs_nothing_twice(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = start(COUNT)
    other = Worker(clock)
    counter.before["a"] = lambda: other.carry_on(run)
    ended = worker.carry_on(run)
    other.carry_on(run)
    assert (ended.status, ended.credits) == ("completed", 10)
    assert counter.calls == ["a"]


# -- 5. Cancel does not reach workers, then the status flips to success ------------------------------------


def test_pain_05_cancel_reaches_items_that_other_workers_are_at_and_stays(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    item = {**COUNT, "params": {"items": ["{{ item }}"]}}
    loop = {"id": "e", "type": "for_each", "items": ["a", "b", "c"], "concurrency": 2, "actions": [item]}
    run = worker.carry_on(start(loop, {**COUNT, "id": "after"}))
    first, second, _ = run.lanes.order_by("position")
    counter.before["a"] = lambda: cancel_run(run, by="alice", clock=clock)
    carry_on_lane(first.pk, keeper=worker.keeper, clock=clock)
    carry_on_lane(second.pk, keeper=worker.keeper, clock=clock)
    clock.advance(600)
    worker.carry_on(run)
    run.refresh_from_db()
    assert (run.status, run.status_reason) == ("cancelled", "Cancelled by alice.")
    assert counter.calls == ["a"]
    assert set(run.lanes.values_list("status", flat=True)) == {LaneStatus.DONE}
    assert ledger_sums() == (1_000, 0)


# -- 13. Delays and missed times die on restart; traces are lost -------------------------------------------


def test_pain_13_a_delay_outlives_a_restart_and_is_neither_shorter_nor_longer(
    start: Any, worker: Worker, clock: FixedClock, counter: Counter, wakeups: Any
) -> None:
    began = clock.now()
    run = worker.carry_on(start({"id": "w", "type": "wait", "params": {"seconds": 7_200}}, COUNT))
    assert run.status == RunStatus.WAITING
    clock.moment = began + timedelta(seconds=7_199)
    assert str(run.pk) not in restarted(clock, wakeups)
    clock.moment = began + timedelta(seconds=7_200)
    assert restarted(clock, wakeups) == [str(run.pk)]
    run.refresh_from_db()
    assert run.status == RunStatus.COMPLETED
    assert counter.calls == ["a"]


def test_pain_13_a_question_outlives_a_restart(
    start: Any, worker: Worker, clock: FixedClock, counter: Counter, wakeups: Any
) -> None:
    ask = {"id": "ask", "type": "approval", "params": {"message": "Go on?", "deadline_hours": 2}}
    run = worker.carry_on(start(ask, COUNT))
    clock.advance(3_600)
    assert str(run.pk) not in restarted(clock, wakeups)
    decide(Approval.objects.get(run=run), "approve", by="alice", clock=clock)
    restarted(clock, wakeups)
    run.refresh_from_db()
    assert run.status == RunStatus.COMPLETED
    assert counter.calls == ["a"]


def test_pain_13_a_time_that_was_missed_while_all_was_down_is_made_up_for_once(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], trigger="schedule", schedules=[{"cron": "0 10 * * *"}])
    clock.advance(3 * 3_600)
    assert AutomationService(clock).execute_scheduled_rules() == 1
    assert AutomationService(clock).execute_scheduled_rules() == 0
    run = rule.runs.get()
    assert (run.scheduled_for.hour, run.status) == (10, RunStatus.PENDING)


def test_pain_13_the_trace_of_a_run_outlives_the_death_of_its_worker(
    start: Any, worker: Worker, clock: FixedClock, counter: Counter
) -> None:
    counter.errors["b"] = [Crash()]
    run = start(COUNT, {**COUNT, "id": "second", "params": {"items": ["b"]}})
    worker.crash_on(run)
    steps = list(StepRun.objects.filter(run=run).values_list("path", "status", "credits"))
    assert steps == [("actions/0", "completed", 10), ("actions/1", "running", 0)]
    assert Worker(clock).finish(run).status == "completed"
    assert StepRun.objects.get(run=run, path="actions/1").crashes == 1
