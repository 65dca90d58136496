"""Trials of conditions and steps, and plans: nothing is done, claimed or paid."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api.common import checked
from igny8.automation.api.serializers import trials as shapes
from igny8.automation.engine import Definition, JsonObject
from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.definitions import compiled, validated
from igny8.automation.selectors import live_version
from igny8.automation.services.reruns import rerun_failed
from igny8.automation.services.step_trials import try_step
from igny8.automation.services.trials import Sample, plan_rule, try_conditions
from igny8.automation.services.versions import DRAFT, version_of
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import InvalidInput


class RuleTrials(ScopedViewSet[AutomationRule]):
    """Rules, tried out."""

    @extend_schema(request=shapes.TestConditionsInput, responses=shapes.ConditionsTriedSerializer)
    @action(detail=False, methods=["post"], url_path="test-conditions")
    def test_conditions(self, request: Request) -> Response:
        given = checked(shapes.TestConditionsInput, request)
        rule = given.get("rule")
        conditions = given.get("conditions")
        if "conditions" not in given and rule is not None:
            conditions = _raw(rule, given["draft"]).get("conditions")
        found = try_conditions(conditions=conditions, sample=_sample(given), rule=rule, clock=SYSTEM_CLOCK)
        return Response(found)

    @extend_schema(request=shapes.TestStepInput, responses=shapes.StepTriedSerializer)
    @action(detail=True, methods=["post"], url_path="test-step")
    def test_step(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        given, rule = checked(shapes.TestStepInput, request), self.get_object()
        run = given.get("run_id")
        if run is not None and run.automation_rule_id != rule.id:
            raise InvalidInput(
                "run_id: This run is not one of this rule.", fields={"run_id": ["Not of this rule."]}
            )
        definition = _definition(rule, given["draft"])
        return Response(
            try_step(rule=rule, definition=definition, path=given["path"], run=run, clock=SYSTEM_CLOCK)
        )

    @extend_schema(request=shapes.PlanInput, responses=shapes.PlanSerializer)
    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given, rule = checked(shapes.PlanInput, request), self.get_object()
        definition = _definition(rule, given["draft"])
        return Response(
            plan_rule(rule=rule, definition=definition, given=given["context"], clock=SYSTEM_CLOCK)
        )


class FailedRuns(ScopedViewSet[ScheduledTask]):
    """Failed runs, carried on many at once."""

    @extend_schema(request=shapes.RerunFailedInput, responses={202: shapes.RerunFailedSerializer})
    @action(detail=False, methods=["post"], url_path="rerun-failed")
    @idempotent
    def rerun_failed(self, request: Request) -> Response:
        """Each failed run that nobody has carried on yet goes on from its failed step."""
        given = checked(shapes.RerunFailedInput, request)
        done = rerun_failed(
            rule=given.get("rule"),
            since=given.get("since"),
            limit=given["limit"],
            version=given["version"],
            clock=SYSTEM_CLOCK,
        )
        started = [
            {
                "scheduled_task_id": str(run.id),
                "task_id": run.metadata["task_id"],
                "status": run.status,
                "rerun_of": str(run.rerun_of_id),
            }
            for run in done.started
        ]
        return Response({"started": started, "skipped": [one.as_json() for one in done.skipped]}, status=202)


def _raw(rule: AutomationRule, draft: bool) -> JsonObject:
    return version_of(rule, DRAFT).definition if draft else live_version(rule).definition


def _definition(rule: AutomationRule, draft: bool) -> Definition:
    """The live one, or the draft's, which must be complete to be tried."""
    return validated(version_of(rule, DRAFT).definition) if draft else compiled(live_version(rule))


def _sample(given: dict[str, Any]) -> Sample:
    kind, object_id = next(
        ((kind, given[name]) for name, kind in shapes.OBJECT_IDS.items() if given.get(name)), ("", None)
    )
    return Sample(
        fields=given["sample"],
        object_kind=kind,
        object_id=object_id,
        event=given.get("event"),
        run=given.get("run_id"),
    )
