"""Loops and parallels: what is walked, what is seen, what comes out; here and spread over lanes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from igny8.automation.engine import (
    ActionCall,
    JsonObject,
    Outcome,
    RuleEngine,
    RunStatus,
    StepFailure,
    StepRecord,
    StepStatus,
)
from igny8.automation.engine.testing import START, FakeExecutor, FakeLanes, InMemoryJournal
from igny8.automation.engine.tests.lane_runtime import MAIN, LaneRuntime
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


def runtime(*actions: JsonObject, **more: Any) -> LaneRuntime:
    return LaneRuntime(rule(*actions), FakeExecutor(BEHAVIOURS), **more)


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


# -- spread over lanes ---------------------------------------------------------------------------------


def spread(one: Bench, lanes: FakeLanes, only: str | None = None) -> Outcome:
    return RuleEngine(one.clock).run(
        one.definition,
        one.context,
        run_id="run-1",
        journal=one.journal,
        executor=one.executor,
        lanes=lanes,
        only=only,
    )


def test_a_loop_is_spread_and_each_item_walked_alone() -> None:
    lanes = FakeLanes()
    one = bench(action("first"), loop([1, 2, 3], action("a", "odd"), concurrency=2, on_item_error="continue"))
    outcome = spread(one, lanes)
    assert (outcome.status, outcome.wake_at) == (RunStatus.WAITING, None)
    paths = [f"actions/1/items/{index}" for index in range(3)]
    assert lanes.groups == {"actions/1": (paths, 2)}
    assert spread(one, lanes, paths[1]) == Outcome(RunStatus.COMPLETED)
    assert [call.node_id for call in one.executor.calls] == ["first", "a"]
    failed = spread(one, lanes, paths[0])
    assert (failed.status, failed.ends_group) == (RunStatus.FAILED, False)
    assert spread(one, lanes, paths[0]).status is RunStatus.FAILED
    assert len(one.executor.calls) == 3
    assert spread(one, lanes).status is RunStatus.WAITING
    spread(one, lanes, paths[2])
    outcome = spread(one, lanes)
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["f"]["ids"] == [2]
    assert spread(one, lanes, "actions/1/items/9").status is RunStatus.CANCELLED
    assert spread(one, lanes, paths[2]).status is RunStatus.CANCELLED


def test_only_what_can_run_beside_something_else_is_spread() -> None:
    for node in (loop([1], action("a"), concurrency=5), loop([1, 2], action("a"))):
        lanes = FakeLanes()
        assert spread(bench(node), lanes).status is RunStatus.COMPLETED
        assert lanes.groups == {}


def test_a_failed_lane_ends_its_group_once_the_others_are_gone() -> None:
    lanes = FakeLanes()
    one = bench(parallel([action("a", "bad")], [WAIT], [action("c")]), action("after"))
    spread(one, lanes)
    assert spread(one, lanes, "actions/0/branches/1").wake_at == START + timedelta(seconds=60)
    failed = spread(one, lanes, "actions/0/branches/0")
    assert (failed.status, failed.ends_group) == (RunStatus.FAILED, True)
    lanes.working = {"actions/0/branches/2"}
    assert spread(one, lanes) == Outcome(RunStatus.WAITING)
    lanes.working.clear()
    outcome = spread(one, lanes)
    assert (outcome.status, outcome.failed_path) == (RunStatus.FAILED, "actions/0/branches/0/actions/0")
    assert lanes.stopped == ["actions/0", "actions/0"]
    assert one.statuses()["actions/0/branches/1/actions/0"] == "cancelled"


def test_a_stop_in_a_lane_ends_the_group() -> None:
    lanes = FakeLanes()
    one = bench(parallel([STOP], [action("b")]))
    spread(one, lanes)
    child = spread(one, lanes, "actions/0/branches/0")
    assert (child.status, child.ends_group) == (RunStatus.COMPLETED, True)
    again = spread(one, lanes, "actions/0/branches/0")
    assert (again.status, again.ends_group) == (RunStatus.COMPLETED, True)
    outcome = spread(one, lanes)
    assert (outcome.status, outcome.reason) == (RunStatus.COMPLETED, "enough")


def test_lanes_have_lanes_and_look_up_only_their_own_way() -> None:
    inner = parallel([action("x", params={"i": "{{ item }}"})], [action("y")], id_="q")
    gate = {"id": "g", "type": "branch", "branches": [{"actions": [inner, action("z")]}]}
    one = runtime(parallel([action("a")], [action("b")]), loop([1, 2], gate, concurrency=2), action("end"))
    main, lanes = one.units[MAIN], one.units
    outcome = one.finish()
    assert outcome.status is RunStatus.COMPLETED
    assert main.state == "done"
    assert "actions/1/items/1/actions/0/branches/0/actions/0/branches/1" in lanes
    assert [call.node_id for call in one.executor.calls].count("z") == 2
    assert outcome.outputs["f"]["items"][0]["output"]["x"] == {"ids": ["x1"], "one": 0}
    assert sorted(outcome.outputs) == ["a", "b", "end", "f", "p"]
    watched = Watched(one.journal.records)
    again = Bench(one.definition, one.executor, watched, one.clock)
    spread(again, FakeLanes(), "actions/1/items/1")
    foreign = ("actions/0/branches", "actions/1/items/0")
    assert [path for path in watched.seen if path.startswith(foreign)] == []


class Watched(InMemoryJournal):
    """Knows what was looked up."""

    seen: ClassVar[list[str]] = []

    def load(self, path: str) -> StepRecord | None:
        self.seen.append(path)
        return super().load(path)


def test_a_lane_cannot_go_where_the_run_has_not_been() -> None:
    one = bench(action("a"), loop([1, 2], action("b"), concurrency=2))
    for only in ("actions/1/items/0", "actions/0/items/0", "actions/7/items/0", "actions/1/items/0/x"):
        assert spread(one, FakeLanes(), only).status is RunStatus.CANCELLED
    assert one.executor.calls == []


def test_a_lane_takes_the_way_that_its_branch_has_taken() -> None:
    gate = {
        "id": "g",
        "type": "branch",
        "branches": [{"actions": [loop([1, 2], action("b"), concurrency=2)]}],
        "else": [loop([1, 2], action("c"), concurrency=2, id_="h")],
    }
    one = bench(gate)
    spread(one, FakeLanes())
    assert spread(one, FakeLanes(), "actions/0/else/0/items/0").status is RunStatus.CANCELLED
    assert spread(one, FakeLanes(), "actions/0/branches/0/actions/0/items/0").status is RunStatus.COMPLETED


def test_cancelling_a_lane_writes_nothing() -> None:
    one = runtime(loop([1, 2], action("b"), concurrency=2))
    one.walk(MAIN)
    one.units["actions/0/items/0"].told_to_stop = True
    one.walkable()
    outcome = one.walk("actions/0/items/0")
    assert outcome is not None
    assert outcome.status is RunStatus.CANCELLED
    assert one.executor.calls == []


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


def test_the_time_of_lanes_is_that_of_their_container() -> None:
    one = runtime(loop([1, 2], WAIT, concurrency=2, timeout_seconds=30.0), action("after"))
    outcome = one.finish()
    assert outcome.error is not None
    assert outcome.error.code == "timeout"
    assert all(unit.state == "done" for unit in one.units.values())


def test_a_lane_that_outlives_its_container_waits_to_be_stopped() -> None:
    lanes = FakeLanes()
    one = bench(loop([1, 2], WAIT, action("a"), concurrency=2, timeout_seconds=70.0))
    assert spread(one, lanes).wake_at == START + timedelta(seconds=70)
    spread(one, lanes, "actions/0/items/0")
    one.clock.advance(80)
    assert spread(one, lanes, "actions/0/items/0") == Outcome(RunStatus.WAITING)
    lanes.working = {"actions/0/items/0"}
    assert spread(one, lanes) == Outcome(RunStatus.WAITING)
    lanes.working.clear()
    assert spread(one, lanes).status is RunStatus.FAILED
    assert one.executor.calls == []
