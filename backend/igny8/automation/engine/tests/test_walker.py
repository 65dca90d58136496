"""What the walk does: order, outputs, skipping, failing, retrying, waiting, stopping, resuming."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from igny8.automation.engine import (
    NODE_KINDS,
    ActionCall,
    ActionResult,
    Cancelled,
    JsonObject,
    LeaseLost,
    RuleEngine,
    RunStatus,
    Step,
    StepError,
    StepFailure,
    StepRecord,
    StepStatus,
    build_context,
    carried_over,
    flow_node_catalog,
    validate_definition,
)
from igny8.automation.engine.nodes.action import ACTION
from igny8.automation.engine.schema.model import RetrySpec
from igny8.automation.engine.testing import START, FakeExecutor, FixedClock, InMemoryJournal
from igny8.automation.engine.tests.support import Bench, action, rule
from igny8.automation.engine.walker.result import Suspended, earliest
from igny8.automation.engine.walker.retry import backoff_seconds


def failing(code: str = "boom", **more: Any) -> Any:
    def behave(call: ActionCall) -> JsonObject:
        raise StepFailure(code, f"{call.node_id} failed", **more)

    return behave


def failing_times(times: int, **more: Any) -> Any:
    def behave(call: ActionCall) -> JsonObject:
        if call.attempt <= times:
            raise StepFailure("busy", "try later", retryable=True, **more)
        return {"attempts": call.attempt}

    return behave


def test_actions_run_in_order_and_outputs_flow_on() -> None:
    bench = Bench(
        rule(
            action("a", "make"),
            action("b", "use", params={"ids": "{{ steps.a.ids }}", "text": "n={{ n }}", "plain": 1}),
        ),
        FakeExecutor({"make": lambda call: ActionResult({"ids": [1, 2]}, credits=30, note="made")}),
        context={"n": 7},
    )
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.finished
    assert outcome.outputs == {"a": {"ids": [1, 2]}, "b": {}}
    assert bench.executor.calls[1].params == {"ids": [1, 2], "text": "n=7", "plain": 1}
    record = bench.journal.records["actions/0"]
    assert (record.credits, record.note, record.output) == (30, "made", {"ids": [1, 2]})
    assert bench.journal.calls == [
        ("begin", "actions/0"),
        ("complete", "actions/0"),
        ("begin", "actions/1"),
        ("complete", "actions/1"),
    ]


def test_a_step_sees_the_nearest_earlier_output_of_a_name() -> None:
    behaviours = {"one": lambda c: {"ids": [1], "x": 1}, "two": lambda c: {"ids": [2], "x": None}}
    bench = Bench(rule(action("a", "one"), action("b", "two"), action("c")), FakeExecutor(behaviours))
    bench.run()
    call = bench.executor.calls[2]
    assert call.earlier("ids") == [2]
    assert call.earlier("x") == 1
    assert call.earlier("nothing") is None
    assert bench.executor.calls[0].earlier("ids") is None


def test_the_context_of_a_call_is_read_only() -> None:
    bench = Bench(rule(action("a")), context={"n": 1})
    bench.run()
    with pytest.raises(TypeError):
        bench.executor.calls[0].context["n"] = 2  # type: ignore[index]
    assert bench.context == {"n": 1}


CONDITION = [{"field": "word_count", "operator": "greater_than", "value": 1000}]


def test_conditions_that_hold_are_recorded_and_the_run_goes_on() -> None:
    bench = Bench(rule(action("a"), conditions=CONDITION), context={"word_count": 1200})
    assert bench.run().status is RunStatus.COMPLETED
    record = bench.journal.records["conditions"]
    assert record.status is StepStatus.COMPLETED
    assert record.evaluation is not None
    assert record.evaluation["all"][0]["actual"] == 1200
    calls = len(bench.journal.calls)
    assert bench.run().status is RunStatus.COMPLETED
    assert len(bench.journal.calls) == calls


def test_conditions_that_do_not_hold_skip_the_run_and_name_the_comparison() -> None:
    bench = Bench(rule(action("a"), conditions=CONDITION), context={"word_count": 800})
    outcome = bench.run()
    assert outcome.status is RunStatus.SKIPPED
    assert outcome.reason == "Conditions not met: `word_count` is greater than 1000: it is 800."
    assert bench.executor.calls == []
    bench.context = {"word_count": 5000}
    assert bench.run() == outcome


def test_conditions_that_cannot_be_decided_fail_the_run() -> None:
    bench = Bench(rule(action("a"), conditions=CONDITION), context={"word_count": "many"})
    outcome = bench.run()
    assert outcome.status is RunStatus.FAILED
    assert outcome.error is not None
    assert outcome.error.code == "condition_error"
    assert "`word_count`" in outcome.reason
    assert outcome.failed_path == "conditions"
    assert bench.run() == outcome


def test_a_step_whose_when_does_not_hold_is_skipped() -> None:
    bench = Bench(
        rule(
            action("a", when=CONDITION),
            action("b", params={"x": "{{ steps.a.x | default: 'none' }}"}),
            action("c", when={"not": {"all": CONDITION}}),
        ),
        context={"word_count": 5},
    )
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert bench.statuses() == {"actions/0": "skipped", "actions/1": "completed", "actions/2": "completed"}
    assert "word_count" in bench.journal.records["actions/0"].note
    assert bench.journal.records["actions/2"].evaluation is not None
    assert "a" not in outcome.outputs
    assert bench.run().outputs == outcome.outputs


def test_a_when_that_cannot_be_decided_fails_the_step_with_its_evaluation() -> None:
    bench = Bench(rule(action("a", when=CONDITION)), context={"word_count": None})
    outcome = bench.run()
    assert outcome.error is not None
    assert outcome.error.code == "condition_error"
    assert bench.journal.records["actions/0"].evaluation is not None


def test_a_failure_stops_the_run_and_stays() -> None:
    bench = Bench(rule(action("a", "bad"), action("b")), FakeExecutor({"bad": failing(credits=5)}))
    outcome = bench.run()
    assert outcome.status is RunStatus.FAILED
    assert outcome.failed_path == "actions/0"
    assert outcome.error == StepError("boom", "a failed")
    assert bench.journal.records["actions/0"].credits == 5
    assert bench.run() == outcome
    assert len(bench.executor.calls) == 1


def test_a_failure_can_be_continued_and_its_error_read() -> None:
    bench = Bench(
        rule(
            action("a", "bad", on_error="continue"),
            action("b", params={"code": "{{ steps.a.error.code }}", "done": "{{ steps.a.done }}"}),
        ),
        FakeExecutor({"bad": failing(output={"done": [1]}, fields={"x": ["wrong"]})}),
    )
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert bench.executor.calls[1].params == {"code": "boom", "done": [1]}
    assert bench.statuses()["actions/0"] == "failed"
    again = bench.run()
    assert again.outputs == outcome.outputs
    assert len(bench.executor.calls) == 2


def test_an_expression_that_leads_nowhere_fails_the_step() -> None:
    bench = Bench(rule(action("a", params={"x": {"y": "{{ nowhere }}"}})))
    outcome = bench.run()
    assert outcome.error is not None
    assert outcome.error.code == "expression_error"
    assert outcome.error.message.startswith("x.y: the path `nowhere` leads nowhere")
    assert bench.executor.calls == []


def test_a_retryable_failure_waits_in_the_journal_and_is_tried_again() -> None:
    bench = Bench(rule(action("a", "flaky"), action("b")), FakeExecutor({"flaky": failing_times(2)}))
    first = bench.run()
    assert first.status is RunStatus.WAITING
    assert not first.finished
    assert first.wake_at is not None
    assert timedelta(seconds=2) <= first.wake_at - START <= timedelta(seconds=2.5)
    record = bench.journal.records["actions/0"]
    assert (record.status, record.attempt, record.wake_at) == (StepStatus.WAITING, 1, first.wake_at)
    assert record.error is not None
    early = bench.run()
    assert early.wake_at == first.wake_at
    assert len(bench.executor.calls) == 1
    outcome = bench.run_to_end()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["a"] == {"attempts": 3}
    assert [call.attempt for call in bench.executor.calls] == [1, 2, 3, 1]
    assert bench.journal.records["actions/0"].attempt == 3


def test_retries_end_with_the_failure() -> None:
    bench = Bench(
        rule(action("a", "flaky", retry={"attempts": 2, "backoff_seconds": 0.0})),
        FakeExecutor({"flaky": failing_times(9)}),
    )
    outcome = bench.run()
    assert outcome.status is RunStatus.FAILED
    assert len(bench.executor.calls) == 2
    record = bench.journal.records["actions/0"]
    assert (record.status, record.attempt) == (StepStatus.FAILED, 2)


def test_a_failure_that_is_not_retryable_is_not_tried_again() -> None:
    bench = Bench(rule(action("a", "bad", retry={"attempts": 5})), FakeExecutor({"bad": failing()}))
    assert bench.run().status is RunStatus.FAILED
    assert len(bench.executor.calls) == 1


def test_backoff_doubles_with_a_cap_and_a_jitter_of_its_own() -> None:
    failure = StepFailure("busy", "", retryable=True)
    policy = RetrySpec(attempts=20, backoff_seconds=10.0)
    delays = [backoff_seconds(policy, failure, attempt, "s") or 0 for attempt in (1, 2, 3, 15)]
    for delay, base in zip(delays, (10, 20, 40, 3600), strict=True):
        assert base <= delay <= base * 1.25
    assert backoff_seconds(policy, failure, 1, "s") == delays[0]
    assert backoff_seconds(policy, failure, 1, "other") != delays[0]
    assert backoff_seconds(policy, failure, 20, "s") is None
    asked = StepFailure("busy", "", retryable=True, retry_after=90)
    assert backoff_seconds(policy, asked, 1, "s") == 90
    forever = StepFailure("busy", "", retryable=True, retry_after=10**9)
    assert backoff_seconds(None, forever, 1, "s") == 86_400


def test_a_deadline_goes_to_the_executor() -> None:
    bench = Bench(rule(action("a", timeout_seconds=30.0), action("b")))
    bench.run()
    assert [call.deadline for call in bench.executor.calls] == [START + timedelta(seconds=30), None]


GATE = {
    "id": "gate",
    "type": "branch",
    "branches": [
        {"conditions": [{"field": "n", "operator": "less_than", "value": 10}], "actions": [action("low")]},
        {"conditions": [{"field": "n", "operator": "less_than", "value": 20}], "actions": [action("mid")]},
    ],
    "else": [action("high")],
}


@pytest.mark.parametrize(
    ("n", "path", "taken", "asked"),
    [
        (5, "actions/0/branches/0/actions/0", "branches/0", 1),
        (15, "actions/0/branches/1/actions/0", "branches/1", 2),
        (25, "actions/0/else/0", "else", 2),
    ],
)
def test_a_branch_goes_the_first_way_that_holds(n: int, path: str, taken: str, asked: int) -> None:
    bench = Bench(rule(GATE, action("after")), context={"n": n})
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert [call.path for call in bench.executor.calls] == [path, "actions/1"]
    assert outcome.outputs["gate"] == {"taken": taken}
    record = bench.journal.records["actions/0"]
    assert record.status is StepStatus.COMPLETED
    assert record.evaluation is not None
    assert len(record.evaluation["branches"]) == asked


def test_a_branch_sticks_to_its_decision_and_shows_its_inner_outputs_on_replay() -> None:
    bench = Bench(
        rule(
            GATE,
            {"id": "w", "type": "wait", "params": {"seconds": 60}},
            action("after", params={"x": "{{ steps.low.x }}"}),
        ),
        FakeExecutor({"work": lambda call: {"x": call.node_id}}),
        context={"n": 5},
    )
    assert bench.run().status is RunStatus.WAITING
    bench.context = {"n": 25}
    assert bench.run_to_end().status is RunStatus.COMPLETED
    assert [call.node_id for call in bench.executor.calls] == ["low", "after"]
    assert bench.executor.calls[1].params == {"x": "low"}


def test_an_arm_without_conditions_is_always_taken() -> None:
    gate = {"id": "g", "type": "branch", "branches": [{"conditions": [], "actions": [action("a")]}]}
    bench = Bench(rule(gate))
    assert bench.run().outputs["g"] == {"taken": "branches/0"}


def test_a_failure_within_a_branch_fails_the_branch_and_the_run() -> None:
    bench = Bench(rule(GATE, action("after")), FakeExecutor({"work": failing()}), context={"n": 5})
    outcome = bench.run()
    assert outcome.failed_path == "actions/0/branches/0/actions/0"
    assert bench.statuses() == {"actions/0": "failed", "actions/0/branches/0/actions/0": "failed"}
    assert bench.run() == outcome


def test_a_branch_that_failed_can_be_continued() -> None:
    gate = {
        "id": "g",
        "type": "branch",
        "on_error": "continue",
        "branches": [{"actions": [action("ok"), action("bad", "bad")]}],
    }
    bench = Bench(
        rule(gate, action("after")), FakeExecutor({"bad": failing(), "work": lambda call: {"x": 1}})
    )
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.outputs["g"]["error"]["code"] == "boom"
    assert outcome.outputs["ok"] == {"x": 1}
    assert bench.run() == outcome


def test_a_branch_that_could_not_decide_stays_failed() -> None:
    bench = Bench(rule(GATE), context={"n": "many"})
    outcome = bench.run()
    assert outcome.status is RunStatus.FAILED
    assert bench.run() == outcome


def test_a_branch_with_a_when_keeps_both_evaluations() -> None:
    bench = Bench(rule({**GATE, "when": [{"field": "n", "operator": "exists"}]}), context={"n": 5})
    bench.run()
    evaluation = bench.journal.records["actions/0"].evaluation
    assert evaluation is not None
    assert set(evaluation) == {"branches", "when"}


def test_set_names_values_for_later_steps() -> None:
    bench = Bench(
        rule(
            {"id": "s", "type": "set", "params": {"lang": "{{ site.language }}", "n": 5}},
            action("a", params={"l": "{{ steps.s.lang }}"}),
        ),
        context={"site": {"language": "de"}},
    )
    assert bench.run().outputs["s"] == {"lang": "de", "n": 5}
    assert bench.executor.calls[0].params == {"l": "de"}
    assert bench.executor.calls[0].earlier("n") == 5
    assert bench.journal.calls[0] == ("complete", "actions/0")


@pytest.mark.parametrize("status", ["completed", "failed", "skipped", "cancelled"])
def test_stop_ends_the_run_with_its_status(status: str) -> None:
    stop = {"id": "s", "type": "stop", "params": {"status": status, "reason": "n is {{ n }}"}}
    bench = Bench(rule(stop, action("a")), context={"n": 1})
    outcome = bench.run()
    assert outcome.status.value == status
    assert outcome.reason == "n is 1"
    assert bench.executor.calls == []
    assert bench.statuses() == {"actions/0": "completed"}
    assert (outcome.error is not None) is (status == "failed")
    assert bench.run() == outcome


def test_stop_without_params_completes_the_run_from_within_a_branch() -> None:
    gate = {"id": "g", "type": "branch", "branches": [{"actions": [{"id": "s", "type": "stop"}]}]}
    bench = Bench(rule(gate, action("a")))
    outcome = bench.run()
    assert outcome.status is RunStatus.COMPLETED
    assert outcome.reason == "Stopped by the rule."
    assert bench.statuses()["actions/0"] == "completed"
    assert bench.run() == outcome
    assert bench.executor.calls == []


def test_a_stop_with_wrong_params_fails_and_stays_failed() -> None:
    bench = Bench(rule({"id": "s", "type": "stop", "params": {"status": "{{ n }}"}}), context={"n": "odd"})
    outcome = bench.run()
    assert outcome.error is not None
    assert outcome.error.code == "invalid_params"
    assert "status" in outcome.error.fields
    assert bench.run() == outcome


def test_a_wait_holds_nothing_and_ends_when_it_is_time() -> None:
    bench = Bench(rule({"id": "w", "type": "wait", "params": {"seconds": 60}}, action("a")))
    outcome = bench.run()
    assert (outcome.status, outcome.wake_at) == (RunStatus.WAITING, START + timedelta(seconds=60))
    bench.clock.advance(59)
    assert bench.run().wake_at == START + timedelta(seconds=60)
    bench.clock.advance(1)
    assert bench.run().status is RunStatus.COMPLETED
    assert bench.journal.records["actions/0"].output == {"until": (START + timedelta(seconds=60)).isoformat()}
    assert [method for method, path in bench.journal.calls if path == "actions/0"] == ["wait", "complete"]


def test_a_wait_may_be_until_a_moment_or_over_at_once() -> None:
    until = (START + timedelta(hours=1)).isoformat()
    bench = Bench(rule({"id": "w", "type": "wait", "params": {"until": "{{ at }}"}}), context={"at": until})
    assert bench.run().wake_at == START + timedelta(hours=1)
    bench = Bench(rule({"id": "w", "type": "wait", "params": {"until": "2020-01-01"}}))
    assert bench.run().status is RunStatus.COMPLETED


@pytest.mark.parametrize("at", ["soon", 5, None])
def test_a_wait_until_nonsense_fails(at: Any) -> None:
    bench = Bench(rule({"id": "w", "type": "wait", "params": {"until": "{{ at }}"}}), context={"at": at})
    outcome = bench.run()
    assert outcome.error is not None
    assert outcome.error.code == "invalid_params"


def test_cancel_takes_effect_before_the_next_step_and_finished_steps_stay() -> None:
    bench = Bench(rule(action("a", "cancelling"), GATE), context={"n": 5})

    def cancelling(call: ActionCall) -> JsonObject:
        bench.cancelled = True
        return {}

    bench.executor.behaviours = {"cancelling": cancelling}
    outcome = bench.run()
    assert outcome.status is RunStatus.CANCELLED
    assert bench.statuses() == {"actions/0": "completed"}
    assert bench.run().status is RunStatus.CANCELLED


def test_cancel_within_a_branch_writes_nothing_more() -> None:
    bench = Bench(rule(GATE), context={"n": 5})
    answers = iter([False, False, True])
    outcome = RuleEngine(bench.clock).run(
        bench.definition,
        bench.context,
        run_id="r",
        journal=bench.journal,
        executor=bench.executor,
        cancelled=lambda: next(answers),
    )
    assert outcome.status is RunStatus.CANCELLED
    assert bench.statuses() == {"actions/0": "running"}


@pytest.mark.parametrize("interrupt", [LeaseLost, Cancelled])
def test_interrupts_pass_through_untouched(interrupt: type[BaseException]) -> None:
    def behave(call: ActionCall) -> JsonObject:
        raise interrupt

    bench = Bench(rule(action("a", "x", on_error="continue")), FakeExecutor({"x": behave}))
    with pytest.raises(interrupt):
        bench.run()
    assert bench.journal.calls == [("begin", "actions/0")]


def test_a_bug_in_an_action_passes_through() -> None:
    def behave(call: ActionCall) -> JsonObject:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Bench(rule(action("a", "x")), FakeExecutor({"x": behave})).run()


def record(path: str, status: StepStatus, **more: Any) -> StepRecord:
    return StepRecord(path, "n", "work", status, **more)


def test_an_interrupted_attempt_is_done_again_as_the_same_attempt() -> None:
    journal = InMemoryJournal.preloaded([record("actions/0", StepStatus.RUNNING, attempt=2)])
    bench = Bench(rule(action("a")), journal=journal)
    assert bench.run().status is RunStatus.COMPLETED
    assert (bench.executor.calls[0].attempt, bench.executor.calls[0].interrupted) == (2, True)
    assert journal.records["actions/0"].crashes == 1


def test_a_step_in_which_workers_keep_dying_is_given_up() -> None:
    journal = InMemoryJournal.preloaded([record("actions/0", StepStatus.RUNNING, crashes=18)])
    bench = Bench(rule(action("a", on_error="continue")), journal=journal)
    assert bench.run().status is RunStatus.COMPLETED
    journal = InMemoryJournal.preloaded([record("actions/0", StepStatus.RUNNING, crashes=19)])
    bench = Bench(rule(action("a", on_error="continue")), journal=journal)
    outcome = bench.run()
    assert outcome.status is RunStatus.FAILED
    assert outcome.error is not None
    assert outcome.error.code == "crash_loop"
    assert bench.executor.calls == []


def test_planned_records_count_as_not_started() -> None:
    journal = InMemoryJournal.preloaded([record("actions/0", StepStatus.PENDING)])
    bench = Bench(rule(action("a")), journal=journal)
    assert bench.run().status is RunStatus.COMPLETED
    assert bench.executor.calls[0].interrupted is False


def test_a_failed_record_without_an_error_still_fails() -> None:
    journal = InMemoryJournal.preloaded([record("actions/0", StepStatus.FAILED)])
    assert Bench(rule(action("a")), journal=journal).run().status is RunStatus.FAILED
    journal = InMemoryJournal.preloaded([record("conditions", StepStatus.FAILED, note="why")])
    assert Bench(rule(action("a"), conditions=CONDITION), journal=journal).run().reason == "why"


def test_a_rerun_from_the_failed_step_reuses_what_succeeded() -> None:
    fails = {"on": True}

    def sometimes(call: ActionCall) -> JsonObject:
        if fails["on"]:
            raise StepFailure("boom", "no")
        return {"ok": True}

    behaviours = {"work": lambda call: {"x": call.node_id}, "bad": sometimes}
    gate = {
        "id": "g",
        "type": "branch",
        "branches": [
            {
                "conditions": [{"field": "n", "operator": "exists"}],
                "actions": [action("b"), action("c", "bad")],
            }
        ],
    }
    bench = Bench(rule(action("a"), gate, action("d")), FakeExecutor(behaviours), context={"n": 1})
    assert bench.run().status is RunStatus.FAILED
    fails["on"] = False
    kept = carried_over(bench.journal.records.values())
    assert all(one.reused for one in kept)
    again = Bench(bench.definition, FakeExecutor(behaviours), InMemoryJournal.preloaded(kept))
    outcome = again.run()
    assert outcome.status is RunStatus.COMPLETED
    assert [call.node_id for call in again.executor.calls] == ["c", "d"]
    assert again.executor.calls[0].attempt == 1
    assert again.statuses()["actions/1"] == "completed"


def test_a_rerun_looks_again_at_what_ended_the_run_in_good_order() -> None:
    kept = carried_over(
        [
            StepRecord("actions/0", "s", "stop", StepStatus.COMPLETED),
            StepRecord("conditions", "", "conditions", StepStatus.SKIPPED),
            StepRecord("actions/1", "a", "work", StepStatus.SKIPPED),
        ]
    )
    assert [one.path for one in kept] == ["actions/1"]


def test_a_new_kind_of_node_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "extra_nodes"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "repeat.py").write_text(
        "from pydantic import Field\n"
        "from igny8.automation.engine.nodes.base import Block, NodeKind\n"
        "from igny8.automation.engine.schema.model import NodeSpec\n"
        "from igny8.automation.engine.walker.result import Done\n"
        "class RepeatSpec(NodeSpec):\n"
        "    times: int = Field(ge=1, le=100)\n"
        "    actions: list = []\n"
        "class Repeat(NodeKind):\n"
        "    name = 'repeat'\n"
        "    spec = RepeatSpec\n"
        "    def blocks(self, spec):\n"
        "        yield Block('actions', 'actions', spec.actions, visible=False, variables=('index',))\n"
        "    def run(self, node, step):\n"
        "        if step.record is None:\n"
        "            step.begin({})\n"
        "        for index in range(node.spec.times):\n"
        "            frame = step.frame.child(index=index)\n"
        "            result = step.walk(node.blocks['actions'], f'items/{index}/actions', frame)\n"
        "            if not isinstance(result, Done):\n"
        "                return step.close(result, {})\n"
        "        return step.close(Done(), {'times': node.spec.times})\n"
        "KINDS = (Repeat(),)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    import extra_nodes  # type: ignore[import-not-found]

    kinds = NODE_KINDS.copy().discover(extra_nodes)
    raw = {
        "actions": [
            {"id": "r", "type": "repeat", "times": 2, "actions": [action("in", params={"i": "{{ index }}"})]},
            action("after"),
        ]
    }
    bench = Bench(validate_definition(raw, kinds=kinds))
    assert bench.run().outputs == {"r": {"times": 2}, "after": {}}
    assert [(call.path, call.params) for call in bench.executor.calls] == [
        ("actions/0/items/0/actions/0", {"i": 0}),
        ("actions/0/items/1/actions/0", {"i": 1}),
        ("actions/1", {}),
    ]
    assert "repeat" in {one["type"] for one in flow_node_catalog(kinds)}
    sys.modules.pop("extra_nodes")


def test_flow_nodes_describe_themselves_for_the_editor() -> None:
    described = {one["type"]: one for one in flow_node_catalog()}
    assert set(described) >= {"branch", "set", "stop", "wait"}
    assert described["stop"]["schema"]["properties"]["status"]["default"] == "completed"
    assert ACTION.outputs(None) is None  # type: ignore[arg-type]


def test_several_suspensions_wake_at_the_earliest() -> None:
    later = START + timedelta(hours=1)
    assert earliest([Suspended(later), Suspended(None), Suspended(START)]) == Suspended(START)
    assert earliest([Suspended(None)]) == Suspended(None)


def test_the_context_is_laid_out_with_given_keys_before_the_object() -> None:
    context = build_context(
        given={"word_count": 1, "event": {"type": "by hand"}, "site": {"id": "forged"}, "steps": {"a": 1}},
        subject={"word_count": 2, "title": "T"},
        system={"site": {"id": "s1"}},
    )
    assert context["word_count"] == 1
    assert context["title"] == "T"
    assert context["object"] == {"word_count": 2, "title": "T"}
    assert context["event"] == {"type": "by hand"}
    assert context["site"] == {"id": "s1"}
    assert "steps" not in context
    assert build_context(event={"before": {}}, webhook={"a": 1}) == {
        "event": {"before": {}},
        "webhook": {"a": 1},
    }


def test_errors_travel_as_json() -> None:
    error = StepError("c", "m", True, {"x": ["y"]})
    assert StepError.from_json(error.as_json()) == error
    assert StepError.from_json({}) == StepError("error", "")
    assert Step("actions/0", "a", "work").name == ""
    assert FixedClock().now() == START


def test_a_wait_takes_either_seconds_or_until_also_at_run_time() -> None:
    both = {"seconds": "{{ n }}", "until": "2026-01-01"}
    bench = Bench(rule({"id": "w", "type": "wait", "params": both}), context={"n": 5})
    outcome = bench.run()
    assert outcome.error is not None
    assert outcome.error.message == "params: Give either `seconds`, `until` or `event`."
