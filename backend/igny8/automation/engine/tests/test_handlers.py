"""What follows a failure: handlers of a step, ``on_failure`` and ``on_recovery`` of the rule, retries."""

# ruff: noqa: E501 - rules read best with a line a node

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.engine import (
    ActionCall,
    Definition,
    DefinitionInvalid,
    JsonObject,
    Outcome,
    RuleEngine,
    RunStatus,
    StepError,
    StepFailure,
    validate_definition,
)
from igny8.automation.engine.schema.model import RetrySpec
from igny8.automation.engine.testing import FakeExecutor, FakeLanes
from igny8.automation.engine.tests.support import CATALOG, Bench, action, rule
from igny8.automation.engine.walker.retry import backoff_seconds

WAIT: JsonObject = {"id": "w", "type": "wait", "params": {"seconds": 60}}
STOP: JsonObject = {"id": "s", "type": "stop", "params": {"status": "skipped"}}


def work(call: ActionCall) -> JsonObject:
    return {"ids": [call.node_id]}


def bad(call: ActionCall) -> JsonObject:
    raise StepFailure("boom", f"{call.node_id} failed", output={"half": 1})


def bench(*actions: JsonObject, **more: Any) -> Bench:
    return Bench(rule(*actions, **more), FakeExecutor({"work": work, "bad": bad}))


def names(one: Bench) -> list[str]:
    return [call.node_id for call in one.executor.calls]


def test_a_handler_is_walked_and_the_run_goes_on() -> None:
    told = {"text": "{{ error.message }} ({{ error.code }}) at {{ error.path }} of {{ error.step }}"}
    one = bench(
        action("a", "bad", on_error=[WAIT, action("h", params=told)]),
        action("after", params={"half": "{{ steps.a.half }}", "h": "{{ steps.h.ids }}"}),
    )
    assert one.run().status is RunStatus.WAITING
    outcome = one.run_to_end()
    assert outcome.status is RunStatus.COMPLETED
    assert [call.path for call in one.executor.calls] == ["actions/0", "actions/0/on_error/1", "actions/1"]
    assert one.executor.calls[1].params == {"text": "a failed (boom) at actions/0 of a"}
    assert one.executor.calls[2].params == {"half": 1, "h": ["h"]}
    assert one.journal.records["actions/0"].continued is True
    assert "error" not in one.executor.calls[2].context
    assert outcome.outputs["a"]["error"]["code"] == "boom"
    assert one.run() == outcome


def test_a_handler_that_fails_or_stops_does_so_for_the_step() -> None:
    one = bench(action("a", "bad", on_error=[action("h", "bad")]), action("after"))
    outcome = one.run()
    assert (outcome.status, outcome.failed_path) == (RunStatus.FAILED, "actions/0/on_error/0")
    assert one.run() == outcome
    one = bench(action("a", "bad", on_error=[STOP]), action("after"))
    assert one.run().status is RunStatus.SKIPPED
    assert one.run().status is RunStatus.SKIPPED
    assert names(one) == ["a"]


def test_an_empty_handler_lets_the_run_go_on() -> None:
    one = bench(action("a", "bad", on_error=[]), action("after"))
    assert one.run().status is RunStatus.COMPLETED


@pytest.mark.parametrize("kind", ["branch", "parallel"])
def test_a_container_has_a_handler_that_sees_its_inside(kind: str) -> None:
    node = {
        "id": "g",
        "type": kind,
        "branches": [{"actions": [action("in"), action("x", "bad")]}],
        "on_error": [action("h", params={"in": "{{ steps.in.ids }}", "at": "{{ error.path }}"})],
    }
    one = bench(node, action("after"))
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    at = "actions/0/branches/0/actions/1"
    assert one.executor.calls[2].params == {"in": ["in"], "at": at}
    assert list(outcome.outputs) == ["in", "h", "g", "after"]
    assert one.run() == outcome


def test_a_handler_may_have_lanes() -> None:
    loop = {"id": "f", "type": "for_each", "items": [1, 2], "concurrency": 2, "actions": [action("h")]}
    for node in (
        action("a", "bad"),
        {"id": "g", "type": "branch", "branches": [{"actions": [action("x", "bad")]}]},
    ):
        one, lanes = bench({**node, "on_error": [loop]}, action("after")), FakeLanes()
        engine = RuleEngine(one.clock)

        def walk(
            only: str | None = None, one: Bench = one, engine: RuleEngine = engine, lanes: FakeLanes = lanes
        ) -> Outcome:
            return engine.run(
                one.definition,
                {},
                run_id="r",
                journal=one.journal,
                executor=one.executor,
                lanes=lanes,
                only=only,
            )

        assert walk().status is RunStatus.WAITING
        assert lanes.groups["actions/0/on_error/0"][1] == 2
        for index in range(2):
            assert walk(f"actions/0/on_error/0/items/{index}").status is RunStatus.COMPLETED
        assert walk().status is RunStatus.COMPLETED
        assert names(one).count("h") == 2


