"""A worker, a dispatcher or the one who answers dies after each commit of a run with a loop, a parallel,
approvals and waits, one commit after the other: it always ends the same way, and nothing is done again."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from igny8.automation.models import (
    FINISHED,
    Approval,
    Lane,
    LaneStatus,
    RunStatus,
    ScheduledTask,
    StepItem,
    StepRun,
)
from igny8.automation.runtime.dispatcher import dispatch_due
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.services.approvals import decide
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash
from igny8.automation.tests.dying import dying
from igny8.automation.tests.test_crashes import snapshot
from igny8.core.clock import FixedClock
from igny8.core.models import ItemClaim
from igny8.credits.services import balance_of_account, grant, ledger_sums

ACTIONS = [
    {"id": "ideas", "type": "count", "params": {"items": ["a", "b"]}},
    {
        "id": "each",
        "type": "for_each",
        "items": "{{ steps.ideas.done }}",
        "concurrency": 2,
        "actions": [
            {"id": "write", "type": "count", "params": {"items": ["{{ item }}1"]}},
            {"id": "ask", "type": "approval", "params": {"message": "{{ item }}?"}},
            {"id": "publish", "type": "count", "params": {"items": ["{{ item }}2"]}},
        ],
    },
    {
        "id": "both",
        "type": "parallel",
        "branches": [
            {"actions": [{"id": "left", "type": "count", "params": {"items": ["l"]}}]},
            {
                "actions": [
                    {"id": "w", "type": "wait", "params": {"seconds": 60}},
                    {"id": "right", "type": "count", "params": {"items": ["r"]}},
                ]
            },
        ],
    },
    {"id": "last", "type": "count", "params": {"items": ["{{ steps.right.done[0] }}"]}},
]
LONGER_THAN_A_LEASE = 61


def carry_all(run: ScheduledTask, clock: FixedClock, wakeups: Any) -> ScheduledTask:
    """To the end of the run, by what the dispatcher wakes and by people who answer."""
    for _ in range(60):
        for asked in Approval.objects.filter(run=run, status=Approval.Status.PENDING).order_by("path"):
            decide(asked, "approve", by="alice", clock=clock)
        dispatch_due(clock)
        for name in map(UUID, wakeups()):
            carry = carry_on_lane if Lane.objects.filter(pk=name).exists() else carry_on
            carry(name, keeper=Keeper(clock), clock=clock)
        run.refresh_from_db()
        if run.status in FINISHED:
            return run
        clock.advance(LONGER_THAN_A_LEASE)
    raise AssertionError(f"The run does not end: {run.status}")


def over(run: ScheduledTask) -> dict[str, Any]:
    """What must not change any more."""
    steps = StepRun.objects.filter(run=run, status__in=FINISHED)
    items = StepItem.objects.filter(run=run)
    return {row.path: (row.output, row.finished_at) for row in steps} | {
        f"{item.path}:{item.key}": item.pk for item in items
    }


def without_times(value: Any) -> Any:
    """The same at whatever time it happened."""
    if isinstance(value, dict):
        return {name: without_times(inner) for name, inner in value.items() if name not in ("at", "until")}
    return [without_times(inner) for inner in value] if isinstance(value, list) else value


def outcome(run: ScheduledTask) -> Any:
    return without_times(snapshot(run))


@pytest.mark.parametrize("stride", [4, pytest.param(1, marks=[pytest.mark.long, pytest.mark.timeout(900)])])
def test_a_crash_after_any_commit_of_a_run_with_lanes_changes_nothing_of_the_outcome(
    make_rule: Any, counter: Counter, clock: FixedClock, wakeups: Any, stride: int
) -> None:
    grant(amount=100_000, reason="for many runs", key="more")
    rule = make_rule(ACTIONS)
    expected = outcome(carry_all(execute_by_hand(rule=rule, context={}, clock=clock), clock, wakeups))
    assert expected["run"] == (RunStatus.COMPLETED, "", 90, "")
    for point in count(1, stride):
        counter.calls.clear()
        run = execute_by_hand(rule=rule, context={}, clock=clock)
        with dying(point) as commits, suppress(Crash):
            carry_all(run, clock, wakeups)
        if commits.seen < point:
            break
        before = over(run)
        clock.advance(LONGER_THAN_A_LEASE)
        assert outcome(carry_all(run, clock, wakeups)) == expected, f"after commit {point}"
        assert before.items() <= over(run).items(), f"after commit {point}"
        assert len(counter.calls) <= 9 + 1, "at most what was at work is done again"
        row = balance_of_account()
        assert (row.available, row.reserved) == ledger_sums()
        assert row.reserved == 0
        assert not ItemClaim.objects.exists()
        assert not Lane.objects.exclude(status=LaneStatus.DONE).exists()
    assert commits.seen >= 50
