"""What the walk does when it is held up: waits, cancel, interrupts, crashes, reruns; new kinds of nodes."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from igny8.automation.engine import (
    NODE_KINDS,
    ActionCall,
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
from igny8.automation.engine.testing import START, FakeExecutor, FixedClock, InMemoryJournal
from igny8.automation.engine.tests.support import CONDITION, GATE, Bench, action, rule
from igny8.automation.engine.walker.result import Suspended, earliest


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
    assert described["stop"]["params"] == ["status", "reason"]
    assert described["branch"]["keys"] == ["branches", "else"]
    assert described["branch"]["schema"] is None
    assert described["for_each"]["node_schema"]["properties"]["concurrency"]["maximum"] == 1000
    assert described["wait"]["outputs"] == ["until", "event", "timed_out"]
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
