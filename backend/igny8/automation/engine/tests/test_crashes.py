"""The process may die at every instant: the run ends the same, and no completed step is done again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.automation.engine import ActionCall, ActionResult, Definition, JsonObject, Outcome, StepFailure
from igny8.automation.engine.testing import (
    CrashPoint,
    FakeExecutor,
    FixedClock,
    InMemoryJournal,
    SimulatedCrash,
)
from igny8.automation.engine.tests.lane_runtime import LaneRuntime
from igny8.automation.engine.tests.support import Bench, action, rule


def flaky(call: ActionCall) -> JsonObject:
    if call.attempt < 3:
        raise StepFailure("busy", "later", retryable=True, credits=call.attempt)
    return {"tries": call.attempt}


def bad(call: ActionCall) -> JsonObject:
    raise StepFailure("boom", "no", output={"partial": [1]}, credits=3)


def work(call: ActionCall) -> ActionResult:
    return ActionResult({"ids": [call.node_id], "seen": len(call.outputs)}, credits=10)


def odd(call: ActionCall) -> JsonObject:
    if call.context["item"] % 2:
        raise StepFailure("odd", "no")
    return {"even": call.context["item"]}


def later(call: ActionCall) -> ActionResult:
    return ActionResult({"done": True}) if call.resumed or call.interrupted else ActionResult(pending=True)


BEHAVIOURS = {"work": work, "flaky": flaky, "bad": bad, "odd": odd, "later": later}
GATE: JsonObject = {
    "id": "gate",
    "type": "branch",
    "branches": [
        {"conditions": [{"field": "n", "operator": "greater_than", "value": 5}], "actions": [action("big")]},
        {
            "conditions": [{"field": "steps.first.ids", "operator": "contains", "value": "first"}],
            "actions": [
                action("inner", params={"ids": "{{ steps.first.ids }}"}),
                {"id": "pause", "type": "wait", "params": {"seconds": 30}},
                action("inner_flaky", "flaky"),
                {
                    "id": "nested",
                    "type": "branch",
                    "on_error": "continue",
                    "branches": [{"actions": [action("deep"), action("deep_bad", "bad")]}],
                },
            ],
        },
    ],
}
EVERYTHING = [
    action("first"),
    {"id": "vars", "type": "set", "params": {"all": "{{ steps.first.ids }}"}},
    action("never", when=[{"field": "n", "operator": "equals", "value": 99}]),
    action("flaky", "flaky", retry={"attempts": 3, "backoff_seconds": 0.0}),
    action("soft", "bad", on_error="continue"),
    GATE,
    action("after", params={"deep": "{{ steps.deep.ids }}", "error": "{{ steps.nested.error.code }}"}),
]
CONDITIONS = [{"field": "n", "operator": "less_than", "value": 5}]
ITEMS: JsonObject = {
    "id": "each",
    "type": "for_each",
    "items": "{{ list }}",
    "concurrency": 2,
    "on_item_error": "continue",
    "actions": [
        action("do", params={"i": "{{ item }}"}),
        {"id": "nap", "type": "wait", "params": {"seconds": 10}},
        action("odd", "odd"),
        {
            "id": "ways",
            "type": "parallel",
            "branches": [{"actions": [action("left", "flaky")]}, {"actions": [action("right")]}],
        },
    ],
}
LOOPS = [
    action("first"),
    ITEMS,
    {
        "id": "both",
        "type": "parallel",
        "fail": "collect",
        "branches": [{"actions": [action("p1", "bad")]}, {"actions": [action("p2"), action("p3", "later")]}],
    },
    action("after", params={"seen": "{{ steps.each.seen }}", "p2": "{{ steps.p2.ids }}"}),
]
HANDLERS = [
    action(
        "x",
        "bad",
        on_error=[action("h1"), {"id": "nap", "type": "wait", "params": {"seconds": 5}}, action("h2")],
    ),
    {
        "id": "late",
        "type": "branch",
        "timeout_seconds": 20.0,
        "on_error": [action("h3", params={"code": "{{ error.code }}"})],
        "branches": [{"actions": [action("in"), {"id": "long", "type": "wait", "params": {"seconds": 60}}]}],
    },
    {
        "id": "fast",
        "type": "parallel",
        "on_error": "continue",
        "branches": [
            {
                "actions": [
                    action("w"),
                    {"id": "nap2", "type": "wait", "params": {"seconds": 60}},
                    action("no"),
                ]
            },
            {"actions": [action("v", "bad")]},
        ],
    },
    action("after"),
]
ASKING = [
    {"id": "ask", "type": "approval", "params": {"items": ["a", "b"]}},
    {"id": "tell", "type": "wait", "params": {"event": {"type": "x"}, "timeout_seconds": 60}},
    {"id": "lapse", "type": "approval", "params": {"deadline_hours": 1, "on_deadline": "approve"}},
    action("after", params={"ids": "{{ steps.ask.approved_ids }}"}),
]
STOP: JsonObject = {"id": "stop", "type": "stop", "params": {"reason": "enough"}}
RULES = {
    "everything": rule(*EVERYTHING, conditions=CONDITIONS),
    "fails in a branch": rule(
        action("first"),
        {
            "id": "g",
            "type": "branch",
            "branches": [{"actions": [action("x"), action("y", "bad"), action("z")]}],
        },
        action("after"),
    ),
    "stops in a branch": rule(
        action("first"), {"id": "g", "type": "branch", "branches": [{"actions": [STOP]}]}, action("after")
    ),
    "conditions do not hold": rule(
        action("first"), conditions=[{"field": "n", "operator": "equals", "value": 7}]
    ),
    "conditions are wrong": rule(
        action("first"), conditions=[{"field": "n", "operator": "equals", "value": "x"}]
    ),
    "loops and parallels": rule(*LOOPS),
    "handlers and timeouts": rule(*HANDLERS),
    "people and events": rule(*ASKING),
    "a stop in a loop": rule(
        {"id": "f", "type": "for_each", "items": [1, 2], "actions": [action("x"), STOP]}, action("after")
    ),
    "on_failure": rule(
        action("x", "bad"), on_failure=[action("t"), action("u", "flaky"), action("v", "bad")]
    ),
    "a wrong expression": rule(action("first"), action("next", params={"x": "{{ nowhere }}"})),
}


class World:
    """What survives a crash: the journal, the clock, and what was done outside."""

    def __init__(self, definition: Definition, crash_at: int = 0) -> None:
        self.crash = CrashPoint(crash_at)
        self.journal = InMemoryJournal(crash=self.crash)
        self.executor = FakeExecutor(BEHAVIOURS, self.crash)
        self.bench = Bench(definition, self.executor, self.journal, FixedClock(), {"n": 1, "list": [1, 2, 3]})
        self.completed_twice: list[str] = []

    def run(self) -> Outcome:
        """Run to the end, starting anew after each crash; note calls for steps that were completed."""
        while True:
            try:
                return self._run()
            except SimulatedCrash:
                self.crash.at = 0

    def _run(self) -> Outcome:
        outcome = self.bench.run()
        while not outcome.finished:
            if not self._answered() and outcome.wake_at is not None:
                self.bench.clock.moment = max(outcome.wake_at, self.bench.clock.moment)
            outcome = self.bench.run()
        return outcome

    def _answered(self) -> bool:
        """Answer what has no deadline, or is an event."""
        asked = [path for path, signal in self.journal.asked.items() if not signal.get("deadline")]
        for path in asked:
            self.journal.asked.pop(path)
            self.journal.answer(path, {"decision": "approve", "items": {"b": "reject"}})
        return bool(asked)

    def story(self) -> dict[str, Any]:
        """The final records without what a crash may leave on them."""
        return {path: replace(record, crashes=0) for path, record in self.journal.records.items()}

    def repeated(self) -> int:
        """How many calls were made beyond the first of each attempt of each step."""
        counts = Counter((call.path, call.attempt) for call in self.executor.calls if call.type != "later")
        return sum(counts.values()) - len(counts)


def points_of(definition: Definition) -> int:
    world = World(definition)
    world.run()
    return world.crash.passed


CASES = [(name, k) for name, definition in RULES.items() for k in range(1, points_of(definition) + 1)]


def test_there_are_many_points_to_die_at() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize(("name", "k"), CASES)
def test_a_crash_at_any_point_changes_nothing(name: str, k: int) -> None:
    calm, crashed = World(RULES[name]), World(RULES[name], crash_at=k)
    expected, outcome = calm.run(), crashed.run()
    assert outcome == expected
    assert crashed.story() == calm.story()
    assert calm.repeated() == 0
    assert crashed.repeated() <= 1
    completions = Counter(
        path for method, path in crashed.journal.calls if method in ("complete", "fail", "skip")
    )
    assert set(completions.values()) <= {1}


@pytest.mark.parametrize("name", RULES)
def test_no_step_is_called_after_its_result_is_stored(name: str) -> None:
    for k in range(1, points_of(RULES[name]) + 1):
        world = World(RULES[name], crash_at=k)
        finished_before: set[str] = set()

        def watch(
            call: ActionCall, behaviour: Any, finished: set[str] = finished_before, world: World = world
        ) -> Any:
            stored = world.journal.records[call.path]
            assert stored.status.value == "running"
            assert call.path not in finished
            return behaviour(call)

        world.executor.behaviours = {
            type_: (lambda call, b=behaviour, w=watch: w(call, b)) for type_, behaviour in BEHAVIOURS.items()
        }
        world.run()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_any_number_of_crashes_changes_nothing(deaths: list[int]) -> None:
    definition = RULES["everything"]
    calm = World(definition)
    expected = calm.run()
    world = World(definition)
    outcome = None
    for distance in deaths:
        world.crash.at = world.crash.passed + distance
        try:
            outcome = world._run()
        except SimulatedCrash:
            continue
        break
    world.crash.at = 0
    outcome = world.run()
    assert outcome == expected
    assert world.story() == calm.story()
    assert world.repeated() <= len(deaths)


# -- lanes ---------------------------------------------------------------------------------------------

NESTED: JsonObject = {
    "id": "each",
    "type": "for_each",
    "items": [1, 2, 3],
    "concurrency": 2,
    "on_item_error": "continue",
    "actions": [
        action("do"),
        {
            "id": "ways",
            "type": "parallel",
            "branches": [
                {"actions": [action("left", "flaky")]},
                {"actions": [{"id": "nap", "type": "wait", "params": {"seconds": 10}}, action("odd", "odd")]},
            ],
        },
        {"id": "ask", "type": "approval", "params": {}},
    ],
}
SPREAD = {
    "lanes in lanes": rule(action("first"), NESTED, action("after")),
    "a lane fails": rule(
        {
            "id": "p",
            "type": "parallel",
            "on_error": [action("h")],
            "branches": [
                {"actions": [action("x", "bad")]},
                {"actions": [{"id": "nap", "type": "wait", "params": {"seconds": 10}}, action("y")]},
            ],
        },
        action("after"),
    ),
    "lanes are too late": rule(
        {**NESTED, "timeout_seconds": 5.0, "on_error": "continue"},
        action("after"),
        on_recovery=[action("well")],
    ),
}


def lanes_of(name: str) -> LaneRuntime:
    return LaneRuntime(SPREAD[name], FakeExecutor(BEHAVIOURS), options={"recovering": True})


def lane_points(name: str) -> int:
    runtime = lanes_of(name)
    runtime.finish()
    return runtime.crash.passed


LANE_CASES = [(name, k) for name in SPREAD for k in range(1, lane_points(name) + 1)]


@pytest.mark.parametrize(("name", "k"), LANE_CASES)
def test_a_death_in_any_lane_changes_nothing(name: str, k: int) -> None:
    calm, struck = lanes_of(name), lanes_of(name)
    expected = calm.finish()
    struck.deadly = k
    outcome = struck.finish()
    assert outcome == expected
    assert struck.deaths == 1
    stories = [
        {path: replace(record, crashes=0) for path, record in one.journal.records.items()}
        for one in (calm, struck)
    ]
    assert stories[0] == stories[1]
    counts = Counter((call.path, call.attempt) for call in struck.executor.calls if call.type != "later")
    assert sum(counts.values()) - len(counts) <= 1
