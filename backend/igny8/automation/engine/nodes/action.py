"""Actions: the nodes that do work, through the executor, with retries.

No thread is held between two attempts: the run waits in the journal and is walked again when it is time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import JsonObject, StepStatus
from igny8.automation.engine.walker.result import Result, Suspended
from igny8.automation.engine.walker.retry import backoff_seconds

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope


class ActionNode(NodeKind):
    """Any type that is no flow node. Which types there are is the catalog's to say."""

    name = "action"

    def run(self, node: Node, step: StepScope) -> Result:
        """Begin, execute, complete; after a retryable failure wait for the next attempt."""
        record = step.record
        if record is None or record.status is not StepStatus.WAITING:
            return self._attempts(node, step, record.attempt if record else 1)
        early = record.wake_at is not None and record.wake_at > step.now()
        if early and record.signal is None:
            return Suspended(record.wake_at)
        pending = record.error is None
        return self._attempts(node, step, record.attempt if pending else record.attempt + 1)

    def _attempts(self, node: Node, step: StepScope, attempt: int) -> Result:
        params = step.params()
        while True:
            try:
                return self._attempt(node, step, params, attempt)
            except StepFailure as failure:
                delay = backoff_seconds(node.spec.retry, failure, attempt, f"{step.run_id}:{step.path}")
                if delay is None:
                    raise
                waiting = step.retry_at(step.now() + timedelta(seconds=delay), failure)
            if delay > 0:
                return waiting
            attempt += 1

    def _attempt(self, node: Node, step: StepScope, params: JsonObject, attempt: int) -> Result:
        if step.is_instant:
            step.begin_unwritten(params, attempt=attempt)
        else:
            step.begin(params, attempt=attempt)
        result = step.execute(params, attempt=attempt, timeout_seconds=node.spec.timeout_seconds)
        if result.pending:
            return step.wait(result.pending_until)
        return step.complete(result.output, credits=result.credits, note=result.note)


ACTION = ActionNode()
