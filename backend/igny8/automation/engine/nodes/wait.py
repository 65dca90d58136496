"""``wait``: for a number of seconds, or until a moment. Nothing is held meanwhile but a row in the
journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from igny8.automation.engine.conditions.values import instant
from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import StepStatus
from igny8.automation.engine.schema.model import Strict
from igny8.automation.engine.walker.result import Result, Suspended

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope

MAX_SECONDS = 366 * 86_400


class WaitParams(Strict):
    """One of both: ``seconds`` from when it is reached, or ``until`` an ISO 8601 moment (UTC without a
    zone)."""

    seconds: float | None = Field(default=None, ge=0, le=MAX_SECONDS)
    until: str | None = Field(default=None, max_length=64)

    @model_validator(mode="after")
    def _one_of_both(self) -> WaitParams:
        if (self.seconds is None) == (self.until is None):
            raise ValueError("give either `seconds` or `until`")
        return self


class WaitNode(NodeKind):
    """Its end is fixed when it is reached, so a restart does not make it longer."""

    name = "wait"
    label = "Wait"
    description = "Waits for some time, or until a moment."
    params_model = WaitParams

    def outputs(self, spec: object) -> tuple[str, ...]:  # noqa: ARG002 - the same for every kind
        """When it ended."""
        return ("until",)

    def run(self, node: Node, step: StepScope) -> Result:  # noqa: ARG002 - the same for every kind
        """Fix the end, suspend, complete."""
        record, now = step.record, step.now()
        if record is None or record.status is not StepStatus.WAITING or record.wake_at is None:
            params = step.params_as(WaitParams)
            until = _end(params, now)
            shown = params.model_dump(exclude_none=True)
            if until > now:
                return step.wait(until, input=shown)
            return step.complete({"until": until.isoformat()}, input=shown)
        if record.wake_at > now:
            return Suspended(record.wake_at)
        return step.complete({"until": record.wake_at.isoformat()})


def _end(params: WaitParams, now: datetime) -> datetime:
    if params.seconds is not None:
        return now + timedelta(seconds=params.seconds)
    until = instant(params.until)
    if until is None:
        raise StepFailure(
            "invalid_params", f"until: `{params.until}` is not a moment such as 2026-03-01T09:00:00Z."
        )
    return until


KINDS = (WaitNode(),)
