"""A state machine: a random flow, workers that walk the run and its lanes in a random order and die at random
points, time that passes, answers that come. However that goes, the end is what a simple model says."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition
from hypothesis.stateful import rule as step

from igny8.automation.engine import JsonObject, Outcome, RunStatus, StepStatus
from igny8.automation.engine.testing import FakeExecutor
from igny8.automation.engine.tests.flows import BEHAVIOURS, Story, flows, story
from igny8.automation.engine.tests.lane_runtime import MAIN, LaneRuntime
from igny8.automation.engine.tests.support import rule

STATUS = {"done": RunStatus.COMPLETED, "failed": RunStatus.FAILED, "stopped": RunStatus.SKIPPED}
OVER = {StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED}
CLOSED = {*OVER, StepStatus.CANCELLED}


class RandomFlow(RuleBasedStateMachine):
    """One run. Whatever the workers have done by the end of the steps, it is then walked to its end."""

    runtime: LaneRuntime

    @initialize(actions=flows(), spread=st.sampled_from([True, True, False]))
    def begin(self, actions: list[JsonObject], spread: bool) -> None:
        self.told: Story = story(actions, "actions")
        self.runtime = LaneRuntime(
            rule(*actions),
            FakeExecutor(BEHAVIOURS),
            context={"n": 5},
            options={"instant": ("quick",)},
            inline=not spread,
        )
        self.final: dict[str, Any] = {}
        self.struck: Counter[str] = Counter()

    @precondition(lambda self: self.runtime.units[MAIN].state != "done")
    @step(pick=st.integers(0, 99), die_after=st.integers(0, 25))
    def walk(self, pick: int, die_after: int) -> None:
        """A worker takes a unit, and may die."""
        units = self.runtime.walkable()
        if units:
            calls = len(self.runtime.executor.calls)
            if self.runtime.walk(units[pick % len(units)], die_after) is None:
                self._note_death(calls)

    def _note_death(self, calls: int) -> None:
        """The call at work when the worker died is the one that may be made again."""
        for call in self.runtime.executor.calls[calls:][-1:]:
            record = self.runtime.journal.records.get(call.path)
            if record is None or record.status not in OVER:
                self.struck[call.path] += 1

    @step()
    def let_time_pass(self) -> None:
        """Until the next unit may go on."""
        self.runtime.pass_time()

    @step()
    def answer(self) -> None:
        """Whoever was asked answers."""
        self.runtime.answer_all()

    @invariant()
    def what_is_over_stays(self) -> None:
        """A final record never changes."""
        if not hasattr(self, "final"):
            return
        for path, record in self.runtime.journal.records.items():
            if record.status in OVER:
                assert self.final.setdefault(path, record) == record

    def teardown(self) -> None:
        if not hasattr(self, "final"):
            return
        outcome = self.runtime.finish()
        self.what_is_over_stays()
        self._check_calls()
        self._check_outcome(outcome)

    def _check_calls(self) -> None:
        """Each action was done once, but where a worker died in it; nothing else was done."""
        executor = self.runtime.executor
        for (path, _attempt), times in Counter((c.path, c.attempt) for c in executor.calls).items():
            asked_again = any(c.path == path and c.type == "late" for c in executor.calls)
            assert times <= 1 + self.struck[path] + asked_again, path
        called = {call.path for call in executor.calls}
        assert self.told.must <= called
        assert called <= self.told.must | self.told.may

    def _check_outcome(self, outcome: Outcome) -> None:
        assert outcome.status in {STATUS[end] for end in self.told.ends}
        assert self.runtime.left_at_work == []
        open_ = [r.path for r in self.runtime.journal.records.values() if r.status not in CLOSED]
        assert open_ == []
        if self.told.ends != {"done"}:
            return
        for node_id, output in self.told.outputs.items():
            if node_id not in self.told.open:
                assert outcome.outputs[node_id]["at"] == output["at"]


TestRandomFlows = RandomFlow.TestCase
TestRandomFlows.settings = settings(
    max_examples=500,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
