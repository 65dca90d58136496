"""Loops and parallels spread over lanes: each child walked alone, ended early, cancelled, too late."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from igny8.automation.engine import JsonObject, Outcome, RuleEngine, RunStatus, StepRecord
from igny8.automation.engine.testing import START, FakeExecutor, FakeLanes, InMemoryJournal
from igny8.automation.engine.tests.lane_runtime import MAIN, LaneRuntime
from igny8.automation.engine.tests.support import Bench, action, rule
from igny8.automation.engine.tests.test_containers import BEHAVIOURS, STOP, WAIT, bench, loop, parallel


def runtime(*actions: JsonObject) -> LaneRuntime:
    return LaneRuntime(rule(*actions), FakeExecutor(BEHAVIOURS))


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
