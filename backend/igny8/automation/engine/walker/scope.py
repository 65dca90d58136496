"""One step, as its node sees it: what is known, what can be read, and the ways to end."""

# ruff: noqa: A002 - `input` and `credits` are the words of the domain

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from igny8.automation.engine.conditions import Condition, Evaluation, why
from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.expressions import require_small
from igny8.automation.engine.outcome import JsonObject, StepStatus
from igny8.automation.engine.ports import ActionCall, ActionResult, Step, StepRecord
from igny8.automation.engine.schema.definition import Node, Nodes
from igny8.automation.engine.walker import ends, records
from igny8.automation.engine.walker.children import Children, Group
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import LOST, Done, Result, Suspended

if TYPE_CHECKING:
    from igny8.automation.engine.walker.walk import Bounds, Walk

M = TypeVar("M", bound=BaseModel)


class StepScope:
    """Lives while the walk is at one step. Nodes use this and nothing else of the walker.

    :ivar record: what the journal knows of the step; ``None`` if it is reached for the first time.
    :ivar is_final: the record says how it ended; writes do nothing (see ``NodeKind.replayed``).
    :ivar walker: the walk, for the other modules of this package.
    :ivar bounds: what the containers around lay upon it.
    :ivar repeats: how often its inside is done in all; a loop raises it.
    """

    __slots__ = (
        "_evaluation",
        "_unwritten",
        "attempt",
        "bounds",
        "deadline",
        "frame",
        "is_final",
        "node",
        "path",
        "record",
        "repeats",
        "step",
        "walker",
    )

    def __init__(
        self, walker: Walk, node: Node, path: str, frame: Frame, record: StepRecord | None, bounds: Bounds
    ) -> None:
        self.walker = walker
        self.node = node
        self.path = path
        self.frame = frame
        self.record = record
        self.bounds = bounds
        self.repeats = bounds.repeats
        self.is_final = record is not None and record.status in records.FINAL
        self.step = Step(path, node.id, node.type, node.name)
        self.attempt = record.attempt if record is not None else 1
        self.deadline = records.deadline_of(record) if node.blocks else None
        self._evaluation: JsonObject | None = None
        self._unwritten: JsonObject | None = None

    # -- reading ---------------------------------------------------------------------------------------

    @property
    def run_id(self) -> str:
        """Id of the run."""
        return self.walker.run_id

    @property
    def context(self) -> JsonObject:
        """What paths are looked up in."""
        return self.frame.context

    @property
    def is_skipped(self) -> bool:
        """Whether its ``when`` did not hold."""
        return self.record is not None and self.record.status is StepStatus.SKIPPED

    @property
    def is_instant(self) -> bool:
        """Whether its action is one that needs no ``begin``."""
        return self.node.type in self.walker.instant

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.walker.clock.now()

    def params(self) -> JsonObject:
        """The node's params, expressions resolved. Raises ``ExpressionError``."""
        resolved: JsonObject = self.node.params.resolve(self.context)
        if not self.node.params.is_constant:
            require_small(resolved, "params")
        return resolved

    def params_as(self, model: type[M]) -> M:
        """The resolved params as the model; ``StepFailure`` (``invalid_params``) where they do not fit."""
        try:
            return model.model_validate(self.params())
        except ValidationError as invalid:
            raise records.misfit(invalid, model) from None

    def evaluate(self, condition: Condition) -> Evaluation:
        """The explained evaluation. Raises ``ConditionError`` where it cannot be decided."""
        evaluation = condition.explain(self.context, self.now())
        if evaluation.result is None:
            self._evaluation = evaluation.as_json()
            raise records.undecided(evaluation)
        return evaluation

    # -- working ---------------------------------------------------------------------------------------

    def applies(self) -> bool:
        """Whether the node's ``when`` holds; if not, the step is recorded as skipped."""
        if self.node.when is None:
            return True
        evaluation = self.evaluate(self.node.when)
        self._evaluation = evaluation.as_json()
        if not evaluation.result:
            self.walker.journal.skip(self.step, reason=why(evaluation), evaluation=self._evaluation)
        return bool(evaluation.result)

    def explain(self, own: JsonObject) -> None:
        """Keep an evaluation of the node's own, beside that of its ``when``, for the next write."""
        self._evaluation = own if self._evaluation is None else {**own, "when": self._evaluation}

    def begin(self, given: JsonObject, *, attempt: int = 1) -> None:
        """The step is at work from here on. Raises ``StepFailure`` if workers keep dying in it."""
        if self.is_final:
            return
        self.attempt = attempt
        record = self.record
        if record is not None and record.status is StepStatus.RUNNING:
            limit = self.walker.limits.max_crashes
            if record.crashes + 1 >= limit:
                raise StepFailure(
                    records.CRASH_LOOP, f"The worker died {limit} times in this step; it was given up."
                )
        given = self._with_deadline(given)
        self.walker.journal.begin(self.step, attempt=attempt, input=given, evaluation=self._evaluation)

    def begin_unwritten(self, given: JsonObject, *, attempt: int) -> None:
        """As ``begin``, for work that may be done again without harm: the input is written with the end."""
        self.attempt = attempt
        self._unwritten = given

    def keep_time(self) -> None:
        """A container that was taken over from an earlier run gets a deadline of its own."""
        if self.record is None or self.is_final or self.deadline is not None or not self._has_timeout:
            return
        self.walker.journal.begin(
            self.step, attempt=self.attempt, input=self._with_deadline(self.record.input)
        )

    @property
    def _has_timeout(self) -> bool:
        return bool(self.node.blocks) and self.node.spec.timeout_seconds is not None

    def _with_deadline(self, given: JsonObject) -> JsonObject:
        if not self._has_timeout:
            return given
        self.deadline = self.now() + timedelta(seconds=self.node.spec.timeout_seconds or 0)
        return {**given, records.DEADLINE: self.deadline.isoformat()}

    def execute(self, params: JsonObject, *, attempt: int, timeout_seconds: float | None) -> ActionResult:
        """Have the executor do the action."""
        record = self.record
        own = self.now() + timedelta(seconds=timeout_seconds) if timeout_seconds else None
        same = record is not None and record.attempt == attempt
        call = ActionCall(
            run_id=self.run_id,
            path=self.path,
            node_id=self.node.id,
            type=self.node.type,
            params=params,
            attempt=attempt,
            context=MappingProxyType(self.context),
            outputs=tuple(self.frame.trail),
            deadline=ends.sooner(own, self.bounds.deadline),
            interrupted=same and record is not None and record.status is StepStatus.RUNNING,
            resumed=same and record is not None and record.status is StepStatus.WAITING,
            signal=record.signal if same and record is not None else None,
        )
        return self.walker.executor.execute(call)

    # -- blocks and children ---------------------------------------------------------------------------

    def inside(self) -> Bounds:
        """What it lays upon its inside."""
        return replace(
            self.bounds,
            deadline=ends.sooner(self.deadline, self.bounds.deadline),
            replay=self.bounds.replay or self.is_final,
            repeats=self.repeats,
        )

    def walk(self, nodes: Nodes, block: str, frame: Frame | None = None) -> Result:
        """Walk a block of the node; ``block`` is its path beneath the node (``items/3/actions``)."""
        path = f"{self.path}/{block}"
        on_the_way = not self.is_final and self.walker.heads_beneath(self.path)
        if on_the_way and not self.walker.heads_beneath(path):
            return LOST
        return self.walker.block(nodes, path, frame or self.frame, self.inside())

    def children(self, group: Group) -> Children:
        """Its children, to be walked independently of each other, by this or other workers."""
        return Children(self, group)

    # -- ends ------------------------------------------------------------------------------------------

    def settled(self) -> Result:
        """What the final record says."""
        return ends.settled(self)

    def complete(
        self,
        output: JsonObject,
        *,
        credits: int = 0,
        note: str = "",
        input: JsonObject | None = None,
    ) -> Done:
        """Done, with this output. ``input`` only if it was not begun."""
        given = input if input is not None else self._unwritten
        if not self.is_final:
            self.walker.journal.complete(
                self.step,
                output=output,
                attempt=self.attempt,
                credits=credits,
                note=note,
                input=given,
                evaluation=self._evaluation if given is not None else None,
            )
        return Done(output)

    def wait(
        self, until: datetime | None, *, input: JsonObject | None = None, signal: JsonObject | None = None
    ) -> Suspended:
        """Wait for time, or for a signal with ``until`` as the deadline."""
        self.walker.journal.wait(
            self.step,
            until=until,
            attempt=self.attempt,
            input=input if input is not None else self._unwritten,
            evaluation=self._evaluation,
            signal=signal,
        )
        return Suspended(until, for_signal=signal is not None)

    def retry_at(self, until: datetime, failure: StepFailure) -> Suspended:
        """This attempt failed; another follows."""
        self.walker.journal.wait(
            self.step,
            until=until,
            attempt=self.attempt,
            error=failure.error,
            credits=failure.credits,
            input=self._unwritten,
        )
        return Suspended(until)

    def fail(self, failure: StepFailure, *, inner_path: str = "") -> Result:
        """Failed for good. With ``on_error`` the walk goes on, with what there is of output."""
        goes_on = self.node.goes_on and failure.error.code != records.CRASH_LOOP
        if not self.is_final:
            self.walker.journal.fail(
                self.step,
                error=failure.error,
                attempt=self.attempt,
                credits=failure.credits,
                output=failure.output,
                continued=goes_on,
                input=self._unwritten,
                evaluation=self._evaluation,
            )
        return ends.failed(self, failure.output, failure.error, inner_path or self.path, goes_on)

    def close(self, result: Result, output: JsonObject) -> Result:
        """The end of a container, from what became of its inside."""
        return ends.close(self, result, output)

    def end_inside(self, reason: str) -> bool:
        """Whether nothing beneath is at work any more; what was open there is cancelled then."""
        return ends.end_inside(self, reason)
