"""One step, as its node sees it: what is known, what can be read, and the ways to end."""

# ruff: noqa: A002 - `input` and `credits` are the words of the domain

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from igny8.automation.engine.conditions import Condition, Evaluation, settled_by, why
from igny8.automation.engine.errors import ConditionError, StepFailure
from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.ports import ActionCall, ActionResult, Step, StepRecord
from igny8.automation.engine.schema.definition import Node, Nodes
from igny8.automation.engine.schema.params import error_message, loc_path
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import DONE, Done, Failed, Halted, Result, Stopped, Suspended

if TYPE_CHECKING:
    from igny8.automation.engine.walker.walk import Walk

M = TypeVar("M", bound=BaseModel)
FINAL = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED})
CRASH_LOOP = "crash_loop"


class StepScope:
    """Lives while the walk is at one step. Nodes use this and nothing else of the walker.

    :ivar record: what the journal knows of the step; ``None`` if it is reached for the first time.
    :ivar is_final: the record says how it ended; writes do nothing (see ``NodeKind.replayed``).
    """

    __slots__ = ("_attempt", "_evaluation", "_walk", "frame", "is_final", "node", "path", "record", "step")

    def __init__(self, walk: Walk, node: Node, path: str, frame: Frame, record: StepRecord | None) -> None:
        self._walk = walk
        self.node = node
        self.path = path
        self.frame = frame
        self.record = record
        self.is_final = record is not None and record.status in FINAL
        self.step = Step(path, node.id, node.type, node.name)
        self._evaluation: JsonObject | None = None
        self._attempt = record.attempt if record is not None else 1

    # -- reading ---------------------------------------------------------------------------------------

    @property
    def run_id(self) -> str:
        """Id of the run."""
        return self._walk.run_id

    @property
    def context(self) -> JsonObject:
        """What paths are looked up in."""
        return self.frame.context

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._walk.clock.now()

    def params(self) -> JsonObject:
        """The node's params, expressions resolved. Raises ``ExpressionError``."""
        resolved: JsonObject = self.node.params.resolve(self.context)
        return resolved

    def params_as(self, model: type[M]) -> M:
        """The resolved params as the model; ``StepFailure`` (``invalid_params``) where they do not fit."""
        try:
            return model.model_validate(self.params())
        except ValidationError as invalid:
            fields: dict[str, list[str]] = {}
            for error in invalid.errors(include_url=False):
                fields.setdefault(loc_path(error["loc"]), []).append(error_message(error, model))
            text = "; ".join(f"{path or 'params'}: {texts[0]}" for path, texts in fields.items())
            raise StepFailure("invalid_params", text, fields=fields) from None

    def evaluate(self, condition: Condition) -> Evaluation:
        """The explained evaluation. Raises ``ConditionError`` where it cannot be decided."""
        evaluation = condition.explain(self.context, self.now())
        if evaluation.result is None:
            self._evaluation = evaluation.as_json()
            raise undecided(evaluation)
        return evaluation

    # -- working ---------------------------------------------------------------------------------------

    def applies(self) -> bool:
        """Whether the node's ``when`` holds; if not, the step is recorded as skipped."""
        if self.node.when is None:
            return True
        evaluation = self.evaluate(self.node.when)
        self._evaluation = evaluation.as_json()
        if not evaluation.result:
            self._walk.journal.skip(self.step, reason=why(evaluation), evaluation=self._evaluation)
        return bool(evaluation.result)

    def begin(self, given: JsonObject, *, attempt: int = 1, evaluation: JsonObject | None = None) -> None:
        """The step is at work from here on. Raises ``StepFailure`` if workers keep dying in it."""
        if self.is_final:
            return
        self._attempt = attempt
        record = self.record
        if record is not None and record.status is StepStatus.RUNNING:
            limit = self._walk.limits.max_crashes
            if record.crashes + 1 >= limit:
                raise StepFailure(CRASH_LOOP, f"The worker died {limit} times in this step; it was given up.")
        self._walk.journal.begin(
            self.step, attempt=attempt, input=given, evaluation=self._all_evaluations(evaluation)
        )

    def _all_evaluations(self, own: JsonObject | None) -> JsonObject | None:
        """The node's own evaluation beside that of its ``when``."""
        if own is None or self._evaluation is None:
            return own or self._evaluation
        return {**own, "when": self._evaluation}

    def execute(self, params: JsonObject, *, attempt: int, timeout_seconds: float | None) -> ActionResult:
        """Have the executor do the action."""
        record = self.record
        deadline = self.now() + timedelta(seconds=timeout_seconds) if timeout_seconds else None
        context: Mapping[str, Any] = MappingProxyType(self.context)
        call = ActionCall(
            run_id=self.run_id,
            path=self.path,
            node_id=self.node.id,
            type=self.node.type,
            params=params,
            attempt=attempt,
            context=context,
            outputs=tuple(self.frame.trail),
            deadline=deadline,
            interrupted=record is not None
            and record.status is StepStatus.RUNNING
            and record.attempt == attempt,
        )
        return self._walk.executor.execute(call)

    def walk(self, nodes: Nodes, block: str, frame: Frame | None = None) -> Result:
        """Walk a block of the node; ``block`` is its path beneath the node (``items/3/actions``)."""
        return self._walk.block(nodes, f"{self.path}/{block}", frame or self.frame)

    def settled(self) -> Result:
        """What the final record says, for nodes that are ``replayed`` and have nothing to add."""
        assert self.record is not None  # noqa: S101 - asked only where `is_final`
        return replayed(self.record)

    # -- ends ------------------------------------------------------------------------------------------

    def complete(
        self,
        output: JsonObject,
        *,
        attempt: int = 1,
        credits: int = 0,
        note: str = "",
        input: JsonObject | None = None,
    ) -> Done:
        """Done, with this output. ``input`` only if it was not begun."""
        if not self.is_final:
            self._walk.journal.complete(
                self.step,
                output=output,
                attempt=attempt,
                credits=credits,
                note=note,
                input=input,
                evaluation=self._evaluation if input is not None else None,
            )
        return Done(output)

    def wait(self, until: datetime | None, *, input: JsonObject) -> Suspended:
        """Wait for time, or with ``None`` for a signal."""
        self._walk.journal.wait(self.step, until=until, input=input, evaluation=self._evaluation)
        return Suspended(until)

    def retry_at(self, until: datetime, failure: StepFailure, attempt: int) -> Suspended:
        """This attempt failed; another follows."""
        self._walk.journal.wait(
            self.step, until=until, attempt=attempt, error=failure.error, credits=failure.credits
        )
        return Suspended(until)

    def fail(self, failure: StepFailure, *, inner_path: str = "") -> Result:
        """Failed for good. With ``on_error: continue`` the walk goes on, with what there is of output."""
        continued = self.node.spec.on_error == "continue" and failure.error.code != CRASH_LOOP
        if not self.is_final:
            self._walk.journal.fail(
                self.step,
                error=failure.error,
                attempt=self._attempt,
                credits=failure.credits,
                output=failure.output,
                continued=continued,
                evaluation=self._evaluation,
            )
        if continued:
            return Done(after_failure(failure.output, failure.error))
        return Failed(failure.error, inner_path or self.path)

    def close(self, result: Result, output: JsonObject) -> Result:
        """The end of a container, from what became of its inside."""
        if isinstance(result, Done):
            return self.complete(output)
        if isinstance(result, Stopped):
            self.complete(output)
            return result
        if isinstance(result, Failed):
            error = result.error
            failure = StepFailure(error.code, error.message, retryable=error.retryable, fields=error.fields)
            return self.fail(failure, inner_path=result.path)
        assert isinstance(result, Suspended | Halted)  # noqa: S101 - the rest of the union
        return result


def undecided(evaluation: Evaluation) -> ConditionError:
    """The error for conditions that could not be decided: the comparison that is to blame."""
    one = settled_by(evaluation)
    return ConditionError(one.path, one.operator, one.error or "") if one else ConditionError("", "", "")


def after_failure(output: JsonObject, error: StepError) -> JsonObject:
    """What flows on from a step that failed and was continued: its partial output, and ``error``."""
    return {**output, "error": error.as_json()}


def replayed(record: StepRecord) -> Result:
    """What a final record says became of the step."""
    if record.status is StepStatus.COMPLETED:
        return Done(record.output)
    if record.status is StepStatus.SKIPPED:
        return DONE
    error = record.error or StepError("error", "The step failed.")
    if record.continued:
        return Done(after_failure(record.output, error))
    return Failed(error, record.path)
