"""Loops and parallels: what is walked, what is seen, what comes out; here and spread over lanes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.engine import (
    ActionCall,
    JsonObject,
    RunStatus,
    StepFailure,
    StepStatus,
)
from igny8.automation.engine.nodes import for_each
from igny8.automation.engine.testing import START, FakeExecutor
from igny8.automation.engine.tests.support import Bench, action, rule


def work(call: ActionCall) -> JsonObject:
    return {"ids": [f"{call.node_id}{call.context.get('item', '')}"], "one": call.context.get("index")}


def odd(call: ActionCall) -> JsonObject:
    if call.context["item"] % 2:
        raise StepFailure("odd", f"{call.context['item']} is odd", output={"half": 1})
    return {"ids": [call.context["item"]]}


def bad(call: ActionCall) -> JsonObject:
    raise StepFailure("boom", f"{call.node_id} failed")


BEHAVIOURS = {"work": work, "odd": odd, "bad": bad}


def loop(items: Any, *actions: JsonObject, id_: str = "f", **more: Any) -> JsonObject:
    return {"id": id_, "type": "for_each", "items": items, "actions": list(actions), **more}


def parallel(*branches: list[JsonObject], id_: str = "p", **more: Any) -> JsonObject:
    return {"id": id_, "type": "parallel", "branches": [{"actions": one} for one in branches], **more}


def bench(*actions: JsonObject, **context: Any) -> Bench:
    return Bench(rule(*actions), FakeExecutor(BEHAVIOURS), context=context)


WAIT: JsonObject = {"id": "w", "type": "wait", "params": {"seconds": 60}}
STOP: JsonObject = {"id": "s", "type": "stop", "params": {"reason": "enough"}}


def test_a_loop_does_its_steps_for_every_item_and_collects() -> None:
    one = bench(
        loop("{{ list }}", action("a", params={"i": "{{ item }}-{{ index }}"}), action("b")),
        action("after", params={"ids": "{{ steps.f.ids }}", "n": "{{ steps.f.completed }}"}),
        list=["x", "y"],
    )
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    assert [(call.path, call.params) for call in one.executor.calls[:2]] == [
        ("actions/0/items/0/actions/0", {"i": "x-0"}),
        ("actions/0/items/0/actions/1", {}),
    ]
    assert one.executor.calls[-1].params == {"ids": ["bx", "by"], "n": 2}
    assert one.executor.calls[-1].earlier("ids") == ["bx", "by"]
    assert outcome.outputs["f"]["one"] == [0, 1]
    assert outcome.outputs["f"]["items"][1] == {
        "index": 1,
        "status": "completed",
        "output": {"a": {"ids": ["ay"], "one": 1}, "b": {"ids": ["by"], "one": 1}},
    }
    item = one.journal.records["actions/0/items/1"]
    assert (item.type, item.node_id, item.name, item.credits) == ("item", "f", "Item 2", 0)
    assert item.output["item"] == "y"
    assert set(outcome.outputs) == {"f", "after"}
    assert one.run() == outcome


def test_what_is_inside_of_a_loop_is_not_seen_outside_and_item_is_gone() -> None:
    one = bench(loop([1], action("a")), action("after"))
    one.run()
    call = one.executor.calls[-1]
    assert "a" not in call.context["steps"]
    assert "item" not in call.context


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ("{{ n }}", "items: Must be a list, not a number."),
        ("{{ nowhere }}", "the path `nowhere` leads nowhere"),
        ("{{ many }}", "at most 10000 items; this has 10001"),
    ],
)
def test_a_loop_over_what_is_no_list_fails_and_says_so(items: str, text: str) -> None:
    one = bench(loop(items, action("a")), n=5, many=[0] * 10_001)
    outcome = one.run()
    assert outcome.status is RunStatus.FAILED
    assert text in outcome.reason
    assert one.run() == outcome


def test_an_empty_loop_completes() -> None:
    outcome = bench(loop([], action("a")), action("b")).run()
    assert outcome.outputs["f"] == {"items": [], "completed": 0, "failed": 0}


def test_the_list_is_fixed_when_the_loop_is_reached() -> None:
    one = bench(loop("{{ list }}", action("a"), WAIT, concurrency=9), list=[1, 2])
    assert one.run().status is RunStatus.WAITING
    one.context = {"list": [7, 8, 9]}
    assert one.run_to_end().outputs["f"]["completed"] == 2
    assert [call.context["item"] for call in one.executor.calls] == [1, 2]


def test_a_failed_item_ends_the_loop() -> None:
    one = bench(loop([2, 3, 4], action("a", "odd")), action("after"))
    outcome = one.run()
    assert outcome.status is RunStatus.FAILED
    assert outcome.failed_path == "actions/0/items/1/actions/0"
    assert one.statuses()["actions/0/items/1"] == "failed"
    assert "actions/0/items/2" not in one.statuses()
    output = one.journal.records["actions/0"].output
    assert (output["completed"], output["failed"]) == (1, 1)
    assert one.run() == outcome


def test_a_failed_item_can_be_told_of_only() -> None:
    one = bench(
        loop([1, 2, 3], action("a", "odd"), on_item_error="continue"),
        action("after", params={"ids": "{{ steps.f.ids }}"}),
    )
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    result = outcome.outputs["f"]
    assert [entry["status"] for entry in result["items"]] == ["failed", "completed", "failed"]
    assert result["items"][0]["error"]["code"] == "odd"
    assert (result["completed"], result["failed"]) == (1, 2)
    assert one.executor.calls[-1].params == {"ids": [2]}
    assert one.journal.records["actions/0/items/0"].continued is True
    assert one.run() == outcome


def test_a_loop_that_failed_can_be_continued_with_what_there_is() -> None:
    one = bench(loop([2, 3], action("a", "odd"), on_error="continue"), action("after"))
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["f"]["ids"] == [2]
    assert outcome.outputs["f"]["error"]["code"] == "odd"
    assert one.run() == outcome


def test_items_wait_beside_each_other_up_to_the_limit() -> None:
    one = bench(loop([1, 2, 3], action("a"), WAIT, concurrency=2))
    assert one.run().wake_at == START + timedelta(seconds=60)
    assert [call.context["item"] for call in one.executor.calls] == [1, 2]
    assert one.run_to_end().status is RunStatus.COMPLETED
    assert one.clock.moment == START + timedelta(seconds=120)


def test_one_after_the_other_unless_more_are_asked_for() -> None:
    one = bench(loop([1, 2], action("a"), WAIT, action("b")))
    one.run_to_end()
    assert [call.node_id + str(call.context["item"]) for call in one.executor.calls] == [
        "a1",
        "b1",
        "a2",
        "b2",
    ]


def test_a_parallel_goes_all_ways_and_shows_their_outputs() -> None:
    one = bench(
        parallel([WAIT, action("a")], [action("b", params={"x": 1})]),
        action("after", params={"a": "{{ steps.a.ids }}", "b": "{{ steps.b.ids }}"}),
    )
    assert one.run().status is RunStatus.WAITING
    assert [call.node_id for call in one.executor.calls] == ["b"]
    outcome = one.run_to_end()
    assert one.executor.calls[-1].params == {"a": ["a"], "b": ["b"]}
    assert list(outcome.outputs) == ["w", "a", "b", "p", "after"]
    assert outcome.outputs["p"]["completed"] == 2
    assert one.journal.records["actions/0/branches/1"].type == "lane"
    assert one.run() == outcome


def test_branches_do_not_see_each_other() -> None:
    one = bench(parallel([action("a")], [action("b")]))
    one.run()
    assert "a" not in one.executor.calls[1].context["steps"]
    assert one.executor.calls[1].earlier("ids") is None


def test_a_parallel_keeps_to_its_limit() -> None:
    one = bench(parallel([action("a"), WAIT], [action("b")], limit=1))
    one.run()
    assert [call.node_id for call in one.executor.calls] == ["a"]
    assert one.run_to_end().status is RunStatus.COMPLETED


def test_a_failure_ends_the_other_branches() -> None:
    one = bench(parallel([WAIT], [action("b", "bad")], [action("c")]), action("after"))
    outcome = one.run()
    assert outcome.status is RunStatus.FAILED
    assert outcome.failed_path == "actions/0/branches/1/actions/0"
    statuses = one.statuses()
    assert statuses["actions/0/branches/0/actions/0"] == "cancelled"
    assert "actions/0/branches/2/actions/0" not in statuses
    assert one.run() == outcome


def test_failures_can_be_collected() -> None:
    one = bench(
        parallel([action("a", "bad")], [action("b")], fail="collect"),
        action("after", params={"b": "{{ steps.b.ids }}"}),
    )
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    first, second = outcome.outputs["p"]["branches"]
    assert (first["status"], first["error"]["code"], second["status"]) == ("failed", "boom", "completed")
    assert outcome.outputs["p"]["failed"] == 1
    assert one.run() == outcome


def test_a_parallel_that_failed_shows_what_its_branches_gave() -> None:
    one = bench(parallel([action("a")], [action("b", "bad")], on_error="continue"), action("after"))
    outcome = one.run()
    assert outcome.outputs["a"] == {"ids": ["a"], "one": None}
    assert outcome.outputs["p"]["error"]["code"] == "boom"
    assert one.run() == outcome


@pytest.mark.parametrize(
    "container", [loop([1, 2], action("a"), STOP), parallel([action("a"), STOP], [WAIT])]
)
def test_a_stop_inside_ends_the_run(container: JsonObject) -> None:
    one = bench(container, action("after"))
    outcome = one.run()
    assert (outcome.status, outcome.reason) == (RunStatus.COMPLETED, "enough")
    assert len(one.executor.calls) == 1
    assert one.statuses()["actions/0"] == "completed"
    assert one.run() == outcome


def test_a_crash_loop_ends_also_a_loop_that_goes_on_after_failures() -> None:
    one = bench(loop([1, 2], action("a"), on_item_error="continue"))
    one.run()
    record = one.journal.records.pop("actions/0/items/1")
    one.journal.records.pop("actions/0")
    step = one.journal.records["actions/0/items/1/actions/0"]
    step.status, step.crashes = StepStatus.RUNNING, 19
    outcome = one.run()
    assert record.status is StepStatus.COMPLETED
    assert outcome.error is not None
    assert outcome.error.code == "crash_loop"


def test_loops_nest_and_each_has_its_own_item() -> None:
    inner = loop("{{ item.parts }}", action("b", params={"x": "{{ item }}"}), id_="g")
    one = bench(loop([{"parts": [1, 2]}, {"parts": [3]}], inner))
    outcome = one.run()
    assert [call.params["x"] for call in one.executor.calls] == [1, 2, 3]
    assert one.executor.calls[2].path == "actions/0/items/1/actions/0/items/0/actions/0"
    assert outcome.outputs["f"]["ids"] == ["b1", "b2", "b3"]


# -- time ----------------------------------------------------------------------------------------------


def gate_with(*actions: JsonObject, **more: Any) -> JsonObject:
    return {"id": "g", "type": "branch", "branches": [{"actions": list(actions)}], **more}


def test_a_container_whose_time_is_over_fails_and_what_is_inside_is_cancelled() -> None:
    one = bench(gate_with(WAIT, action("b"), timeout_seconds=30.0), action("after"))
    assert one.run().wake_at == START + timedelta(seconds=30)
    outcome = one.run_to_end()
    assert outcome.error is not None
    assert (outcome.error.code, outcome.failed_path) == ("timeout", "actions/0")
    assert outcome.reason == "It took longer than 30 seconds."
    assert one.statuses()["actions/0/branches/0/actions/0"] == "cancelled"
    assert one.executor.calls == []
    assert one.run() == outcome


def test_a_container_whose_time_is_over_can_be_continued() -> None:
    one = bench(gate_with(WAIT, timeout_seconds=30.0, on_error="continue"), action("after"))
    outcome = one.run_to_end()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["g"]["error"]["code"] == "timeout"
    assert one.run() == outcome


def test_no_step_begins_after_the_time_of_what_is_around_it() -> None:
    one = bench(loop([1, 2], action("a", "slow"), timeout_seconds=30.0))

    def slow(call: ActionCall) -> JsonObject:
        assert call.deadline == START + timedelta(seconds=30)
        one.clock.advance(31)
        return {}

    one.executor.behaviours = {"slow": slow}
    outcome = one.run()
    assert outcome.error is not None
    assert outcome.error.code == "timeout"
    assert len(one.executor.calls) == 1


@pytest.mark.parametrize(("inner", "status"), [(2, RunStatus.COMPLETED), (3, RunStatus.FAILED)])
def test_loops_in_loops_are_bounded_together(
    monkeypatch: pytest.MonkeyPatch, inner: int, status: RunStatus
) -> None:
    monkeypatch.setattr(for_each, "MAX_NESTED", 12)
    inside = loop("{{ inner }}", action("work"), id_="g")
    middle = loop([1, 2], {"id": "b", "type": "parallel", "branches": [{"actions": [inside]}]}, id_="m")
    one = bench(loop([1, 2, 3], middle), inner=list(range(inner)))
    outcome = one.run()
    assert outcome.status is status
    if outcome.error is not None:
        assert outcome.error.code == "invalid_params"
        assert "repeated 12 times in all; 3 items here" in outcome.error.message
        assert outcome.failed_path == "actions/0/items/0/actions/0/items/0/actions/0/branches/0/actions/0"
