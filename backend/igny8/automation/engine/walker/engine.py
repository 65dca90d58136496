"""``RuleEngine``: walks a rule for one run."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions import Condition, why
from igny8.automation.engine.outcome import JsonObject, Outcome, RunStatus, StepError, StepStatus
from igny8.automation.engine.paths import CONDITIONS, ROOT_BLOCK
from igny8.automation.engine.ports import CancelCheck, Clock, Executor, Journal, Step
from igny8.automation.engine.schema.definition import Definition
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import Done, Failed, Result, Stopped, Suspended
from igny8.automation.engine.walker.walk import Limits, Walk

CONDITIONS_STEP = Step(CONDITIONS, "", CONDITIONS, "Conditions")
CONDITION_ERROR = "condition_error"


class RuleEngine:
    """Walks rules. Has no state of its own: one engine serves all runs and threads of a process.

    :param clock: the time.
    :param limits: bounds that are the same for all runs.
    """

    def __init__(self, clock: Clock, limits: Limits | None = None) -> None:
        self._clock = clock
        self._limits = limits or Limits()

    def run(
        self,
        definition: Definition,
        context: JsonObject,
        *,
        run_id: str,
        journal: Journal,
        executor: Executor,
        cancelled: CancelCheck = lambda: False,
    ) -> Outcome:
        """Do what is left of a run.

        Called for a new run and again after every wait or crash, with the same definition and context: what
        the journal holds is replayed, not repeated.

        :param context: see ``context.build_context``. Is not changed.
        :return: how it ended, or that it waits. An unexpected exception of the executor or the journal, and
            every ``Interrupt``, goes through to the caller; the journal stays good to go on from.
        """
        walk = Walk(run_id, journal, executor, self._clock, cancelled, self._limits)
        frame = Frame({**context, "now": self._clock.now().isoformat(), "steps": {}})
        if cancelled():
            return _cancelled(frame)
        if definition.conditions is not None:
            refused = self._conditions(definition.conditions, walk, frame)
            if refused is not None:
                return refused
        return outcome_of(walk.block(definition.actions, ROOT_BLOCK, frame), frame)

    def _conditions(self, condition: Condition, walk: Walk, frame: Frame) -> Outcome | None:
        """The rule's own conditions: ``None`` if the walk goes on."""
        record = walk.record(CONDITIONS)
        if record is None:
            return self._evaluate(condition, walk, frame)
        if record.status is StepStatus.FAILED:
            error = record.error or StepError(CONDITION_ERROR, record.note)
            return Outcome(RunStatus.FAILED, error.message, error, CONDITIONS)
        if record.status is StepStatus.SKIPPED:
            return Outcome(RunStatus.SKIPPED, record.note)
        return None

    def _evaluate(self, condition: Condition, walk: Walk, frame: Frame) -> Outcome | None:
        evaluation = condition.explain(frame.context, self._clock.now())
        trace, reason = evaluation.as_json(), why(evaluation)
        if evaluation.result is None:
            error = StepError(CONDITION_ERROR, f"The conditions could not be decided: {reason}.")
            walk.journal.fail(CONDITIONS_STEP, error=error, evaluation=trace)
            return Outcome(RunStatus.FAILED, error.message, error, CONDITIONS)
        if not evaluation.result:
            reason = f"Conditions not met: {reason}."
            walk.journal.skip(CONDITIONS_STEP, reason=reason, evaluation=trace)
            return Outcome(RunStatus.SKIPPED, reason)
        walk.journal.complete(CONDITIONS_STEP, output={"result": True}, input={}, evaluation=trace)
        return None


def outcome_of(result: Result, frame: Frame) -> Outcome:
    """The result of the top-level block as the outcome of the call."""
    outputs: dict[str, Any] = frame.steps
    if isinstance(result, Done):
        return Outcome(RunStatus.COMPLETED, outputs=outputs)
    if isinstance(result, Suspended):
        return Outcome(RunStatus.WAITING, wake_at=result.wake_at, outputs=outputs)
    if isinstance(result, Failed):
        return Outcome(RunStatus.FAILED, result.error.message, result.error, result.path, outputs=outputs)
    if isinstance(result, Stopped):
        return _stopped(result, outputs)
    return _cancelled(frame)


def _stopped(result: Stopped, outputs: JsonObject) -> Outcome:
    reason = result.reason or "Stopped by the rule."
    if result.status is RunStatus.FAILED:
        return Outcome(result.status, reason, StepError("stopped", reason), result.path, outputs=outputs)
    return Outcome(result.status, reason, outputs=outputs)


def _cancelled(frame: Frame) -> Outcome:
    return Outcome(RunStatus.CANCELLED, "Cancelled.", outputs=frame.steps)
