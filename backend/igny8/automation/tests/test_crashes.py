"""A worker dies after each commit of a run, one commit after the other: it always ends the same way."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import ScheduledTask, StepItem, StepRun
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker, item_error
from igny8.automation.tests.dying import dying
from igny8.core.clock import FixedClock
from igny8.core.models import DomainEvent, ItemClaim
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.credits.services import balance_of_account, grant, ledger_sums

ACTIONS = [
    {"id": "count", "type": "count", "params": {"items": ["a", "b"]}},
    {
        "id": "gate",
        "type": "branch",
        "branches": [
            {
                "conditions": [{"field": "go", "operator": "is_true"}],
                "actions": [{"id": "inner", "type": "count", "params": {"items": ["x", "y"]}}],
            }
        ],
        "else": [],
    },
    {"id": "w", "type": "wait", "params": {"seconds": 60}},
    {"id": "late", "type": "count", "params": {"items": "{{ steps.inner.done }}"}},
]


def snapshot(run: ScheduledTask) -> dict[str, Any]:
    """Everything about a run that must not depend on who died when."""
    steps = StepRun.objects.filter(run=run).order_by("path")
    outputs = {name: value for name, value in (run.result or {})["outputs"].items() if name != "w"}
    entries = LedgerEntry.objects.filter(run_id=run.id, kind=EntryKind.SETTLE)
    return {
        "run": (run.status, run.status_reason, run.credits, run.error_code),
        "outputs": outputs,
        "steps": [(s.path, s.status, s.credits, s.items_done, s.note) for s in steps],
        "items": sorted(StepItem.objects.filter(run=run).values_list("path", "key", "credits")),
        "settled": sorted(entry.key.partition(":")[2] for entry in entries),
        "spent": sum(entry.amount for entry in entries),
        "ended": DomainEvent.objects.filter(type="run.finished", object_id=run.id).count(),
    }


@pytest.mark.parametrize("trouble", [False, True], ids=["smooth", "with a failing and a flaky item"])
def test_a_crash_after_any_commit_changes_nothing_of_the_outcome(
    make_rule: Any, counter: Counter, clock: FixedClock, trouble: bool
) -> None:
    late = {"id": "late", "type": "count", "params": {"items": "{{ steps.count.done }}"}}
    actions = ACTIONS if trouble else [ACTIONS[0], ACTIONS[2], late]
    rule = make_rule(actions, conditions=[{"field": "go", "operator": "equals", "value": True}])

    def started() -> ScheduledTask:
        counter.calls.clear()
        counter.errors.clear()
        if trouble:
            counter.errors = {"x": [item_error(retryable=False)] * 3, "b": [item_error(retryable=True)]}
        return execute_by_hand(rule=rule, context={"go": True}, clock=clock)

    grant(amount=100_000, reason="for many runs", key="more")
    expected = snapshot(Worker(clock).finish(started()))
    assert expected["run"][0] == "completed"
    points = 0
    while True:
        run = started()
        with dying(points + 1) as commits:
            try:
                Worker(clock).finish(run)
                break
            except Crash:
                points += 1
        clock.advance(60)
        before = list(StepItem.objects.filter(run=run).values_list("id", flat=True))
        ended = Worker(clock).finish(run)
        assert snapshot(ended) == expected, f"after commit {points}"
        assert set(before) <= set(StepItem.objects.filter(run=run).values_list("id", flat=True))
        worked = [call for call in counter.calls if call not in counter.errors]
        assert len(worked) <= len(set(worked)) + 1, "at most the item at work is worked on again"
        row = balance_of_account()
        assert (row.available, row.reserved) == ledger_sums()
        assert row.reserved == 0
        assert not ItemClaim.objects.exists()
    assert points >= 15
    assert commits.seen == points