def run(one: Bench, **options: Any) -> Outcome:
    return RuleEngine(one.clock).run(
        one.definition, one.context, run_id="r", journal=one.journal, executor=one.executor, **options
    )


def test_on_failure_is_walked_when_the_run_has_failed() -> None:
    told = {"code": "{{ error.code }}", "at": "{{ error.path }}", "a": "{{ steps.a.ids | default: 0 }}"}
    one = bench(
        action("a"), action("b", "bad"), on_failure=[WAIT, action("tell", params=told)], on_recovery=[action("r")]
    )  # fmt: skip
    assert one.run().status is RunStatus.WAITING
    one.clock.advance(60)
    outcome = run(one, recovering=True)
    assert (outcome.status, outcome.failed_path) == (RunStatus.FAILED, "actions/1")
    assert one.executor.calls[-1].path == "on_failure/1"
    assert one.executor.calls[-1].params == {"code": "boom", "at": "actions/1", "a": ["a"]}
    assert run(one) == outcome
    assert names(one) == ["a", "b", "tell"]


def test_on_failure_is_walked_after_conditions_that_could_not_be_decided() -> None:
    wrong = [{"field": "n", "operator": "is_true"}]
    one = bench(action("a"), conditions=wrong, on_failure=[action("tell")])
    assert one.run().status is RunStatus.FAILED
    assert names(one) == ["tell"]


def test_a_failure_of_on_failure_is_told_of_and_changes_nothing() -> None:
    one = bench(action("b", "bad"), on_failure=[action("tell", "bad"), action("more")])
    outcome = one.run()
    assert (outcome.status, outcome.failed_path) == (RunStatus.FAILED, "actions/0")
    assert outcome.reason == "b failed `on_failure` failed too, at on_failure/0: tell failed"
    assert one.run() == outcome
    assert names(one) == ["b", "tell"]


def test_on_recovery_is_walked_after_a_run_that_failed() -> None:
    one = bench(
        action("a"),
        on_failure=[action("tell")],
        on_recovery=[action("well", params={"x": "{{ steps.a.ids }}"})],
    )
    assert run(one).status is RunStatus.COMPLETED
    assert names(one) == ["a"]
    assert run(one, recovering=True).status is RunStatus.COMPLETED
    assert names(one) == ["a", "well"]
    one = bench(action("a"), on_recovery=[STOP, action("more")])
    assert run(one, recovering=True).status is RunStatus.COMPLETED
    assert names(one) == ["a"]


def test_a_run_that_failed_from_outside_only_walks_on_failure() -> None:
    late = StepError("timeout", "It took too long.")
    one = bench(
        action("a"), WAIT, action("b"), on_failure=[action("tell", params={"x": "{{ steps.a.ids }}"})]
    )
    one.run()
    one.clock.advance(100)
    outcome = run(one, failure=late)
    assert (outcome.status, outcome.error, outcome.reason) == (RunStatus.FAILED, late, late.message)
    assert names(one) == ["a", "tell"]
    assert one.executor.calls[-1].params == {"x": ["a"]}
    fresh = bench(action("a"), conditions=[{"field": "n", "operator": "exists"}], on_failure=[action("tell")])
    assert run(fresh, failure=late).error == late
    assert names(fresh) == ["tell"]


def test_on_failure_may_have_lanes() -> None:
    loop = {"id": "f", "type": "for_each", "items": [1, 2], "concurrency": 2, "actions": [action("h")]}
    one, lanes = bench(action("b", "bad"), on_failure=[loop]), FakeLanes()
    assert run(one, lanes=lanes).status is RunStatus.WAITING
    assert run(one, lanes=lanes, only="on_failure/0/items/1").status is RunStatus.COMPLETED
    assert run(one, lanes=lanes, only="on_failure/0/items/0").status is RunStatus.COMPLETED
    assert run(one, lanes=lanes).failed_path == "actions/0"
    assert names(one) == ["b", "h", "h"]
    healthy = bench(action("a"), on_failure=[loop])
    healthy.run()
    assert run(healthy, lanes=lanes, only="on_failure/0/items/0").status is RunStatus.COMPLETED
    assert "on_failure/0/items/0" not in healthy.journal.records


def test_cancelling_reaches_on_failure() -> None:
    one = bench(action("b", "bad"), on_failure=[action("h")])
    answers = iter([False, False, True])
    outcome = run(one, cancelled=lambda: next(answers))
    assert outcome.status is RunStatus.CANCELLED
    assert names(one) == ["b"]


def test_nodes_of_handlers_belong_to_the_rule() -> None:
    raw = {
        "actions": [{"type": "work", "params": {}, "on_error": [{"type": "work", "params": {}}]}],
        "on_failure": [{"type": "work", "params": {}}],
        "on_recovery": [{"type": "work", "params": {}}],
    }
    definition: Definition = validate_definition(raw, CATALOG)
    assert [(node.id, node.at) for node in definition.nodes()] == [
        ("work", "actions[0]"),
        ("work_2", "actions[0].on_error[0]"),
        ("work_3", "on_failure[0]"),
        ("work_4", "on_recovery[0]"),
    ]
    assert validate_definition(definition.raw, CATALOG).raw == definition.raw


