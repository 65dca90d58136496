"""One account with many waiting runs does not keep another from starting."""

from __future__ import annotations

from typing import Any

from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.fairness import Backlog
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.services.rules import create_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope, system_scope
from igny8.credits.services import grant
from igny8.tenants.models import Account, Site


def one(item: str) -> dict[str, Any]:
    return {"id": "c", "type": "count", "params": {"items": [item]}}


def test_an_account_holds_its_share_of_the_threads_and_another_starts_at_once(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    keeper, backlog = Keeper(clock), Backlog(share=2)
    rule = make_rule(
        [{"id": "c", "type": "count", "params": {"items": ["a"]}}], mode="parallel", max_runs=999
    )
    mine = [execute_by_hand(rule=rule, context={}, clock=clock) for _ in range(5)]
    stranger = Account.objects.create(name="Bob")
    with account_scope(stranger.id):
        grant(amount=100, reason="test", key="bob")
        site = Site.objects.create(name="b", url="https://b.example")
        values = {"name": "Bob's", "trigger": "manual", "actions": [one("b")]}
        other = create_rule(site=site, values=values, by="bob", clock=clock)
        theirs = execute_by_hand(rule=other, context={}, clock=clock)

    def busy() -> None:
        """While a run of mine is at work, the wake-ups of all the others come in."""
        if counter.calls.count("a") == 1:
            for run in [*mine[1:], theirs]:
                carry_on(run.pk, keeper=keeper, clock=clock, backlog=backlog)
        elif counter.calls.count("a") == 2:
            assert keeper.held_by(mine[0].owner_id) == 2
            for run in mine[2:]:
                carry_on(run.pk, keeper=keeper, clock=clock, backlog=backlog)
            assert [status_of(run) for run in mine[2:]] == ["pending"] * 3
            carry_on(theirs.pk, keeper=keeper, clock=clock, backlog=backlog)
            assert status_of(theirs) == "completed"

    counter.before["a"] = busy
    carry_on(mine[0].pk, keeper=keeper, clock=clock, backlog=backlog)
    assert [status_of(run) for run in mine] == ["completed"] * 5


def status_of(run: ScheduledTask) -> str:
    with system_scope():
        return str(ScheduledTask.objects.get(pk=run.pk).status)


def test_queued_runs_of_a_rule_start_one_after_the_other(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([one("a")])
    runs = [execute_by_hand(rule=rule, context={}, clock=clock) for _ in range(20)]
    assert all(worker.carry_on(run).status == "pending" for run in runs[1:])
    for run in runs:
        assert worker.carry_on(run).status == "completed"


def test_a_run_that_is_taken_elsewhere_does_not_hold_up_the_others_of_its_account(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    keeper, backlog = Keeper(clock), Backlog(share=1)
    rule = make_rule([one("a")], mode="parallel", max_runs=999)
    first, gone, last = (execute_by_hand(rule=rule, context={}, clock=clock) for _ in range(3))

    def busy() -> None:
        if counter.calls.count("a") == 1:
            for run in (gone, last):
                carry_on(run.pk, keeper=keeper, clock=clock, backlog=backlog)
            carry_on(gone.pk, keeper=Keeper(clock), clock=clock)

    counter.before["a"] = busy
    carry_on(first.pk, keeper=keeper, clock=clock, backlog=backlog)
    assert [status_of(run) for run in (first, gone, last)] == ["completed"] * 3


def test_the_lanes_of_a_loop_are_held_to_the_share_too(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    keeper, backlog = Keeper(clock), Backlog(share=2)
    loop = {
        "id": "l",
        "type": "for_each",
        "items": list("abcd"),
        "concurrency": 4,
        "actions": [one("{{ item }}")],
    }
    run = worker.carry_on(execute_by_hand(rule=make_rule([loop]), context={}, clock=clock))
    most: list[int] = []

    def others() -> None:
        most.append(keeper.held_by(run.owner_id))
        for lane in run.lanes.filter(status="pending"):
            carry_on_lane(lane.pk, keeper=keeper, clock=clock, backlog=backlog)

    counter.before |= dict.fromkeys("abcd", others)
    carry_on_lane(run.lanes.first().pk, keeper=keeper, clock=clock, backlog=backlog)
    assert set(run.lanes.values_list("status", flat=True)) == {"done"}
    assert max(most) == 2
