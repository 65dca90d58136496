"""Templates of rules, and presets of actions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.api.common import checked, note_rule, only_site, who
from igny8.automation.api.serializers import templates as shapes
from igny8.automation.models import ActionPreset, RuleTemplate
from igny8.automation.selectors import live_rules
from igny8.automation.services import presets, templates
from igny8.automation.services.template_files import Template
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet, get_or_404
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.models import Site


class TemplateViewSet(ScopedViewSet[RuleTemplate]):
    """Built-in templates and the account's own."""

    serializer_class = shapes.TemplateSerializer

    def get_queryset(self) -> QuerySet[RuleTemplate]:
        return RuleTemplate.objects.all()

    @extend_schema(
        parameters=[OpenApiParameter("category", str), OpenApiParameter("built_in", bool)],
        responses=shapes.TemplateSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        found: Any = [row for row in templates.all_templates() if _matches(row, request.query_params)]
        page: Any = self.paginate_queryset(found)
        return self.get_paginated_response(shapes.TemplateSerializer(page or [], many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("site", str, description="Adds what a run on it would cost now.")],
        responses=shapes.TemplateSerializer,
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        template = templates.template_of(pk)
        shown = dict(shapes.TemplateSerializer(template).data)
        site_id = request.query_params.get("site")
        if site_id:
            site = get_or_404(Site.objects.all(), site_id)
            shown["estimate"] = templates.estimate_of_template(template, site)
        return Response(shown)

    @extend_schema(request=shapes.TemplateInputSerializer, responses={201: shapes.TemplateSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        values = checked(shapes.TemplateInputSerializer, request)
        template = templates.create_template(values=values, by=who(request))
        return Response(shapes.TemplateSerializer(template).data, status=201)

    @extend_schema(request=shapes.TemplateInputSerializer, responses=shapes.TemplateSerializer)
    def update(self, request: Request, pk: str) -> Response:
        values = checked(shapes.TemplateInputSerializer, request)
        template = templates.update_template(template_id=pk, values=values, replace=True)
        return Response(shapes.TemplateSerializer(template).data)

    @extend_schema(request=shapes.TemplateInputSerializer(partial=True), responses=shapes.TemplateSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        values = checked(shapes.TemplateInputSerializer, request, partial=True)
        template = templates.update_template(template_id=pk, values=values)
        return Response(shapes.TemplateSerializer(template).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        templates.delete_template(template_id=pk)
        return Response(status=204)

    @extend_schema(request=shapes.InstantiateInput, responses={201: wire.RuleSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def instantiate(self, request: Request, pk: str) -> Response:
        given = checked(shapes.InstantiateInput, request)
        rule = templates.instantiate(
            template_id=pk,
            site=given.pop("site", None) or only_site(),
            by=who(request),
            clock=SYSTEM_CLOCK,
            **given,
        )
        note_rule(request, rule, "rule.created")
        return Response(wire.RuleSerializer(live_rules().get(pk=rule.pk)).data, status=201)


def _matches(row: Template, query: Any) -> bool:
    category, built_in = query.get("category", ""), query.get("built_in", "").lower()
    words = query.get("search", "").lower().split()
    text = f"{row.name} {row.description}".lower()
    if category and row.category.lower() != category.lower():
        return False
    if built_in in {"true", "false"} and row.built_in != (built_in == "true"):
        return False
    return all(word in text for word in words)


class PresetViewSet(ScopedViewSet[ActionPreset]):
    """Named params of actions."""

    serializer_class = shapes.PresetSerializer
    filter_fields: ClassVar = {"action_type": "action_type"}
    search_fields: ClassVar = ("name",)
    ordering_fields: ClassVar = ("created_at", "name", "action_type")

    def get_queryset(self) -> QuerySet[ActionPreset]:
        return ActionPreset.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(shapes.PresetSerializer(page or [], many=True).data)

    @extend_schema(responses=shapes.PresetSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(shapes.PresetSerializer(self.get_object()).data)

    @extend_schema(request=shapes.PresetSerializer, responses={201: shapes.PresetSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        preset = presets.create_preset(**checked(shapes.PresetSerializer, request), by=who(request))
        return Response(shapes.PresetSerializer(preset).data, status=201)

    @extend_schema(request=shapes.PresetSerializer(partial=True), responses=shapes.PresetSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(checked(shapes.PresetSerializer, request, partial=True))

    @extend_schema(request=shapes.PresetSerializer, responses=shapes.PresetSerializer)
    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(checked(shapes.PresetSerializer, request))

    def _change(self, values: dict[str, Any]) -> Response:
        """``action_type`` stays what it is: its params would mean something else."""
        wanted = {name: values[name] for name in ("name", "params") if name in values}
        preset = presets.update_preset(preset=self.get_object(), **wanted)
        return Response(shapes.PresetSerializer(preset).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        self.get_object().delete()
        return Response(status=204)
