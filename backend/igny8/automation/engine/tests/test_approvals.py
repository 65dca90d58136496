"""Waiting for people and for events: what is asked, what an answer means, what silence means."""

# ruff: noqa: E501 - rules read best with a line a node

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.engine import ActionCall, ActionResult, DefinitionInvalid, JsonObject, RunStatus
from igny8.automation.engine.testing import START, FakeExecutor
from igny8.automation.engine.tests.support import Bench, action, rule

PATH = "actions/0"


def approval(**params: Any) -> JsonObject:
    return {"id": "a", "type": "approval", "name": "Look at it", "params": params}


def bench(node: JsonObject, **context: Any) -> Bench:
    return Bench(rule(node, action("after")), context=context)


def answered(one: Bench, **answer: Any) -> Any:
    assert one.run().status is RunStatus.WAITING
    one.journal.answer(PATH, answer)
    return one.run()


def test_it_asks_and_waits_for_an_answer() -> None:
    params = {"message": "Publish {{ n }}?", "items": "{{ ids }}", "approvers": ["editor"]}
    one = bench(approval(**params), n=3, ids=["x", 7])
    outcome = one.run()
    assert (outcome.status, outcome.wake_at, outcome.for_signal) == (RunStatus.WAITING, None, True)
    assert one.journal.asked[PATH] == {
        "kind": "approval",
        "title": "Look at it",
        "message": "Publish 3?",
        "items": [{"id": "x"}, {"id": "7"}],
        "approvers": ["editor"],
        "deadline": None,
        "on_deadline": "reject",
    }
    assert one.run() == outcome
    assert [method for method, _ in one.journal.calls] == ["wait"]


def test_an_approval_lets_the_run_go_on() -> None:
    one = bench(approval(items="{{ ids }}"), ids=["x", 7, {"id": "z", "title": "Z"}])
    outcome = answered(
        one,
        decision="approve",
        items={"x": "reject", "7": {"edit": {"title": "T"}}},
        note="fine",
        by="ann@example.com",
        at="2026-03-02T10:00:00Z",
    )
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["a"] == {
        "decision": "approve",
        "approved_ids": [7, "z"],
        "rejected_ids": ["x"],
        "edits": {"7": {"title": "T"}},
        "note": "fine",
        "by": "ann@example.com",
        "at": "2026-03-02T10:00:00Z",
        "lapsed": False,
    }
    assert one.run() == outcome


def test_a_rejection_ends_the_run_as_cancelled_with_the_reason() -> None:
    one = bench(approval())
    outcome = answered(one, decision="reject", note="too long", by="Ann")
    assert (outcome.status, outcome.reason) == (RunStatus.CANCELLED, "Rejected by Ann: too long")
    assert one.statuses() == {PATH: "completed"}
    assert one.run() == outcome


def test_a_rejection_can_be_left_to_the_rule() -> None:
    one = bench(approval(on_reject="continue", items=["x", "y"]))
    outcome = answered(one, decision="reject", items={"y": "approve"})
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["a"]["approved_ids"] == ["y"]
    assert outcome.outputs["a"]["rejected_ids"] == ["x"]


WHEN = {"all": [{"field": "cost", "operator": "greater_than", "value": "{{ limit }}"}]}


def test_it_asks_only_when_its_conditions_hold() -> None:
    one = bench(approval(when=WHEN, items=["x"]), cost=5, limit=10)
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["a"]["decision"] == "not_needed"
    assert outcome.outputs["a"]["approved_ids"] == ["x"]
    evaluation = one.journal.records[PATH].evaluation
    assert evaluation is not None
    assert evaluation["approval"]["all"][0]["actual"] == 5
    assert bench(approval(when=WHEN), cost=50, limit=10).run().status is RunStatus.WAITING
    assert bench(approval(when=WHEN), cost="dear", limit=10).run().status is RunStatus.FAILED
    assert bench(approval(items=[])).run().outputs["a"]["decision"] == "not_needed"


@pytest.mark.parametrize(
    ("on_deadline", "status", "decision"),
    [
        ("approve", RunStatus.COMPLETED, "approve"),
        ("reject", RunStatus.CANCELLED, "reject"),
        ("stop", RunStatus.CANCELLED, "lapse"),
        ("fail", RunStatus.FAILED, None),
    ],
)
@pytest.mark.parametrize("told", [False, True])
def test_silence_means_what_the_rule_says(
    on_deadline: str, status: RunStatus, decision: str | None, told: bool
) -> None:
    one = bench(approval(deadline_hours=48, on_deadline=on_deadline, items=["x"]))
    assert one.run().wake_at == START + timedelta(hours=48)
    if told:
        one.journal.answer(PATH, {"decision": "lapse"})
    else:
        assert one.run().status is RunStatus.WAITING
        one.clock.advance(48 * 3600)
    outcome = one.run()
    assert outcome.status is status
    output = one.journal.records[PATH].output
    assert output.get("decision") == decision
    if decision is None:
        assert outcome.error is not None
        assert outcome.error.code == "approval_lapsed"
    else:
        assert output["lapsed"] is True
        assert bool(output["approved_ids"]) is (decision == "approve")
    if status is not RunStatus.COMPLETED:
        assert outcome.reason == "Nobody decided within 48 hours."
    assert one.run() == outcome


