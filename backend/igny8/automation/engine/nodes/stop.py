"""``stop``: ends the run here, with a status and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import RunStatus, StepStatus
from igny8.automation.engine.schema.model import Strict
from igny8.automation.engine.walker.result import Result, Stopped

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope


class StopParams(Strict):
    """How the run ends."""

    status: Literal["completed", "failed", "skipped", "cancelled"] = "completed"
    reason: str = Field(default="", max_length=2000)


class StopNode(NodeKind):
    """The step itself completes, whatever the status of the run."""

    name = "stop"
    label = "Stop"
    description = "Ends the run here."
    params_model = StopParams
    replayed = True

    def run(self, node: Node, step: StepScope) -> Result:  # noqa: ARG002 - the same for every kind
        """Store, and tell the walk."""
        record = step.record
        if record is not None and record.status is StepStatus.FAILED:
            return step.settled()
        if record is not None:
            params = StopParams.model_validate(record.output)
        else:
            params = step.params_as(StopParams)
            step.complete(params.model_dump(), input=params.model_dump())
        return Stopped(RunStatus(params.status), params.reason, step.path)


KINDS = (StopNode(),)