@pytest.mark.parametrize(
    ("raw", "at", "text"),
    [
        ({"actions": [action("a", on_error=[action("h", "wrk")])]}, "actions[0].on_error[0].type", "Did you mean"),
        ({"actions": [action("a", on_error=[action("a")])]}, "actions[0].on_error[0].id", "is the id of"),
        ({"actions": [action("a")], "on_failure": [action("a")]}, "on_failure[0].id", "is the id of actions[0]"),
        ({"actions": [], "on_failure": {}}, "on_failure", "valid list"),
        ({"actions": [action("a", params={"x": "{{ steps.h.x }}"}, on_error=[action("h")])]}, "actions[0].params.x", "comes later"),
        ({"actions": [action("a", on_error=[action("h", params={"x": "{{ steps.b.x }}"})]), action("b")]}, "actions[0].on_error[0].params.x", "comes later"),
        ({"actions": [action("a", on_error=[action("h", params={"x": "{{ steps.a.x }}"})])]}, "actions[0].on_error[0].params.x", "inside another"),
        ({"actions": [action("a", params={"x": "{{ item }}"})]}, "actions[0].params.x", "only inside a `for_each`"),
        ({"actions": [{"id": "f", "type": "for_each", "items": "{{ index }}"}]}, "actions[0].items", "only inside"),
        ({"actions": [{"id": "f", "type": "for_each", "items": 5}]}, "actions[0].items", "Must be a list"),
        ({"actions": [{"id": "f", "type": "for_each", "items": "{{ | }}"}]}, "actions[0].items", ""),
        ({"actions": [{"id": "f", "type": "for_each", "items": ["{{ steps.f.x }}"]}]}, "actions[0].items[0]", "its own"),
        ({"actions": [{"id": "f", "type": "for_each"}]}, "actions[0].items", "Must be given"),
        ({"actions": [{"id": "f", "type": "for_each", "items": [], "actions": [action("in")]}, action("b", params={"x": "{{ steps.in.x }}"})]}, "actions[1].params.x", "inside another branch or loop"),
        ({"actions": [{"id": "p", "type": "parallel", "branches": [{"actions": [action("x")]}, {"actions": [action("y", params={"x": "{{ steps.x.x }}"})]}]}]}, "actions[0].branches[1].actions[0].params.x", "inside another branch"),
        ({"actions": [{"id": "p", "type": "parallel", "branches": []}]}, "actions[0].branches", "at least 1"),
        ({"actions": [{"id": "p", "type": "parallel", "branches": [{}], "fail": "slow"}]}, "actions[0].fail", "fast"),
        ({"actions": [action("a")], "on_failure": [action("h", params={"x": "{{ steps.no.x }}"})]}, "on_failure[0].params.x", "there is no step"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_when_the_rule_is_saved(raw: JsonObject, at: str, text: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        validate_definition(raw, CATALOG)
    assert text in " ".join(refused.value.errors[at])


def test_an_input_may_be_called_item() -> None:
    raw = {"inputs": [{"name": "item"}], "actions": [action("a", params={"x": "{{ item }}"})]}
    validate_definition(raw, CATALOG)


def test_the_longest_pause_between_attempts_can_be_set() -> None:
    failure = StepFailure("busy", "", retryable=True)
    policy = RetrySpec(attempts=20, backoff_seconds=10.0, max_backoff_seconds=30.0)
    delays = [backoff_seconds(policy, failure, attempt, "s") or 0 for attempt in (1, 2, 3, 9)]
    for delay, base in zip(delays, (10, 20, 30, 30), strict=True):
        assert base <= delay <= base * 1.25


# -- instant actions -----------------------------------------------------------------------------------


def test_an_instant_action_is_one_write() -> None:
    one = bench(action("a", params={"x": 1}, when=[{"field": "now", "operator": "exists"}]))
    assert run(one, instant={"work"}).status is RunStatus.COMPLETED
    assert one.journal.calls == [("complete", "actions/0")]
    record = one.journal.records["actions/0"]
    assert record.input == {"x": 1}
    assert record.evaluation is not None


def test_an_instant_action_that_fails_keeps_its_input() -> None:
    one = bench(action("a", "bad", params={"x": 1}))
    assert run(one, instant={"bad"}).status is RunStatus.FAILED
    assert one.journal.calls == [("fail", "actions/0")]
    assert one.journal.records["actions/0"].input == {"x": 1}


def test_an_instant_action_is_tried_again_as_others_are() -> None:
    def flaky(call: ActionCall) -> JsonObject:
        if call.attempt < 2:
            raise StepFailure("busy", "later", retryable=True)
        return {}

    one = bench(action("a", "flaky", params={"x": 1}))
    one.executor.behaviours = {"flaky": flaky}
    assert run(one, instant={"flaky"}).status is RunStatus.WAITING
    assert one.journal.records["actions/0"].input == {"x": 1}
    one.clock.advance(10)
    assert run(one, instant={"flaky"}).status is RunStatus.COMPLETED
    assert one.journal.records["actions/0"].attempt == 2