@pytest.mark.parametrize("item", [True, None, "", {"title": "T"}, [1]])
def test_an_item_without_an_id_fails_the_step(item: Any) -> None:
    outcome = bench(approval(items=["x", item])).run()
    assert outcome.error is not None
    assert list(outcome.error.fields) == ["items[1]"]


@pytest.mark.parametrize(
    ("params", "at"),
    [
        ({"on_deadline": "wait"}, "actions[0].params.on_deadline"),
        ({"when": [{"field": "x", "operator": "bigger"}]}, "actions[0].params.when[0].operator"),
        ({"when": [{"field": "steps.b.x", "operator": "exists"}]}, "actions[0].params.when[0].field"),
        ({"deadline_hours": 0}, "actions[0].params.deadline_hours"),
        ({"approver": "x"}, "actions[0].params.approver"),
    ],
)
def test_what_is_wrong_is_found_when_the_rule_is_saved(params: JsonObject, at: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        bench(approval(**params))
    assert list(refused.value.errors) == [at]


# -- events --------------------------------------------------------------------------------------------


def wait(**params: Any) -> JsonObject:
    return {"id": "w", "type": "wait", "params": params}


EVENT = {
    "type": "content.published",
    "changed": ["status"],
    "conditions": [{"field": "object.id", "operator": "equals", "value": "{{ id }}"}],
}


def test_a_wait_for_an_event_goes_on_with_what_came() -> None:
    one = bench(wait(event=EVENT), id="c1")
    outcome = one.run()
    assert (outcome.wake_at, outcome.for_signal) == (None, True)
    assert one.journal.asked[PATH] == {
        "kind": "event",
        "type": "content.published",
        "changed": ["status"],
        "match": [{"field": "object.id", "operator": "equals", "value": "c1"}],
        "site": "same",
    }
    assert one.run() == outcome
    event = {"type": "content.published", "object": {"id": "c1"}}
    one.journal.answer(PATH, event)
    outcome = one.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["w"] == {"event": event, "timed_out": False}


def test_a_wait_for_an_event_ends_when_its_time_is_over() -> None:
    one = bench(wait(event={"type": "x"}, timeout_seconds=60))
    outcome = one.run()
    assert (outcome.wake_at, outcome.for_signal) == (START + timedelta(seconds=60), True)
    assert one.run_to_end().outputs["w"] == {"event": None, "timed_out": True}


@pytest.mark.parametrize(
    ("params", "at"),
    [
        ({"event": {"type": "x"}, "seconds": 1}, "actions[0].params"),
        ({"seconds": 1, "timeout_seconds": 5}, "actions[0].params"),
        ({"event": {"kind": "x"}}, "actions[0].params.event.type"),
        ({"event": {"type": "x", "conditions": [{"field": "y"}]}}, "actions[0].params.event.conditions[0].operator"),
    ],
)  # fmt: skip
def test_a_wrong_wait_is_found_when_the_rule_is_saved(params: JsonObject, at: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        bench(wait(**params))
    assert at in refused.value.errors


# -- actions that wait ---------------------------------------------------------------------------------


def pending_times(times: int, until: Any = None) -> Any:
    left = iter(range(times))

    def behave(call: ActionCall) -> ActionResult | JsonObject:
        if next(left, None) is not None:
            return ActionResult(pending=True, pending_until=until)
        return {"attempt": call.attempt, "resumed": call.resumed, "signal": call.signal}

    return behave


def test_an_action_that_is_pending_is_asked_again_as_the_same_attempt() -> None:
    one = Bench(rule(action("a", "call")), FakeExecutor({"call": pending_times(1)}))
    outcome = one.run()
    assert (outcome.status, outcome.wake_at, outcome.for_signal) == (RunStatus.WAITING, None, False)
    assert one.run().outputs["a"] == {"attempt": 1, "resumed": True, "signal": None}


def test_a_pending_action_waits_for_its_time_or_a_signal() -> None:
    later = START + timedelta(hours=1)
    one = Bench(rule(action("a", "call")), FakeExecutor({"call": pending_times(1, later)}))
    assert one.run().wake_at == later
    assert one.run().wake_at == later
    assert len(one.executor.calls) == 1
    one.journal.answer(PATH, {"run": "done"})
    assert one.run().outputs["a"]["signal"] == {"run": "done"}
    one = Bench(rule(action("a", "call")), FakeExecutor({"call": pending_times(2, later)}))
    one.run()
    one.clock.advance(3600)
    assert one.run().status is RunStatus.WAITING
    assert one.run().status is RunStatus.COMPLETED
