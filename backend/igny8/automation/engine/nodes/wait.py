"""``wait``: for a number of seconds, until a moment, or until an event. Nothing is held meanwhile but a row
in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from igny8.automation.engine.conditions import compile_conditions, parse_conditions
from igny8.automation.engine.conditions.values import instant
from igny8.automation.engine.errors import DefinitionInvalid, StepFailure
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import JsonObject, StepStatus
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import NodeSpec, Strict
from igny8.automation.engine.walker.result import Result, Suspended

if TYPE_CHECKING:
    from igny8.automation.engine.ports import StepRecord
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope

MAX_SECONDS = 366 * 86_400


class AwaitedEvent(Strict):
    """Which event ends the wait.

    :ivar changed: only if at least one of these fields changed.
    :ivar conditions: looked up in the event as in that of a rule; expressions in their values are those of
        the waiting run.
    """

    type: str = Field(min_length=1, max_length=100)
    changed: list[str] = Field(default_factory=list, max_length=100)
    conditions: Any = None


class WaitParams(Strict):
    """One of three: ``seconds`` from when it is reached, ``until`` an ISO 8601 moment (UTC without a zone),
    or ``event``, with ``timeout_seconds`` if it shall not wait for ever."""

    seconds: float | None = Field(default=None, ge=0, le=MAX_SECONDS)
    until: str | None = Field(default=None, max_length=64)
    event: AwaitedEvent | None = None
    timeout_seconds: float | None = Field(default=None, gt=0, le=MAX_SECONDS)

    @model_validator(mode="after")
    def _one_of_three(self) -> WaitParams:
        if sum(value is not None for value in (self.seconds, self.until, self.event)) != 1:
            raise ValueError("give either `seconds`, `until` or `event`")
        if self.timeout_seconds is not None and self.event is None:
            raise ValueError("`timeout_seconds` belongs to `event`")
        return self


class WaitNode(NodeKind):
    """Its end is fixed when it is reached, so a restart does not make it longer."""

    name = "wait"
    label = "Wait"
    description = "Waits for some time, until a moment, or until something happens."
    params_model = WaitParams
    offers = ("until", "event", "timed_out")

    def outputs(self, spec: NodeSpec) -> tuple[str, ...]:
        """When it ended; for an event what came."""
        return ("event", "timed_out") if "event" in spec.params else ("until",)

    def compile(self, spec: NodeSpec, at: str, problems: Problems) -> Mapping[str, Any]:
        """Checks the conditions on the event; they are evaluated where events are matched."""
        event = spec.params.get("event")
        if isinstance(event, dict):
            parse_conditions(event.get("conditions"), f"{at}.params.event.conditions", problems)
        return {}

    def run(self, node: Node, step: StepScope) -> Result:  # noqa: ARG002 - the same for every kind
        """Fix the end, suspend, complete."""
        record = step.record
        if record is None or record.status is not StepStatus.WAITING:
            return self._reached(step)
        if "event" in record.input:
            return _event_ended(step, record)
        if record.wake_at is not None and record.wake_at > step.now():
            return Suspended(record.wake_at)
        return step.complete({"until": (record.wake_at or step.now()).isoformat()})

    def _reached(self, step: StepScope) -> Result:
        params, now = step.params_as(WaitParams), step.now()
        shown = params.model_dump(exclude_none=True)
        if params.event is not None:
            return _wait_for(step, params, shown)
        until = _end(params, now)
        if until > now:
            return step.wait(until, input=shown)
        return step.complete({"until": until.isoformat()}, input=shown)


def _wait_for(step: StepScope, params: WaitParams, shown: JsonObject) -> Suspended:
    event, seconds = params.event, params.timeout_seconds
    assert event is not None  # noqa: S101 - asked only where there is one
    _require_readable(event.conditions)
    signal: JsonObject = {
        "kind": "event",
        "type": event.type,
        "changed": event.changed,
        "match": event.conditions,
        "site": "same",
    }
    until = step.now() + timedelta(seconds=seconds) if seconds is not None else None
    return step.wait(until, input=shown, signal=signal)


def _require_readable(conditions: Any) -> None:
    """What expressions have made of the conditions can be nonsense, such as a pattern that is none. It fails
    the step that asks, and not whoever matches events later."""
    try:
        compile_conditions(conditions, "event.conditions")
    except DefinitionInvalid as wrong:
        raise StepFailure("invalid_params", str(wrong), fields=wrong.errors) from None


def _event_ended(step: StepScope, record: StepRecord) -> Result:
    """The event that came, or that none came in time; an event that came with the deadline counts."""
    if record.signal is not None:
        return step.complete({"event": record.signal, "timed_out": False})
    if record.wake_at is None or record.wake_at > step.now():
        return Suspended(record.wake_at, for_signal=True)
    return step.complete({"event": None, "timed_out": True})


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
