"""``RuleEngine``: walks a rule for one run."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from igny8.automation.engine.conditions import Condition, why
from igny8.automation.engine.outcome import JsonObject, Outcome, RunStatus, StepError, StepStatus
from igny8.automation.engine.paths import CONDITIONS, ON_FAILURE, ON_RECOVERY, ROOT_BLOCK, is_within
from igny8.automation.engine.ports import CancelCheck, Clock, Executor, Journal, Lanes, Step
from igny8.automation.engine.schema.definition import Definition, Nodes
from igny8.automation.engine.walker.ends import error_for_handlers
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import Arrived, Done, Failed, Result, Stopped, Suspended
from igny8.automation.engine.walker.walk import Bounds, Limits, Walk

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

    def run(  # noqa: PLR0913 - the ports, and what one call is about
        self,
        definition: Definition,
        context: JsonObject,
        *,
        run_id: str,
        journal: Journal,
        executor: Executor,
        cancelled: CancelCheck = lambda: False,
        lanes: Lanes | None = None,
        only: str | None = None,
        recovering: bool = False,
        failure: StepError | None = None,
        instant: Collection[str] = (),
    ) -> Outcome:
        """Do what is left of a run.

        Called for a new run and again after every wait or crash, with the same definition and context: what
        the journal holds is replayed, not repeated. An unexpected exception of a port, and every
        ``Interrupt``, goes through to the caller; the journal stays good to go on from.

        :param context: see ``context.build_context``. Is not changed.
        :param lanes: takes the children that others are to walk; without it they are walked here.
        :param only: walk this child of a container alone (``actions/1/items/3``); the outcome is the child's.
        :param recovering: the run before failed: ``on_recovery`` is walked if this one completes.
        :param failure: the run has failed from outside (its time is over): only ``on_failure`` is walked.
        :param instant: types of actions that may be done again without harm; written once, at their end.
        :return: how it ended, or that it waits.
        """
        walk = Walk(run_id, journal, executor, self._clock, cancelled, self._limits, lanes, only, instant)
        frame = Frame({**context, "now": self._clock.now().isoformat(), "steps": {}})
        if cancelled():
            return _cancelled(frame)
        outcome = self._rule(definition, walk, frame, failure)
        if only is not None and is_within(only, ROOT_BLOCK):
            return outcome
        if outcome.status is RunStatus.FAILED:
            return _after(outcome, definition.on_failure, ON_FAILURE, walk, frame)
        if outcome.status is RunStatus.COMPLETED and recovering:
            return _after(outcome, definition.on_recovery, ON_RECOVERY, walk, frame)
        return outcome

    def _rule(self, definition: Definition, walk: Walk, frame: Frame, failure: StepError | None) -> Outcome:
        """The conditions and the actions; nothing is begun if the walk is on its way elsewhere."""
        elsewhere = walk.only is not None and not is_within(walk.only, ROOT_BLOCK)
        replay = failure is not None or elsewhere
        if definition.conditions is not None:
            refused = self._conditions(definition.conditions, walk, frame, replay=replay)
            if refused is not None:
                return refused
        result = walk.block(definition.actions, ROOT_BLOCK, frame, Bounds(replay=replay))
        if failure is not None and not isinstance(result, Arrived):
            result = Failed(failure, "")
        return outcome_of(result, frame)

    def _conditions(self, condition: Condition, walk: Walk, frame: Frame, *, replay: bool) -> Outcome | None:
        """The rule's own conditions: ``None`` if the walk goes on."""
        record = walk.record(CONDITIONS)
        if record is None:
            return None if replay else self._evaluate(condition, walk, frame)
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
    """The result of a block as the outcome of the call."""
    outputs: dict[str, Any] = frame.steps
    if isinstance(result, Arrived):
        return _child_outcome(result, frame)
    if isinstance(result, Done):
        return Outcome(RunStatus.COMPLETED, outputs=outputs)
    if isinstance(result, Suspended):
        return Outcome(
            RunStatus.WAITING, wake_at=result.wake_at, outputs=outputs, for_signal=result.for_signal
        )
    if isinstance(result, Failed):
        return Outcome(RunStatus.FAILED, result.error.message, result.error, result.path, outputs=outputs)
    if isinstance(result, Stopped):
        return _stopped(result, outputs)
    return _cancelled(frame)


def _child_outcome(arrived: Arrived, frame: Frame) -> Outcome:
    """A ``stop`` in a child ends the run, which is its container's to say: the child itself is complete."""
    result = arrived.result
    if isinstance(result, Stopped):
        return Outcome(RunStatus.COMPLETED, ends_group=True)
    return replace(outcome_of(result, frame), outputs={}, ends_group=arrived.ends_group)


def _stopped(result: Stopped, outputs: JsonObject) -> Outcome:
    reason = result.reason or "Stopped by the rule."
    if result.status is RunStatus.FAILED:
        return Outcome(result.status, reason, StepError("stopped", reason), result.path, outputs=outputs)
    return Outcome(result.status, reason, outputs=outputs)


def _cancelled(frame: Frame) -> Outcome:
    return Outcome(RunStatus.CANCELLED, "Cancelled.", outputs=frame.steps)


def _after(outcome: Outcome, nodes: Nodes, block: str, walk: Walk, frame: Frame) -> Outcome:
    """Walk the nodes that follow the end of the run. What becomes of them does not change how it ended, but
    their failure is told of in the reason."""
    if not nodes:
        return outcome
    variables = {}
    if outcome.error is not None:
        variables["error"] = error_for_handlers(outcome.error, outcome.failed_path)
    result = walk.block(nodes, block, frame.child(**variables))
    if isinstance(result, Failed):
        own = f"`{block}` failed too, at {result.path}: {result.error.message}"
        return replace(outcome, reason=f"{outcome.reason} {own}".strip())
    if isinstance(result, Done | Stopped):
        return outcome
    return outcome_of(result, frame)
