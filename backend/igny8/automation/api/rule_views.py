"""Rules: list, write, run, watch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.definitions import compiled, definition_of, validated
from igny8.automation.selectors import latest_run, live_rules, live_version, progress_of
from igny8.automation.services import rules as service
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.estimates import estimate
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import InvalidInput
from igny8.tenants.api.authentication import caller_of
from igny8.tenants.models import Site
from igny8.tenants.services import audit


class AutomationRuleViewSet(ScopedViewSet[AutomationRule]):
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
        site = values.pop("site", None) or _only_site()
        rule = service.create_rule(site=site, values=values, by=_who(request), clock=SYSTEM_CLOCK)
        self._note(request, rule, "rule.created")
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
        self._note(request, rule, "rule.deleted")
        return Response(status=204)

    @extend_schema(request=wire.ExecuteInput, responses={202: wire.StartedSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def execute(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = wire.ExecuteInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = AutomationService().execute_rule(self.get_object(), given.validated_data.get("context"))
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
        return Response(estimate(definition=compiled(live_version(rule)), site_id=rule.site_id))

    @extend_schema(request=wire.RuleInput, responses=wire.EstimateSerializer)
    @action(detail=False, methods=["post"], url_path="estimate")
    def estimate_draft(self, request: Request) -> Response:
        values = self._checked(request, partial=True)
        site = values.pop("site", None) or _only_site()
        return Response(estimate(definition=validated(definition_of(values)), site_id=site.id))

    @extend_schema(request=wire.PauseInput, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = wire.PauseInput(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"] or f"Paused by {_who(request)}."
        rule = service.pause_rule(rule=self.get_object(), reason=reason, clock=SYSTEM_CLOCK)
        self._note(request, rule, "rule.paused")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @extend_schema(request=None, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = service.resume_rule(rule=self.get_object(), clock=SYSTEM_CLOCK)
        self._note(request, rule, "rule.resumed")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @extend_schema(request=None, responses={201: wire.RuleSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def duplicate(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = service.duplicate_rule(rule=self.get_object(), by=_who(request), clock=SYSTEM_CLOCK)
        return Response(wire.RuleSerializer(self._fresh(rule)).data, status=201)

    @extend_schema(responses=wire.VersionSerializer(many=True))
    @action(detail=True)
    def versions(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rows: Any = self.get_object().versions.all()
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(wire.VersionSerializer(page or [], many=True).data)

    def _change(self, request: Request, *, replace: bool) -> Response:
        rule = self.get_object()
        values = self._checked(request, partial=not replace)
        rule = service.update_rule(
            rule=rule, values=values, by=_who(request), clock=SYSTEM_CLOCK, replace=replace
        )
        self._note(request, rule, "rule.changed")
        return Response(wire.RuleSerializer(self._fresh(rule)).data)

    @staticmethod
    def _checked(request: Request, *, partial: bool = False) -> dict[str, Any]:
        given = wire.RuleInput(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _fresh(self, rule: AutomationRule) -> AutomationRule:
        return self.get_queryset().get(pk=rule.pk)

    @staticmethod
    def _note(request: Request, rule: AutomationRule, what: str) -> None:
        audit(
            actor=_who(request), action=what, object_type="automation_rule", object_id=rule.id, name=rule.name
        )


def _who(request: Request) -> str:
    caller = caller_of(request)
    return caller.name if caller else ""


def _only_site() -> Site:
    sites = list(Site.objects.all()[:2])
    if len(sites) != 1:
        raise InvalidInput("Say which site the rule is for.", fields={"site": ["This field is required."]})
    return sites[0]
