"""ActionExecutor: finds an action in the registry, completes and checks its params, and runs it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.ports import ActionCall, ActionResult
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.action import Action, NotYet, PlainParams, find_action
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.run_limits import limits_of_run
from igny8.automation.runtime.step_context import StepContext
from igny8.core.clock import Clock
from igny8.core.errors import Igny8Error
from igny8.credits.payee import Limits

_OWN_PARAMS = {"limit"}
"""Params that are never taken over from an earlier step."""


class ActionExecutor:
    """Executes the actions of one run."""

    def __init__(self, *, run: ScheduledTask, signals: Signals, clock: Clock) -> None:
        self._run = run
        self._signals = signals
        self._clock = clock
        self._limits: Limits | None = None

    def execute(self, call: ActionCall) -> ActionResult:
        """The engine's port: an expected failure is a ``StepFailure`` with what was spent before it."""
        action = find_action(call.type)
        if action is None:
            raise StepFailure("unknown_action", f"There is no action {call.type!r}.")
        step = self._step(call)
        try:
            output = action.run(checked_params(action, call), step)
        except NotYet as waiting:
            return ActionResult(note=waiting.note, pending=True, pending_until=waiting.until)
        except Igny8Error as error:
            raise StepFailure(
                error.code,
                error.message,
                retryable=error.retryable,
                retry_after=error.retry_after,
                credits=step.spent,
                fields=error.fields,
            ) from error
        return ActionResult(output.model_dump(mode="json"), step.spent, action.note(output))

    def _step(self, call: ActionCall) -> StepContext:
        if self._limits is None:
            self._limits = limits_of_run(self._run)
        return StepContext(
            run_id=self._run.id,
            account_id=self._run.owner_id,
            site_id=self._run.site_id,
            path=call.path,
            signals=self._signals,
            clock=self._clock,
            deadline=call.deadline,
            rule_id=self._run.automation_rule_id,
            limits=self._limits,
        )


def checked_params(action: Action[Any], call: ActionCall) -> PlainParams:
    """The step's params with what was left out taken from earlier steps; a misfit is a ``StepFailure``.

    An earlier step that came out empty leaves the param out, so that the action takes what the site has
    waiting.
    """
    given = dict(call.params)
    inherited = set(action.params_model.model_fields) if action.takes_over else set()
    for name in inherited - set(given) - _OWN_PARAMS:
        value = call.earlier(name)
        if value not in (None, []):
            given[name] = value
    try:
        params: PlainParams = action.params_model.model_validate(given)
    except ValidationError as error:
        fields = param_errors(error)
        path, texts = next(iter(fields.items()))
        raise StepFailure("invalid_params", f"{path}: {texts[0]}", fields=fields) from error
    return params


def param_errors(error: ValidationError) -> dict[str, list[str]]:
    """Pydantic's findings as ``{"params.limit": ["…"]}``."""
    found: dict[str, list[str]] = {}
    for problem in error.errors(include_url=False, include_input=False):
        path = ".".join(["params", *(str(part) for part in problem["loc"])])
        found.setdefault(path, []).append(problem["msg"])
    return found


def output_names(action: Action[Any]) -> list[str]:
    """The names that later steps can refer to."""
    return list(action.output_model.model_fields)


def json_schema(action: Action[Any]) -> tuple[JsonObject, JsonObject]:
    """(params, output) as JSON Schema, for the catalog."""
    return action.params_model.model_json_schema(), action.output_model.model_json_schema()
