"""The machinery of a worker process, the Celery tasks, the clean-up."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from igny8.automation import tasks, worker
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.action import AlreadyRegistered, Amount, find_action, register
from igny8.automation.runtime.executor import ActionExecutor
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.leases import Lease
from igny8.automation.services.retention import delete_old_runs
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.ids import earliest_id
from igny8.core.models import Heartbeat, IdempotencyRecord
from igny8.tenants.models import Account

COUNT = {"id": "count", "type": "count", "params": {}}


def test_a_wake_up_carries_the_run_on(make_rule: Any, counter: Counter) -> None:
    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=SYSTEM_CLOCK)
    tasks.execute_rule_task(str(run.id))
    assert ScheduledTask.objects.get().status == "completed"
    tasks.execute_rule_task(str(run.id))
    assert counter.calls == ["a", "b", "c"]


def test_a_tick_leaves_a_sign_of_life_and_starts_what_is_due(make_rule: Any, counter: Counter) -> None:
    rule = make_rule([COUNT], trigger="schedule", schedule="* * * * *")
    rule.schedules.update(next_due_at=SYSTEM_CLOCK.now().replace(second=0, microsecond=0))
    tasks.execute_scheduled_rules_task()
    assert Heartbeat.objects.filter(name="beat").exists()
    assert rule.runs.count() == 1


def test_the_clean_up_deletes_what_is_older_than_the_retention(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([COUNT])
    old = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    going_on = execute_by_hand(rule=rule, context={}, clock=clock)
    IdempotencyRecord.objects.create(key="k", path="/", body_hash="")
    clock.advance(29 * 86_400)
    assert delete_old_runs(clock=clock) == 0
    clock.advance(2 * 86_400)
    assert delete_old_runs(clock=clock) == 1
    assert [run.id for run in ScheduledTask.objects.all()] == [going_on.id]
    assert not ScheduledTask.objects.filter(pk=old.pk).exists()
    clock.moment = SYSTEM_CLOCK.now() + timedelta(days=31)
    delete_old_runs(clock=clock)
    assert not IdempotencyRecord.objects.exists()


def test_the_clean_up_task_cleans_up(account: Account) -> None:
    for days in (1, 31):
        at = earliest_id(SYSTEM_CLOCK.now() - timedelta(days=days))
        IdempotencyRecord.objects.create(id=at, key=f"{days}", path="/", body_hash="")
    tasks.cleanup_old_tasks()
    assert [record.key for record in IdempotencyRecord.objects.all()] == ["1"]


def repeated(failures: list[Exception], rounds: int) -> tuple[int, int]:
    """(how often the work was done, how often it gave up)."""
    stop, done, given_up = threading.Event(), [0], [0]

    def work() -> None:
        done[0] += 1
        if done[0] >= rounds:
            stop.set()
        if failures:
            raise failures.pop(0)

    def give_up() -> None:
        given_up[0] += 1

    worker.repeat("a test", work, 0, stop, give_up)
    return done[0], given_up[0]


def test_a_database_that_is_away_is_tried_again(db: None) -> None:
    class Quiet:
        def close(self) -> None:
            return

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "connection", Quiet())
        assert repeated([OperationalError("away"), OperationalError("away")], rounds=5) == (5, 0)


def test_a_bug_in_the_machinery_ends_the_process() -> None:
    assert repeated([ZeroDivisionError()], rounds=5) == (1, 1)


def test_the_machinery_starts_its_threads_and_stops(monkeypatch: Any) -> None:
    started: list[str] = []
    monkeypatch.setattr(worker, "_start", lambda name, _work, period: started.append(f"{name} {period > 0}"))
    worker.start_machinery()
    names = ["keeper", "dispatcher", "events", "watchdog", "heartbeat"]
    assert started == [f"{name} True" for name in names]
    assert not worker.keeper.stopping.is_set()
    worker.stop_machinery()
    assert worker.keeper.stopping.is_set()
    worker.keeper.stopping.clear()


def test_a_thread_of_the_machinery_ends_when_it_is_told(monkeypatch: Any) -> None:
    worked = threading.Event()
    monkeypatch.setattr(worker, "_stop", threading.Event())
    worker._start("a test", worked.set, 0.001)
    assert worked.wait(5)
    worker._stop.set()
    thread = next((one for one in threading.enumerate() if one.name == "a test"), None)
    if thread is not None:
        thread.join(5)
        assert not thread.is_alive()


def test_the_process_ends_by_a_signal(monkeypatch: Any) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(worker.os, "kill", lambda pid, number: sent.append((pid, number)))
    worker._end_process()
    assert sent == [(worker.os.getpid(), worker.signal.SIGTERM)]


def test_two_actions_cannot_have_one_type(counter: Counter) -> None:
    with pytest.raises(AlreadyRegistered, match="count"):
        register(type(find_action("count")))


def test_an_action_that_no_longer_exists_fails_its_step(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    from igny8.automation.runtime.action import unregister

    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    unregister("count")
    ended = worker.carry_on(run)
    assert (ended.status, ended.error_code) == ("failed", "unknown_action")


def test_params_that_do_not_fit_at_run_time_name_the_field(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([{**COUNT, "params": {"items": "{{ items }}"}}])
    ended = worker.carry_on(execute_by_hand(rule=rule, context={"items": 5}, clock=clock))
    assert (ended.status, ended.error_code) == ("failed", "invalid_params")
    assert "items" in ended.error_message


def test_a_step_that_takes_too_long_is_ended_and_tried_again(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([{**COUNT, "timeout_seconds": 5, "retry": {"attempts": 2, "backoff_seconds": 1}}])
    run = execute_by_hand(rule=rule, context={}, clock=clock)
    counter.before["b"] = lambda: clock.advance(6)
    waiting = worker.carry_on(run)
    assert waiting.status == "waiting"
    assert waiting.steps.get().error["code"] == "timeout"
    counter.before.clear()
    ended = worker.finish(run)
    assert (ended.status, ended.credits) == ("completed", 30)
    assert counter.calls == ["a", "b", "c"]


def test_items_can_be_worked_on_side_by_side(
    transactional_db: None, make_rule: Any, counter: Counter, clock: FixedClock, settings: Any
) -> None:
    from igny8.automation.engine import StepStatus
    from igny8.automation.models import StepRun
    from igny8.automation.runtime.leases import claim_run
    from igny8.automation.runtime.step_context import ItemJob, StepContext

    settings.IGNY8_ITEM_THREADS = 4
    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    claimed = claim_run(run.id, clock=clock)
    assert claimed is not None
    lease = claimed.lease
    StepRun.objects.create(
        run=run, order=0, path="actions/0", node_id="c", type="count", status=StepStatus.RUNNING
    )
    step = StepContext(run.id, lease.account_id, run.site_id, "actions/0", Signals(lease), clock)
    keys = [f"k{number}" for number in range(12)]
    job = ItemJob(lambda _key: 10, str.upper, lambda _key, result: {"result": result})
    results = step.each(keys, job, at_once=4)
    assert [row["result"] for row in results.outputs] == [key.upper() for key in keys]
    assert (results.credits, results.failures) == (120, [])

    def fail(key: str) -> str:
        raise ZeroDivisionError(key)

    with pytest.raises(ZeroDivisionError):
        step.each(
            [f"more{number}" for number in range(12)], ItemJob(lambda _key: 1, fail, job.commit), at_once=4
        )


def test_items_are_taken_once_and_not_by_two_runs(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    from igny8.automation.models import StepRun
    from igny8.automation.runtime.leases import claim_run
    from igny8.automation.runtime.step_context import StepContext
    from igny8.core.claims import claimed_ids
    from igny8.core.ids import new_id

    ids = [new_id() for _ in range(4)]
    taken = []
    for number in range(2):
        run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
        claimed = claim_run(run.id, clock=clock)
        assert claimed is not None
        lease = claimed.lease
        StepRun.objects.create(
            run=run, order=0, path="actions/0", node_id="c", type="count", status="running"
        )
        step = StepContext(run.id, lease.account_id, run.site_id, "actions/0", Signals(lease), clock)
        wanted = ids[: 3 + number]
        taken.append(step.take("thing", lambda wanted=wanted: wanted))
        assert step.take("thing", list) == taken[-1]
        step.expect(7)
        step.still_mine()
        assert step.seed == f"{run.id}:actions/0"
        assert StepRun.objects.get(run=run).items_total == 7
    assert taken == [ids[:3], ids[3:]]
    assert set(claimed_ids("thing")) == set(ids)


def test_an_executor_knows_only_registered_actions(
    clock: FixedClock, make_rule: Any, counter: Counter
) -> None:
    from igny8.automation.engine import ActionCall, StepFailure

    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    executor = ActionExecutor(run=run, signals=Signals(Lease(run.id, run.owner_id, 1)), clock=clock)
    call = ActionCall(str(run.id), "actions/0", "x", "no_such", {}, 1, {})
    with pytest.raises(StepFailure, match="no_such"):
        executor.execute(call)


def test_amounts_add_up() -> None:
    assert Amount(1, 2, 3) + Amount.exactly(1) == Amount(2, 3, 4)
    assert Amount(1, 2, 3).times(2) == Amount(2, 4, 6)
    assert Amount(1, 2, 3).capped(2) == Amount(1, 2, 2)
