"""Approvals: list, read, decide, and the link that can be handed on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api.serializers.fields import ObjectField, ObjectsField
from igny8.automation.models import Approval
from igny8.automation.services.approvals import decide, link_of
from igny8.automation.services.approvers import may_decide
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import Forbidden
from igny8.tenants.api.authentication import caller_of
from igny8.tenants.models import Role
from igny8.tenants.selectors import Caller


class ApprovalSerializer(serializers.ModelSerializer[Approval]):
    """An approval; the link that decides it is not part of it."""

    id = serializers.CharField(read_only=True)
    run = serializers.CharField(source="run_id", read_only=True)
    automation_rule = serializers.CharField(source="run.automation_rule_id", read_only=True)
    rule_name = serializers.CharField(source="run.automation_rule.name", read_only=True)
    items = ObjectsField(read_only=True)
    approvers = serializers.ListField(child=serializers.CharField(), read_only=True)
    decisions = ObjectField(read_only=True)

    class Meta:
        model = Approval
        fields = (
            "id",
            "run",
            "automation_rule",
            "rule_name",
            "path",
            "title",
            "message",
            "items",
            "approvers",
            "deadline",
            "on_deadline",
            "status",
            "decisions",
            "note",
            "decided_by",
            "decided_at",
            "created_at",
        )
        read_only_fields = fields


class DecisionInput(serializers.Serializer[Any]):
    """``items``: ``approve``, ``reject`` or ``{"edit": {…}}`` by item id; the rest takes ``decision``."""

    decision = serializers.ChoiceField(choices=["approve", "reject"])
    items = ObjectField(required=False)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")

    def validate_items(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise serializers.ValidationError("items must be an object: answers by item id.")
        return value


class LinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()


class ApprovalViewSet(ScopedViewSet[Approval]):
    """What runs ask people, newest first."""

    serializer_class = ApprovalSerializer
    write_role = Role.VIEWER  # whom the step names may decide; ``_asked`` looks
    filter_fields: ClassVar = {
        "status": "status",
        "rule": "run__automation_rule_id",
        "run": "run_id",
        "since": "created_at__gte",
        "until": "created_at__lte",
    }
    search_fields: ClassVar = ("title", "message")
    ordering_fields: ClassVar = ("created_at", "deadline", "status")

    def get_queryset(self) -> QuerySet[Approval]:
        return Approval.objects.select_related("run__automation_rule")

    @extend_schema(responses=ApprovalSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ApprovalSerializer(page or [], many=True).data)

    @extend_schema(responses=ApprovalSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(ApprovalSerializer(self.get_object()).data)

    @extend_schema(request=DecisionInput, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def decide(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        approval, caller = self._asked(request)
        given = DecisionInput(data=request.data)
        given.is_valid(raise_exception=True)
        decide(
            approval,
            given.validated_data["decision"],
            given.validated_data.get("items"),
            note=given.validated_data["note"],
            by=caller.name,
            clock=SYSTEM_CLOCK,
        )
        return Response(ApprovalSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=LinkSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The address at which whoever knows it may decide, for those who may decide themselves."""
        approval, _ = self._asked(request)
        return Response({"url": link_of(approval)})

    def _asked(self, request: Request) -> tuple[Approval, Caller]:
        approval, caller = self.get_object(), caller_of(request)
        if caller is None or not may_decide(approval, caller):
            raise Forbidden("This approval is not yours to decide.")
        return approval, caller
