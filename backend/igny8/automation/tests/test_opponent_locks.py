"""Cancelling a run while its lanes are at work."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from igny8.automation.models import Lane, LaneStatus, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.leases import Lease
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.services.runs import execute_by_hand
from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account

needs_locks = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks")


@needs_locks
@pytest.mark.django_db(transaction=True)
def test_a_run_is_cancelled_while_a_lane_writes_a_step(make_rule: Any, account: Account, clock: FixedClock) -> None:
    rule = make_rule([{"type": "set", "params": {"a": 1}}])
    run = execute_by_hand(rule=rule, context={}, clock=clock)
    ScheduledTask.objects.update(status=RunStatus.RUNNING)
    lane = Lane.objects.create(run=run, group="actions/0", group_limit=2, path="actions/0/items/0", position=0, status=LaneStatus.RUNNING, fence=1)
    lease = Lease(run.id, account.id, 1, lane.id)
    locked, failures = threading.Event(), []

    def write() -> None:
        try:
            with account_scope(account.id), transaction.atomic():
                lease.guard()
                locked.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(1)")
                StepRun.objects.create(run=run, order=1, path="actions/0/items/0/actions/0", node_id="x", type="set", status="running")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert locked.wait(10)
    cancel_run(run, by="alice", clock=clock)
    thread.join(10)
    assert not failures
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert StepRun.objects.get().status == "cancelled"


@needs_locks
@pytest.mark.django_db(transaction=True)
def test_a_rule_restarts_while_its_run_fails(make_rule: Any, account: Account, clock: FixedClock, monkeypatch: Any) -> None:
    from igny8.automation.engine import StepError
    from igny8.automation.runtime import lifecycle
    rule = make_rule([{"type": "set", "params": {"a": 1}}], mode="restart")
    run = execute_by_hand(rule=rule, context={}, clock=clock)
    ScheduledTask.objects.update(status=RunStatus.RUNNING, fence=1)
    lease = Lease(run.id, account.id, 1)
    locked, failures = threading.Event(), []
    tell = lifecycle.announce_end

    def slowly(run: ScheduledTask) -> None:
        locked.set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(1)")
        tell(run)

    monkeypatch.setattr(lifecycle, "announce_end", slowly)

    def fail() -> None:
        try:
            with account_scope(account.id):
                lifecycle.fail_run(lease, StepError("x", "y"), clock=clock)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=fail)
    thread.start()
    assert locked.wait(10)
    execute_by_hand(rule=rule, context={}, clock=clock)
    thread.join(10)
    assert not failures
    run.refresh_from_db()
    assert run.status == "failed"
