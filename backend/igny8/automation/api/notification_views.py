"""Notifications: list, and mark as read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import InvalidInput
from igny8.core.tenancy import current_account_id
from igny8.notifications.models import Notification
from igny8.notifications.services import mark_all_read, mark_read
from igny8.notifications.signing import rotate_signing_secret, signing_secret
from igny8.tenants.api.authentication import caller_of
from igny8.tenants.models import Role
from igny8.tenants.services import audit


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    id = serializers.CharField(read_only=True)
    object_id = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Notification
        fields = (
            "id",
            "kind",
            "severity",
            "title",
            "body",
            "link",
            "object_type",
            "object_id",
            "read_at",
            "created_at",
        )
        read_only_fields = fields


class ReadSerializer(serializers.Serializer[Any]):
    read = serializers.IntegerField()


class SecretSerializer(serializers.Serializer[Any]):
    secret = serializers.CharField()


class SigningSecretView(APIView):
    """What the account's outgoing webhooks are signed with (Standard Webhooks). POST makes a new one; for a
    day both sign."""

    read_role = Role.ADMIN
    write_role = Role.ADMIN

    @extend_schema(responses=SecretSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response({"secret": signing_secret()})

    @extend_schema(request=None, responses=SecretSerializer)
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        secret = rotate_signing_secret(clock=SYSTEM_CLOCK)
        audit(
            actor=caller.name if caller else "",
            action="signing_secret.rotated",
            object_type="account",
            object_id=current_account_id(),
        )
        return Response({"secret": secret})


class NotificationViewSet(ScopedViewSet[Notification]):
    """What the account was told, newest first. ``unread=true`` leaves out what was read."""

    serializer_class = NotificationSerializer
    write_role = Role.VIEWER  # to have read something is not to change it
    filter_fields: ClassVar = {
        "kind": "kind",
        "severity": "severity",
        "object_type": "object_type",
        "object_id": "object_id",
        "since": "created_at__gte",
        "until": "created_at__lte",
    }
    search_fields: ClassVar = ("title", "body")
    ordering_fields: ClassVar = ("created_at", "severity", "kind")

    def get_queryset(self) -> QuerySet[Notification]:
        return Notification.objects.all()

    @extend_schema(parameters=[OpenApiParameter("unread", bool)], responses=NotificationSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.filter_queryset(self.get_queryset())
        unread = _truth(request.query_params.get("unread", ""))
        if unread is not None:
            rows = rows.filter(read_at__isnull=unread)
        return self.get_paginated_response(
            NotificationSerializer(self.paginate_queryset(rows) or [], many=True).data
        )

    @extend_schema(responses=NotificationSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(NotificationSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=NotificationSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        row = mark_read(notification=self.get_object(), clock=SYSTEM_CLOCK)
        return Response(NotificationSerializer(row).data)

    @extend_schema(request=None, responses=ReadSerializer)
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:  # noqa: ARG002
        return Response({"read": mark_all_read(clock=SYSTEM_CLOCK)})


def _truth(text: str) -> bool | None:
    known = {"": None, "true": True, "1": True, "false": False, "0": False}
    if text.lower() not in known:
        message = f"unread must be true or false, not {text[:60]!r}."
        raise InvalidInput(message, fields={"unread": [message]})
    return known[text.lower()]
