"""How a step ends: what its record says, what follows a failure, when the time of a container is over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.paths import ON_ERROR
from igny8.automation.engine.walker import records
from igny8.automation.engine.walker.result import (
    DONE,
    Arrived,
    Done,
    Failed,
    Halted,
    Result,
    Stopped,
    Suspended,
)

if TYPE_CHECKING:
    from igny8.automation.engine.walker.scope import StepScope

TIMEOUT = "timeout"


def sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two moments, where there are any."""
    if one is None or other is None:
        return one or other
    return min(one, other)


def settled(step: StepScope) -> Result:
    """What the final record of a step says became of it."""
    record = step.record
    assert record is not None  # noqa: S101 - asked only where `is_final`
    if record.status is StepStatus.COMPLETED:
        stopped = records.as_stopped(record.output) if step.node.blocks else None
        return stopped or Done(record.output)
    if record.status is StepStatus.SKIPPED:
        return DONE
    error = records.error_of(record)
    return failed(step, record.output, error, records.failed_path(record), record.continued)


def failed(step: StepScope, output: JsonObject, error: StepError, path: str, goes_on: bool) -> Result:
    """What follows a failure: the end of the block, or the step's handler and then the rest of the block.

    A handler that fails, waits or stops does so in the place of the step.
    """
    if not goes_on:
        return Failed(error, path)
    handled = _handled(step, error, path)
    if not isinstance(handled, Done):
        return handled
    return Done(records.after_failure(output, error))


def _handled(step: StepScope, error: StepError, path: str) -> Result:
    handler = step.node.handler
    if not handler:
        return DONE
    frame = step.frame.child(error=error_for_handlers(error, path, step.node.id))
    result = step.walker.block(handler, f"{step.path}/{ON_ERROR}", frame, step.bounds)
    step.frame.adopt(frame.own)
    return result


def error_for_handlers(error: StepError, path: str, node_id: str = "") -> JsonObject:
    """``error`` as a handler reads it: code, message, retryable, path of the step that failed, and the id of
    the node whose handler it is."""
    return {**error.as_json(), "path": path, "step": node_id}


def close(step: StepScope, result: Result, output: JsonObject) -> Result:
    """The end of a container, from what became of its inside.

    :param output: goes into its record when it completes, and also when it fails.
    """
    if isinstance(result, Arrived | Halted):
        return result
    if isinstance(result, Suspended):
        return _suspended(step, result)
    if isinstance(result, Failed):
        error = result.error
        failure = StepFailure(
            error.code, error.message, retryable=error.retryable, output=output, fields=error.fields
        )
        return step.fail(failure, inner_path=result.path)
    if isinstance(result, Stopped):
        step.complete(output)
        return result
    return step.settled() if step.is_final else step.complete(output)


def _suspended(step: StepScope, result: Suspended) -> Result:
    """A container whose inside cannot go on: it waits too, or its time is over."""
    if step.is_final:
        return step.settled()
    deadline = step.deadline
    if deadline is None:
        return result
    if step.now() < deadline:
        return Suspended(sooner(result.wake_at, deadline), result.for_signal)
    text = f"It took longer than {step.node.spec.timeout_seconds:g} seconds."
    if not end_inside(step, text):
        return Suspended(None)
    return step.fail(StepFailure(TIMEOUT, text))


def end_inside(step: StepScope, reason: str) -> bool:
    """Whether nothing beneath the step is at work any more; what was open there is cancelled then."""
    lanes = step.walker.lanes
    if lanes is not None and not lanes.stop(step.path):
        return False
    step.walker.journal.abandon(step.path, reason=reason)
    return True
