"""Loops and parallels are spread over workers: lanes, their places, signals, failures, cancel, crashes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.engine.nodes import for_each
from igny8.automation.models import Lane, LaneStatus, RunStatus, ScheduledTask, StepItem, StepRun
from igny8.automation.runtime.dispatcher import dispatch_due
from igny8.automation.runtime.lanes import deliver_signal
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.runner import carry_on_lane
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.credits.services import balance_of_account, ledger_sums

COUNT_ITEM = {"id": "count", "type": "count", "params": {"items": ["{{ item }}"]}}


def loop(items: list[Any], *, concurrency: int = 2, **more: Any) -> dict[str, Any]:
    return {
        "id": "each",
        "type": "for_each",
        "items": items,
        "concurrency": concurrency,
        "actions": [COUNT_ITEM],
        **more,
    }


@pytest.fixture
def start(make_rule: Any, counter: Counter, clock: FixedClock) -> Any:
    def start(*actions: dict[str, Any], **values: Any) -> ScheduledTask:
        return execute_by_hand(rule=make_rule(list(actions), **values), context={}, clock=clock)

    return start


def statuses(run: ScheduledTask) -> list[str]:
    return list(run.lanes.order_by("position").values_list("status", flat=True))


def test_a_loop_is_walked_by_several_workers_within_its_concurrency(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start(loop(["a", "b", "c"])))
    assert (run.status, run.lease_until) == (RunStatus.RUNNING, None)
    assert statuses(run) == ["pending", "pending", "queued"]
    assert counter.calls == []
    other = Worker(clock)
    first, second, third = run.lanes.order_by("position")
    carry_on_lane(second.pk, keeper=other.keeper, clock=clock)
    assert statuses(run) == ["pending", "done", "pending"]
    carry_on_lane(first.pk, keeper=worker.keeper, clock=clock)
    carry_on_lane(third.pk, keeper=worker.keeper, clock=clock)
    assert counter.calls == ["b", "a", "c"]
    run.refresh_from_db()
    assert run.status == RunStatus.WAITING
    ended = worker.carry_on(run)
    assert (ended.status, ended.credits) == ("completed", 30)
    assert StepRun.objects.get(run=run, path="actions/0/items/1/actions/0").output["done"] == ["B"]
    assert StepRun.objects.get(run=run, path="actions/0/items/1").type == "item"
    available, reserved = ledger_sums()
    assert (available, reserved) == (balance_of_account().available, 0) == (970, 0)


@pytest.mark.parametrize("reverse", [False, True])
def test_loops_in_loops_and_parallels_end_as_if_walked_by_one(
    start: Any, counter: Counter, worker: Worker, *, reverse: bool
) -> None:
    inner = loop(["{{ item }}1", "{{ item }}2"]) | {"id": "inner"}
    both = {
        "id": "both",
        "type": "parallel",
        "branches": [
            {"actions": [loop(["a", "b"], actions=[inner])]},
            {"actions": [COUNT_ITEM | {"id": "last", "params": {"items": ["z"]}}]},
        ],
    }
    run = start(both)
    worker.carry_on(run)
    while worker.carry_lanes(run, reverse=reverse):
        worker.carry_on(run)
    ended = worker.carry_on(run)
    assert (ended.status, ended.credits) == ("completed", 50)
    assert sorted(counter.calls) == ["a1", "a2", "b1", "b2", "z"]
    assert set(statuses(run)) == {"done"}


def test_a_lane_whose_worker_died_is_carried_on_by_another(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock, wakeups: Any
) -> None:
    run = worker.carry_on(start(loop(["a", "b"])))
    counter.errors["a"] = [Crash()]
    lane = run.lanes.order_by("position")[0]
    with pytest.raises(Crash):
        carry_on_lane(lane.pk, keeper=worker.keeper, clock=clock)
    clock.advance(60)
    wakeups()
    dispatch_due(clock)
    assert str(lane.pk) in wakeups()
    ended = Worker(clock).finish(run)
    assert (ended.status, ended.credits) == ("completed", 20)
    assert counter.calls.count("a") == 2
    assert StepRun.objects.get(run=run, path="actions/0/items/0/actions/0").crashes == 1


def test_an_item_that_fails_stops_the_others_and_the_run(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["a"] = [item_error(retryable=False)]
    run = worker.carry_on(start(loop(["a", "b", "c", "d"], concurrency=2)))
    lane = run.lanes.order_by("position")[0]
    carry_on_lane(lane.pk, keeper=worker.keeper, clock=clock)
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code) == ("failed", "did_not_work")
    assert set(statuses(run)) == {"done"}
    assert counter.calls == ["a"]
    assert ledger_sums() == (1_000, 0)


def test_an_item_that_fails_may_be_gone_without(start: Any, counter: Counter, worker: Worker) -> None:
    counter.errors["b"] = [item_error(retryable=False)]
    ended = worker.finish(start(loop(["a", "b", "c"], on_item_error="continue")))
    output = StepRun.objects.get(run=ended, path="actions/0").output
    assert (ended.status, ended.credits) == ("completed", 20)
    assert (output["completed"], output["failed"]) == (2, 1)


def test_an_item_that_is_at_work_is_asked_to_stop_and_the_run_waits_for_it(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start(loop(["a", "b", "c"], concurrency=2)))
    first, second, _ = run.lanes.order_by("position")
    other = Worker(clock)

    def meanwhile() -> None:
        counter.errors["b"] = [item_error(retryable=False)]
        carry_on_lane(second.pk, keeper=other.keeper, clock=clock)
        assert other.carry_on(run).status == RunStatus.RUNNING
        worker.keeper.tick()

    counter.before["a"] = meanwhile
    carry_on_lane(first.pk, keeper=worker.keeper, clock=clock)
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code) == ("failed", "did_not_work")
    assert counter.calls == ["a", "b"]
    assert StepItem.objects.filter(run=run, key="a").exists()
    assert ledger_sums() == (990, 0)


def test_cancel_reaches_the_lanes_of_a_run_at_once(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start(loop(["a", "b", "c"])))
    lane = run.lanes.order_by("position")[0]
    counter.before["a"] = lambda: cancel_run(run, by="alice", clock=clock)
    carry_on_lane(lane.pk, keeper=worker.keeper, clock=clock)
    run.refresh_from_db()
    assert (run.status, run.credits) == ("cancelled", 0)
    assert set(statuses(run)) == {"done"}
    assert worker.carry_lanes(run) == 0
    assert ledger_sums() == (1_000, 0)
    assert not StepRun.objects.filter(run=run, status=RunStatus.RUNNING).exists()


def test_items_that_wait_for_people_leave_their_places_to_the_next(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    ask = {"id": "ask", "type": "approval", "params": {"message": "Go on with {{ item }}?"}}
    run = worker.carry_on(start(loop(["a", "b", "c"], concurrency=2, actions=[ask, COUNT_ITEM])))
    assert worker.carry_lanes(run) == 2
    assert statuses(run) == ["waiting", "waiting", "pending"]
    assert worker.carry_lanes(run) == 1
    answer = {"decision": "approve", "items": {}, "note": "", "by": "alice", "at": clock.now().isoformat()}
    for number in range(3):
        path = f"actions/0/items/{number}/actions/0"
        assert deliver_signal(run.pk, path, answer, clock)
        assert not deliver_signal(run.pk, path, answer, clock)
    assert statuses(run) == ["pending", "pending", "queued"]
    ended = worker.finish(run)
    assert (ended.status, ended.credits) == ("completed", 30)


def test_a_lost_wakeup_of_a_lane_is_sent_again(
    start: Any, worker: Worker, clock: FixedClock, wakeups: Any
) -> None:
    run = worker.carry_on(start(loop(["a", "b"])))
    wakeups()
    clock.advance(6)
    dispatch_due(clock)
    lanes = {str(lane) for lane in run.lanes.values_list("pk", flat=True)}
    assert lanes <= set(wakeups())


def test_a_run_that_takes_too_long_fails_with_its_lanes(
    start: Any, counter: Counter, worker: Worker, clock: FixedClock, wakeups: Any
) -> None:
    said = {"id": "said", "type": "set", "params": {"code": "{{ error.code }}"}}
    run = worker.carry_on(start(loop(["a", "b"]), timeout_seconds=30, on_failure=[said]))
    clock.advance(31)
    wakeups()
    dispatch_due(clock)
    assert str(run.pk) in wakeups()
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code) == ("failed", "run_timeout")
    assert set(statuses(run)) == {"done"}
    assert StepRun.objects.get(run=run, path="on_failure/0").output == {"code": "run_timeout"}
    assert counter.calls == []


def test_a_run_that_waits_too_long_fails(start: Any, worker: Worker, clock: FixedClock, wakeups: Any) -> None:
    run = worker.carry_on(
        start({"id": "w", "type": "wait", "params": {"seconds": 9_000}}, timeout_seconds=30)
    )
    assert run.status == RunStatus.WAITING
    clock.advance(31)
    dispatch_due(clock)
    assert worker.carry_on(run).error_code == "run_timeout"


def test_a_signal_that_comes_while_the_run_is_being_let_go_of_is_not_lost(
    start: Any, worker: Worker, clock: FixedClock
) -> None:
    ask = {"id": "ask", "type": "approval", "params": {"message": "Go on?"}}
    run = worker.carry_on(start(ask))
    ScheduledTask.objects.filter(pk=run.pk).update(
        status=RunStatus.RUNNING, lease_until=clock.now() + timedelta(seconds=10)
    )
    answer = {"decision": "approve", "items": {}, "note": "", "by": "alice", "at": clock.now().isoformat()}
    assert deliver_signal(run.pk, "actions/0", answer, clock)
    run.refresh_from_db()
    assert run.run_at == clock.now()


def test_many_items_keep_their_order_and_cost_once(start: Any, counter: Counter, worker: Worker) -> None:
    keys = [f"k{number}" for number in range(30)]
    ended = worker.finish(start(loop(keys, concurrency=7)))
    output = StepRun.objects.get(run=ended, path="actions/0").output
    assert [row["index"] for row in output["items"]] == list(range(30))
    assert ended.credits == 300
    assert sorted(counter.calls) == sorted(keys)
    assert Lane.objects.exclude(status=LaneStatus.DONE).count() == 0


def test_loops_in_loops_are_bounded_together_over_lanes_too(
    start: Any, counter: Counter, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_each, "MAX_NESTED", 5)
    inside = loop(["a", "b", "c"])
    ended = worker.finish(start({**loop([1, 2]), "id": "outer", "actions": [inside]}))
    assert (ended.status, ended.error_code, counter.calls) == ("failed", "invalid_params", [])
