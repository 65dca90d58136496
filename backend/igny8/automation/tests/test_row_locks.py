"""Who locks what first, on PostgreSQL: runs, lanes and rules that are changed from two sides at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

import igny8
from igny8.automation.engine import StepError
from igny8.automation.models import AutomationRule, Lane, LaneStatus, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime import lifecycle
from igny8.automation.runtime.leases import Lease
from igny8.automation.runtime.lifecycle import cancel_run, fail_run
from igny8.automation.services.runs import execute_by_hand
from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account

locking = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no locks of rows")
SLEEP = "SELECT pg_sleep(0.5)"


@pytest.fixture
def beside(account: Account) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Does something in another thread, as another worker; it must have succeeded in the end."""
    failures: list[DatabaseError] = []
    threads: list[threading.Thread] = []

    def work(job: Callable[[], object]) -> None:
        try:
            with account_scope(account.id):
                job()
        except DatabaseError as error:
            failures.append(error)
        finally:
            connection.close()

    def start(job: Callable[[], object]) -> None:
        threads.append(threading.Thread(target=work, args=(job,)))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join(20)
    assert not failures


@pytest.fixture
def running(make_rule: Any, clock: FixedClock) -> ScheduledTask:
    """A run of a rule that restarts, as a worker holds it."""
    rule = make_rule([{"type": "set", "params": {"a": 1}}], mode="restart")
    run = execute_by_hand(rule=rule, context={}, clock=clock)
    ScheduledTask.objects.update(status=RunStatus.RUNNING, fence=1)
    run.refresh_from_db()
    return run


def sleep() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SLEEP)


@locking
@pytest.mark.django_db(transaction=True)
def test_a_run_is_cancelled_while_one_of_its_lanes_writes(
    running: ScheduledTask, beside: Any, clock: FixedClock
) -> None:
    path = "actions/0/items/0"
    lane = Lane.objects.create(
        run=running,
        group="actions/0",
        group_limit=2,
        path=path,
        position=0,
        status=LaneStatus.RUNNING,
        fence=1,
    )
    lease, locked = Lease(running.id, running.owner_id, 1, lane.id), threading.Event()

    def write() -> None:
        with transaction.atomic():
            lease.guard()
            locked.set()
            sleep()
            step = {"order": 1, "path": f"{path}/actions/0", "node_id": "a", "type": "set"}
            StepRun.objects.create(run=running, status=RunStatus.RUNNING, **step)

    beside(write)
    assert locked.wait(10)
    cancel_run(running, by="alice", clock=clock)
    assert StepRun.objects.get().status == "cancelled"
    assert ScheduledTask.objects.get().status == "cancelled"


@locking
@pytest.mark.django_db(transaction=True)
def test_a_rule_is_restarted_while_its_run_fails(
    running: ScheduledTask, beside: Any, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, announce = threading.Event(), lifecycle.announce_end

    def slowly(run: ScheduledTask) -> None:
        locked.set()
        sleep()
        announce(run)

    monkeypatch.setattr(lifecycle, "announce_end", slowly)
    lease = Lease(running.id, running.owner_id, 1)
    beside(lambda: fail_run(lease, StepError("broken", "It broke."), clock=clock))
    assert locked.wait(10)
    again = execute_by_hand(rule=AutomationRule.objects.get(), context={}, clock=clock)
    assert again.status == "pending"
    assert ScheduledTask.objects.get(pk=running.pk).status == "failed"


def test_no_lock_of_a_row_keeps_others_from_referring_to_it() -> None:
    """``FOR UPDATE`` waits for whoever writes a row with a foreign key to this one, and they for it."""
    home = Path(igny8.__file__).parent
    sources = [path for path in home.rglob("*.py") if "tests" not in path.parts]
    lines = [line for path in sources for line in path.read_text().splitlines()]
    locks = [line.strip() for line in lines if ".select_for_update(" in line]
    assert locks and not [line for line in locks if "no_key=True" not in line]
