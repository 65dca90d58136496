"""What a rerun takes over: from the failed step, from any step, inside of containers."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.engine import (
    ActionCall,
    JsonObject,
    RunStatus,
    StepFailure,
    StepRecord,
    StepStatus,
    carried_over,
)
from igny8.automation.engine.rerun import comes_after
from igny8.automation.engine.testing import FakeExecutor, InMemoryJournal
from igny8.automation.engine.tests.support import Bench, action, rule


class Site:
    """What the actions meet: ids that fail until they are healed."""

    def __init__(self, *failing: str) -> None:
        self.failing = set(failing)

    def work(self, call: ActionCall) -> JsonObject:
        name = f"{call.node_id}{call.context.get('item', '')}"
        if name in self.failing:
            raise StepFailure("boom", f"{name} failed")
        return {"ids": [name]}


def first_run(site: Site, *actions: JsonObject, **more: Any) -> Bench:
    one = Bench(rule(*actions, **more), FakeExecutor({"work": site.work}))
    one.run()
    return one


def again(one: Bench, from_path: str | None = None) -> Bench:
    kept = carried_over(one.journal.records.values(), from_path)
    assert all(record.reused for record in kept)
    return Bench(
        one.definition, FakeExecutor(one.executor.behaviours), InMemoryJournal.preloaded(kept), one.clock
    )


def names(one: Bench) -> list[str]:
    return [f"{call.node_id}{call.context.get('item', '')}" for call in one.executor.calls]


LOOP: JsonObject = {
    "id": "f",
    "type": "for_each",
    "items": [1, 2, 3],
    "concurrency": 3,
    "actions": [action("a"), action("b")],
}


def test_a_loop_that_failed_goes_on_with_the_items_that_are_left() -> None:
    site = Site("b2")
    one = first_run(site, LOOP, action("after"))
    site.failing.clear()
    more = again(one)
    assert more.run().status is RunStatus.COMPLETED
    assert names(more) == ["b2", "a3", "b3", "after"]


def test_failed_items_that_were_only_told_of_are_done_again_with_what_failed_later() -> None:
    site = Site("b2", "after")
    one = first_run(site, {**LOOP, "on_item_error": "continue"}, action("after"))
    site.failing.clear()
    more = again(one)
    outcome = more.run()
    assert names(more) == ["b2", "after"]
    assert outcome.outputs["f"]["completed"] == 3


def test_a_parallel_keeps_the_branches_that_were_done() -> None:
    site = Site("y")
    node = {
        "id": "p",
        "type": "parallel",
        "branches": [{"actions": [action("x")]}, {"actions": [action("y")]}],
    }
    one = first_run(site, node, action("after", params={"x": "{{ steps.x.ids }}"}))
    site.failing.clear()
    more = again(one)
    assert more.run().status is RunStatus.COMPLETED
    assert names(more) == ["y", "after"]


def test_a_handler_is_walked_anew_if_its_step_fails_again() -> None:
    site = Site("a", "after")
    one = first_run(site, action("a", on_error=[action("h")]), action("after"), on_failure=[action("tell")])
    assert names(one) == ["a", "h", "after", "tell"]
    assert [record.path for record in carried_over(one.journal.records.values())] == []
    more = again(one)
    more.run()
    assert names(more) == ["a", "h", "after", "tell"]


def test_a_stop_inside_of_containers_is_looked_at_again() -> None:
    stop = {"id": "s", "type": "stop", "when": [{"field": "n", "operator": "is_true"}]}
    gate = {"id": "g", "type": "branch", "branches": [{"actions": [action("x"), stop]}]}
    loop = {"id": "f", "type": "for_each", "items": [1], "actions": [gate]}
    one = Bench(rule(loop, action("after")), FakeExecutor({"work": Site().work}), context={"n": True})
    one.run()
    more = again(one)
    more.context = {"n": False}
    outcome = more.run()
    assert outcome.reason == ""
    assert names(more) == ["after"]


def test_a_rejection_is_asked_again_and_an_approval_stands() -> None:
    nodes = [{"id": one, "type": "approval"} for one in ("yes", "no")]
    one = first_run(Site(), *nodes, action("after"))
    one.journal.answer("actions/0", {"decision": "approve"})
    one.run()
    one.journal.answer("actions/1", {"decision": "reject"})
    assert one.run().status is RunStatus.CANCELLED
    more = again(one)
    assert more.run().status is RunStatus.WAITING
    assert list(more.journal.asked) == ["actions/1"]


def test_a_container_that_was_too_late_gets_its_time_anew() -> None:
    wait = {"id": "w", "type": "wait", "params": {"seconds": 60}}
    gate = {
        "id": "g",
        "type": "branch",
        "branches": [{"actions": [action("x"), wait]}],
        "timeout_seconds": 30.0,
    }
    one = Bench(rule(gate), FakeExecutor({"work": Site().work}))
    assert one.run_to_end().status is RunStatus.FAILED
    more = again(one)
    start = more.clock.moment
    assert more.run().status is RunStatus.WAITING
    assert more.run_to_end().status is RunStatus.FAILED
    assert (more.clock.moment - start).seconds == 30
    assert names(more) == []


GATE: JsonObject = {"id": "g", "type": "branch", "branches": [{"actions": [action("x"), LOOP, action("y")]}]}
INNER = "actions/1/branches/0/actions"


@pytest.mark.parametrize(
    ("start", "done_again"),
    [
        ("actions/0", ["first", "x", "a1", "b1", "a2", "b2", "a3", "b3", "y", "after"]),
        ("actions/1", ["x", "a1", "b1", "a2", "b2", "a3", "b3", "y", "after"]),
        (f"{INNER}/0", ["x", "a1", "b1", "a2", "b2", "a3", "b3", "y", "after"]),
        (f"{INNER}/1", ["a1", "b1", "a2", "b2", "a3", "b3", "y", "after"]),
        (f"{INNER}/1/items/1", ["a2", "b2", "y", "after"]),
        (f"{INNER}/1/items/1/actions/1", ["b2", "y", "after"]),
        (f"{INNER}/2", ["y", "after"]),
        ("actions/2", ["after"]),
    ],
)
def test_a_rerun_from_any_step_does_it_and_all_that_follows(start: str, done_again: list[str]) -> None:
    one = first_run(Site(), action("first"), GATE, action("after"))
    more = again(one, start)
    assert more.run().status is RunStatus.COMPLETED
    assert names(more) == done_again


def test_a_rerun_from_a_step_keeps_the_failures_before_that_the_run_went_on_after() -> None:
    site = Site("a")
    one = first_run(site, action("a", on_error=[action("h"), action("i")]), action("b"), action("c"))
    more = again(one, "actions/1")
    more.run()
    assert names(more) == ["b", "c"]
    more = again(one, "actions/0/on_error/1")
    more.run()
    assert names(more) == ["i", "b", "c"]


def test_a_rerun_from_behind_the_failure_still_does_what_failed() -> None:
    site = Site("a")
    one = first_run(site, action("a"), action("b"))
    site.failing.clear()
    more = again(one, "actions/1")
    assert more.run().status is RunStatus.COMPLETED
    assert names(more) == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "start", "after"),
    [
        ("actions/10", "actions/9", True),
        ("actions/1", "actions/1", False),
        ("actions/1/items/2/actions/0", "actions/1/items/0/actions/0", False),
        ("actions/1/else/2", "actions/1/else/1/items/0/actions/0", True),
        ("actions/1/on_error/1", "actions/1/on_error/0", True),
        ("actions/1/branches/0/actions/0", "actions/1/on_error/0", False),
        ("conditions", "actions/0", False),
    ],
)
def test_what_comes_after_what(path: str, start: str, after: bool) -> None:
    assert comes_after(path, start) is after


def test_thousands_of_records_are_no_trouble() -> None:
    records = [
        StepRecord(f"actions/0/items/{index}/actions/0", "a", "work", StepStatus.COMPLETED)
        for index in range(20_000)
    ]
    assert len(carried_over(records)) == 20_000
