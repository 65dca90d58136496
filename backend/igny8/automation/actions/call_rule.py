"""Call a rule: runs another rule, and waits for its end if wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from pydantic import Field

from igny8.automation.models import FINISHED, RunStatus, ScheduledTask
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    Amount,
    Forecast,
    ForecastScope,
    NotYet,
    PlainParams,
    register,
)
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.step_context import StepContext
from igny8.automation.services.calls import call_rule, called_run, deadline_of, outputs_of
from igny8.core.errors import Igny8Error

SHORTEST_LOOK = timedelta(seconds=1)
LONGEST_LOOK = timedelta(minutes=1)


class Params(PlainParams):
    rule_id: UUID = Field(title="Rule", description="Which rule to run; it must be active.")
    context: dict[str, Any] = Field(
        default_factory=dict, title="Context", description="What the run is given, as at a run by hand."
    )
    wait: bool = Field(
        default=True,
        title="Wait for its end",
        description="The run goes on when the called one has completed, and fails when that fails.",
    )


class Output(ActionOutput):
    status: str = Field(description="How the called run stands.")
    scheduled_task_id: str = Field(description="The called run.")
    outputs: dict[str, Any] = Field(
        default_factory=dict, description="What its steps gave, by step id; empty where nobody waited."
    )


class CalledRuleFailed(Igny8Error):
    """The rule that was called has failed, or was cancelled."""

    code = "called_rule_failed"


class CalledRuleTooSlow(Igny8Error):
    """The rule that was called has not ended in time; it is cancelled."""

    code = "timeout"


@register
class CallRule(Action[Params]):
    """The called run pays for itself; this step costs nothing."""

    type: ClassVar[str] = "call_rule"
    name: ClassVar[str] = "Call a rule"
    description: ClassVar[str] = "Run another rule, and wait for it if wanted"
    credits: ClassVar[str] = "0"
    position: ClassVar[int] = 130
    takes_over: ClassVar[bool] = False
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        called = called_run(run_id=step.run_id, path=step.path) or _call(params, step)
        if not params.wait or called.status in FINISHED:
            return _ended(called, params)
        step.signals.check()
        deadline = deadline_of(called)
        if deadline and step.clock.now() >= deadline:
            cancel_run(called, by="the step that waited for it, whose time is over", clock=step.clock)
            raise CalledRuleTooSlow(f"Run {called.pk} took longer than the step's timeout_seconds.")
        raise NotYet(_next_look(called, step.clock.now(), deadline), f"Waits for run {called.pk}.")

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:  # noqa: ARG002
        return Forecast(Amount(), Amount())


def _call(params: Params, step: StepContext) -> ScheduledTask:
    with transaction.atomic():
        step.signals.lease.guard()
        return call_rule(
            rule_id=params.rule_id,
            context=params.context,
            run_id=step.run_id,
            path=step.path,
            wait=params.wait,
            clock=step.clock,
            deadline=step.deadline,
        )


def _next_look(called: ScheduledTask, now: datetime, deadline: datetime | None) -> datetime:
    """The end of the called run wakes the step; should that be lost, it looks again, ever less often."""
    look = now + min(max(now - called.created_at, SHORTEST_LOOK), LONGEST_LOOK)
    return min(look, deadline) if deadline else look


def _ended(called: ScheduledTask, params: Params) -> Output:
    if params.wait and called.status in {RunStatus.FAILED, RunStatus.CANCELLED}:
        why = called.error_message or called.status_reason
        raise CalledRuleFailed(f"The called run {called.pk} is {called.status}: {why}"[:1000])
    outputs = outputs_of(called) if params.wait else {}
    return Output(status=called.status, scheduled_task_id=str(called.pk), outputs=outputs)
