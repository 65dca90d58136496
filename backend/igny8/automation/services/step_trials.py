"""Try one step on the data of a past run: nothing is done outside, and no earlier step runs again."""

# ruff: noqa: A002, ARG002 - the shapes of the engine's ports

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from igny8.automation.engine import (
    ActionCall,
    ActionResult,
    ConditionError,
    Definition,
    EngineError,
    ExpressionError,
    Interrupt,
    JsonObject,
    Limits,
    Node,
    Step,
    StepError,
    StepFailure,
    StepRecord,
)
from igny8.automation.engine.paths import to_field_path
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.scope import StepScope
from igny8.automation.engine.walker.walk import FREE, Walk
from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.action import find_action
from igny8.automation.runtime.executor import checked_params
from igny8.automation.services.past_data import frame_before
from igny8.automation.services.peeking import forecast_of, items_to_take, would_fail
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, Igny8Error, InvalidInput


class _Seen(Interrupt):
    """Enough is known; the node is not to go on."""


@dataclass(slots=True)
class _Record:
    """The engine's journal and executor for one step: they note what comes, and keep nothing."""

    end: JsonObject = field(default_factory=dict)
    call: ActionCall | None = None

    def load(self, path: str) -> StepRecord | None:
        return None

    def begin(
        self, step: Step, *, attempt: int, input: JsonObject, evaluation: JsonObject | None = None
    ) -> None:
        self.end = {"status": "running", "input": input, "evaluation": evaluation}
        if find_action(step.type) is None:
            raise _Seen

    def complete(self, step: Step, *, output: JsonObject, **given: Any) -> None:
        self._ended("completed", output=output, **given)

    def fail(self, step: Step, *, error: StepError, **given: Any) -> None:
        self._ended("failed", error=error.as_json(), **given)

    def skip(self, step: Step, *, reason: str, **given: Any) -> None:
        self._ended("skipped", reason=reason, **given)

    def wait(self, step: Step, *, until: datetime | None, **given: Any) -> None:
        self._ended("waiting", until=until.isoformat() if until else None, **given)

    def cancel(self, step: Step, **given: Any) -> None:
        self._ended("cancelled", **given)

    def execute(self, call: ActionCall) -> ActionResult:
        self.call = call
        raise _Seen

    def _ended(self, status: str, **given: Any) -> None:
        kept = {name: value for name, value in given.items() if name in _SHOWN and value is not None}
        self.end = {"status": status, **kept}
        raise _Seen


_SHOWN = frozenset({"input", "output", "error", "reason", "evaluation", "until", "signal"})


def try_step(
    *, rule: AutomationRule, definition: Definition, path: str, run: ScheduledTask | None, clock: Clock
) -> JsonObject:
    """What a step would do with the data of a past run (by default the rule's newest one that has steps).

    Gives ``status`` (what the step would come to: ``completed``, ``skipped``, ``waiting``, ``failed``, or
    ``would_run`` for an action and ``would_walk`` for a container), ``input``, ``output``, ``evaluation``,
    ``error`` as a trace has them; for an action also ``params``, ``takes``, ``forecast``.

    :raises InvalidInput: for a path that the definition does not have.
    :raises Conflict: when there is no run to take data from.
    """
    node = _node_at(definition, path)
    run = run or _newest(rule)
    frame = frame_before(run, path, clock.now())
    about = {"path": path, "id": node.id, "type": node.type, "name": node.name}
    data = {"run_id": str(run.id), "rule_version": run.rule_version.number, "steps": sorted(frame.steps)}
    return about | {"data": data} | _tried(node, path, frame, run.site_id, clock)


def _node_at(definition: Definition, path: str) -> Node:
    try:
        at = to_field_path(path)
    except EngineError:
        at = ""
    node = next((one for one in definition.nodes() if one.at == at), None)
    if node is None:
        message = f"There is no step at `{path[:100]}`; a path is like actions/0/branches/1/actions/0."
        raise InvalidInput(f"path: {message}", fields={"path": [message]})
    return node


def _newest(rule: AutomationRule) -> ScheduledTask:
    run = rule.runs.filter(steps__isnull=False).order_by("-created_at", "-id").first()
    if run is None:
        raise Conflict("This rule has not run yet: there is no data to try a step on.")
    return run


def _tried(node: Node, path: str, frame: Frame, site_id: UUID, clock: Clock) -> JsonObject:
    record = _Record()
    walk = Walk("trial", record, record, clock, lambda: False, Limits())  # type: ignore[arg-type]  # see _Record
    scope = StepScope(walk, node, path, frame, None, FREE)
    try:
        if scope.applies():
            node.kind.run(node, scope)
    except _Seen:
        pass
    except StepFailure as failure:
        return {"status": "failed", "error": failure.error.as_json()}
    except (ExpressionError, ConditionError) as wrong:
        return {
            "status": "failed",
            "error": {"code": "expression_error", "message": str(wrong), "retryable": False},
        }
    if record.call is not None:
        return _planned(record.call, record.end, site_id, clock)
    if record.end.get("status") == "running":
        return record.end | {"status": "would_walk"}
    return record.end


def _planned(call: ActionCall, begun: JsonObject, site_id: UUID, clock: Clock) -> JsonObject:
    """What an action would do: its params with what it takes over, its items, its price."""
    action = find_action(call.type)
    found = begun | {"status": "would_run", "params": call.params, "input": call.params}
    if action is None:
        return found
    try:
        params = checked_params(action, call)
        resolved = params.model_dump(mode="json", exclude_unset=True)
        found |= {"params": resolved, "forecast": forecast_of(action, resolved, site_id=site_id)}
        return found | {"takes": items_to_take(action, params, site_id=site_id, clock=clock)}
    except StepFailure as failure:
        return found | {"status": "failed", "error": failure.error.as_json()}
    except Igny8Error as error:
        return found | {"status": "failed", "error": would_fail(error)}
