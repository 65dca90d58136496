"""The walk: block by block, step by step; what is in the journal is not done again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from igny8.automation.engine.errors import ConditionError, ExpressionError, StepFailure
from igny8.automation.engine.outcome import StepStatus
from igny8.automation.engine.paths import ON_ERROR, is_within
from igny8.automation.engine.ports import CancelCheck, Clock, Executor, Journal, Lanes, StepRecord
from igny8.automation.engine.schema.definition import Node, Nodes
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import DONE, LOST, Arrived, Done, Halted, Result, Suspended
from igny8.automation.engine.walker.scope import StepScope

NOT_STARTED = frozenset({StepStatus.PENDING, StepStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a walk.

    :ivar max_crashes: how often a worker may die in one step before the run is given up.
    """

    max_crashes: int = 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a container lays upon its inside.

    :ivar deadline: no step begins after it.
    :ivar replay: nothing is begun at all: only what is over is looked up.
    :ivar repeats: how often the inside is done, where each loop around has as many items as on the way here.
    """

    deadline: datetime | None = None
    replay: bool = False
    repeats: int = 1


FREE = Bounds()


@dataclass(frozen=True, slots=True)
class Walk:
    """One call of the engine for one run. See ``RuleEngine.run`` for the fields."""

    run_id: str
    journal: Journal
    executor: Executor
    clock: Clock
    cancelled: CancelCheck
    limits: Limits
    lanes: Lanes | None = None
    only: str | None = None
    instant: Collection[str] = ()

    def block(self, nodes: Nodes, path: str, frame: Frame, bounds: Bounds = FREE) -> Result:
        """The nodes one after the other; ends at the first that does not let the walk go on."""
        if self.heads_beneath(path):
            return self._towards(nodes, path, frame, bounds)
        for index, node in enumerate(nodes):
            result = self._step(node, f"{path}/{index}", frame, bounds)
            if not isinstance(result, Done):
                return result
            if result.output is not None:
                frame.add(node.id, result.output)
        return DONE

    def _towards(self, nodes: Nodes, path: str, frame: Frame, bounds: Bounds) -> Result:
        """As ``block``, on the way to the one child that is to be walked: what is before it is looked up."""
        looked_up = replace(bounds, replay=True)
        for index, node in enumerate(nodes):
            here = f"{path}/{index}"
            if self.heads_beneath(here):
                result = self._step(node, here, frame, bounds)
                return result if isinstance(result, Arrived) else LOST
            result = self._step(node, here, frame, looked_up)
            if not isinstance(result, Done):
                return LOST
            if result.output is not None:
                frame.add(node.id, result.output)
        return LOST

    def heads_beneath(self, path: str) -> bool:
        """Whether the one child that is to be walked lies beneath this path."""
        return self.only is not None and self.only != path and is_within(self.only, path)

    def record(self, path: str) -> StepRecord | None:
        """What is known of the step; ``None`` if it has not been started."""
        record = self.journal.load(path)
        return None if record is None or record.status in NOT_STARTED else record

    def _step(self, node: Node, path: str, frame: Frame, bounds: Bounds) -> Result:
        record = self.record(path)
        scope = StepScope(self, node, path, frame, record, bounds)
        if scope.is_final:
            if self.heads_beneath(path) and not self.heads_beneath(f"{path}/{ON_ERROR}"):
                return LOST
            if not node.kind.replayed or scope.is_skipped:
                return scope.settled()
        else:
            refused = self._refused(path, record, bounds)
            if refused is not None:
                return refused
        return _run(node, scope)

    def _refused(self, path: str, record: StepRecord | None, bounds: Bounds) -> Result | None:
        """Why a step that is not over cannot be gone on with now."""
        if bounds.replay:
            return Suspended(None)
        if bounds.deadline is not None and self.clock.now() >= bounds.deadline:
            return Suspended(bounds.deadline)
        if self.cancelled():
            return Halted()
        return LOST if record is None and self.heads_beneath(path) else None


def _run(node: Node, scope: StepScope) -> Result:
    try:
        if scope.record is None and not scope.applies():
            return DONE
        scope.keep_time()
        return node.kind.run(node, scope)
    except StepFailure as failure:
        return scope.fail(failure)
    except (ExpressionError, ConditionError) as wrong:
        return scope.fail(_as_failure(wrong))


def _as_failure(wrong: ExpressionError | ConditionError) -> StepFailure:
    code = "expression_error" if isinstance(wrong, ExpressionError) else "condition_error"
    return StepFailure(code, str(wrong))
