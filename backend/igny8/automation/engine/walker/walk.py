"""The walk: block by block, step by step; what is in the journal is not done again."""

from __future__ import annotations

from dataclasses import dataclass

from igny8.automation.engine.errors import ConditionError, ExpressionError, StepFailure
from igny8.automation.engine.outcome import StepStatus
from igny8.automation.engine.ports import CancelCheck, Clock, Executor, Journal, StepRecord
from igny8.automation.engine.schema.definition import Node, Nodes
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.result import DONE, Done, Halted, Result
from igny8.automation.engine.walker.scope import FINAL, StepScope, replayed

NOT_STARTED = frozenset({StepStatus.PENDING, StepStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a walk.

    :ivar max_crashes: how often a worker may die in one step before the run is given up.
    """

    max_crashes: int = 20


@dataclass(frozen=True, slots=True)
class Walk:
    """One call of the engine for one run."""

    run_id: str
    journal: Journal
    executor: Executor
    clock: Clock
    cancelled: CancelCheck
    limits: Limits

    def block(self, nodes: Nodes, path: str, frame: Frame) -> Result:
        """The nodes one after the other; ends at the first that does not let the walk go on."""
        for index, node in enumerate(nodes):
            result = self._step(node, f"{path}/{index}", frame)
            if not isinstance(result, Done):
                return result
            if result.output is not None:
                frame.add(node.id, result.output)
        return DONE

    def record(self, path: str) -> StepRecord | None:
        """What is known of the step; ``None`` if it has not been started."""
        record = self.journal.load(path)
        return None if record is None or record.status in NOT_STARTED else record

    def _step(self, node: Node, path: str, frame: Frame) -> Result:
        record = self.record(path)
        if record is not None and record.status in FINAL:
            if not node.kind.replayed or record.status is StepStatus.SKIPPED:
                return replayed(record)
        elif self.cancelled():
            return Halted()
        scope = StepScope(self, node, path, frame, record)
        try:
            if record is None and not scope.applies():
                return DONE
            return node.kind.run(node, scope)
        except StepFailure as failure:
            return scope.fail(failure)
        except (ExpressionError, ConditionError) as wrong:
            return scope.fail(_as_failure(wrong))


def _as_failure(wrong: ExpressionError | ConditionError) -> StepFailure:
    code = "expression_error" if isinstance(wrong, ExpressionError) else "condition_error"
    return StepFailure(code, str(wrong))
