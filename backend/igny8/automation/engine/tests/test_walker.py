"""What the walk does: order, outputs, skipping, failing, retrying, waiting, stopping, resuming."""

from __future__ import annotations

from datetime import timedelta

import pytest

from igny8.automation.engine import (
    ActionResult,
    RunStatus,
    StepError,
    StepFailure,
    StepStatus,
)
from igny8.automation.engine.schema.model import RetrySpec
from igny8.automation.engine.testing import START, FakeExecutor
from igny8.automation.engine.tests.support import CONDITION, GATE, Bench, action, failing, failing_times, rule
from igny8.automation.engine.walker.retry import backoff_seconds


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
