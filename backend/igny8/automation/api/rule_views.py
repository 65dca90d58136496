"""Rules: list, write, run, watch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.api.bulk_views import RuleBulk
from igny8.automation.api.common import note_rule, only_site, wants_draft, who
from igny8.automation.api.trial_views import RuleTrials
from igny8.automation.api.version_views import RuleVersions
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.definitions import compiled, definition_of, validated
from igny8.automation.selectors import latest_run, live_rules, live_version, progress_of
from igny8.automation.services import rules as service
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.drafts import save_draft
from igny8.automation.services.estimates import estimate
from igny8.core.api.idempotency import idempotent
from igny8.core.api.schema import refuses
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK


class AutomationRuleViewSet(RuleVersions, RuleTrials, RuleBulk):
    """Rules of the account."""

    serializer_class = wire.RuleSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "status": "status",
        "trigger": "trigger",
        "is_active": "is_active",
    }
    search_fields: ClassVar = ("name", "description")
    ordering_fields: ClassVar = ("created_at", "name", "last_executed_at", "execution_count", "status")

    def get_queryset(self) -> QuerySet[AutomationRule]:
        return live_rules()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(wire.RuleSerializer(page or [], many=True).data)

    @extend_schema(responses=wire.RuleSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(wire.RuleSerializer(self.get_object()).data)

    @extend_schema(request=wire.RuleInput, responses={201: wire.RuleSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        values = self._checked(request)
        site = values.pop("site", None) or only_site()
        rule = service.create_rule(site=site, values=values, by=who(request), clock=SYSTEM_CLOCK)
        note_rule(request, rule, "rule.created")
        return Response(wire.RuleSerializer(self._fresh(rule)).data, status=201)

    @extend_schema(request=wire.RuleInput, responses=wire.RuleSerializer)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(request, replace=True)

    @extend_schema(request=wire.RuleInput(partial=True), responses=wire.RuleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(request, replace=False)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = self.get_object()
        service.delete_rule(rule=rule, clock=SYSTEM_CLOCK)
        note_rule(request, rule, "rule.deleted")
        return Response(status=204)

    @extend_schema(request=wire.ExecuteInput, responses={202: wire.StartedSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    @refuses(402)
    def execute(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = wire.ExecuteInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = AutomationService().execute_rule(
            self.get_object(), given.validated_data.get("context"), is_test=given.validated_data["test"]
        )
        started = {"scheduled_task_id": str(run.id), "task_id": run.metadata["task_id"], "status": run.status}
        return Response(started, status=202)

    @extend_schema(responses=wire.ProgressSerializer)
    @action(detail=True)
    def progress(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        run = latest_run(self.get_object(), SYSTEM_CLOCK)
        return Response(progress_of(run, SYSTEM_CLOCK) if run else {"status": "idle"})

    @extend_schema(responses=wire.EstimateSerializer)
    @action(detail=True, url_path="estimate")
    def estimate_rule(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = self.get_object()
        definition = compiled(live_version(rule))
        return Response(estimate(definition=definition, site_id=rule.site_id, rule=rule))

    @extend_schema(
        request=wire.RuleInput,
        responses=wire.EstimateSerializer,
        parameters=[
            OpenApiParameter("rule", OpenApiTypes.UUID, description="The saved rule whose history counts.")
        ],
    )
    @action(detail=False, methods=["post"], url_path="estimate")
    def estimate_draft(self, request: Request) -> Response:
        values = self._checked(request, partial=True)
        rule_id = request.query_params.get("rule")
        rule = get_or_404(live_rules(), rule_id) if rule_id else None
        site = values.pop("site", None) or (rule.site if rule else only_site())
        return Response(estimate(definition=validated(definition_of(values)), site_id=site.id, rule=rule))

    @extend_schema(request=wire.PauseInput, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = wire.PauseInput(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"] or f"Paused by {who(request)}."
        rule = service.pause_rule(rule=self.get_object(), reason=reason, clock=SYSTEM_CLOCK)
        note_rule(request, rule, "rule.paused")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @extend_schema(request=None, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = service.resume_rule(rule=self.get_object(), clock=SYSTEM_CLOCK)
        note_rule(request, rule, "rule.resumed")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @extend_schema(request=None, responses={201: wire.RuleSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def duplicate(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = service.duplicate_rule(rule=self.get_object(), by=who(request), clock=SYSTEM_CLOCK)
        return Response(wire.RuleSerializer(self._fresh(rule)).data, status=201)

    def _change(self, request: Request, *, replace: bool) -> Response:
        rule, draft = self.get_object(), wants_draft(request)
        values = self._checked(request, partial=not replace)
        change = save_draft if draft else service.update_rule
        rule = change(rule=rule, values=values, by=who(request), clock=SYSTEM_CLOCK, replace=replace)
        note_rule(request, rule, "rule.draft_saved" if draft else "rule.changed")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @staticmethod
    def _checked(request: Request, *, partial: bool = False) -> dict[str, Any]:
        given = wire.RuleInput(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _fresh(self, rule: AutomationRule) -> AutomationRule:
        return self.get_queryset().get(pk=rule.pk)
