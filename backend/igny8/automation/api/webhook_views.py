"""The webhook of a rule: its address and secret, new ones, and a test."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.api.serializers.fields import ObjectField
from igny8.automation.models import AutomationRule, WebhookEndpoint
from igny8.automation.selectors import live_rules
from igny8.automation.services.webhook_messages import MAX_BYTES, signed
from igny8.automation.services.webhooks import address_of, endpoint_of, is_signed, receive, rotate
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import Igny8Error, TooLarge
from igny8.tenants.api.authentication import require_caller
from igny8.tenants.models import Role
from igny8.tenants.services import audit

_SEES_SECRETS = (Role.OWNER, Role.ADMIN)


class WebhookSerializer(serializers.Serializer[Any]):
    """``secret`` is shown to owners and admins only."""

    url = serializers.CharField()
    signed = serializers.BooleanField()
    secret = serializers.CharField(allow_null=True)
    last_received_at = serializers.DateTimeField(allow_null=True)


class TestInput(serializers.Serializer[Any]):
    """``body`` is what the test message carries."""

    body = serializers.JSONField(required=False)


class TestResult(serializers.Serializer[Any]):
    """What became of a test message: the run that it started, or why it started none."""

    accepted = serializers.BooleanField()
    scheduled_task_id = serializers.CharField(allow_null=True)
    error = ObjectField(allow_null=True)


class WebhookView(APIView):
    """Where a rule's messages go."""

    read_role: ClassVar[str] = Role.EDITOR

    @extend_schema(responses=WebhookSerializer)
    def get(self, request: Request, pk: str) -> Response:
        """The address, and for owners and admins the secret."""
        return Response(_shown(request, endpoint_of(_rule(pk))))


class RotateView(APIView):
    """A new address and secret."""

    write_role: ClassVar[str] = Role.ADMIN

    @extend_schema(request=None, responses=WebhookSerializer)
    def post(self, request: Request, pk: str) -> Response:
        """Replace address and secret at once: those before work no more."""
        rule = _rule(pk)
        endpoint = rotate(rule)
        audit(
            actor=require_caller(request).name,
            action="rule.webhook_rotated",
            object_type="automation_rule",
            object_id=rule.id,
            name=rule.name,
        )
        return Response(_shown(request, endpoint))


class WebhookTestView(APIView):
    """A test message."""

    @extend_schema(request=TestInput, responses=TestResult)
    @idempotent
    def post(self, request: Request, pk: str) -> Response:
        """Send a signed message to the rule, as its sender would; its run counts as a test."""
        given = TestInput(data=request.data)
        given.is_valid(raise_exception=True)
        body = json.dumps(given.validated_data.get("body", {"test": True})).encode()
        if len(body) > MAX_BYTES:
            raise TooLarge(f"A webhook message may have at most {MAX_BYTES // 1024} KB.")
        return Response(_sent(endpoint_of(_rule(pk)), body))


def _rule(pk: str) -> AutomationRule:
    return get_or_404(live_rules(), pk)


def _shown(request: Request, endpoint: WebhookEndpoint) -> dict[str, Any]:
    address = address_of(endpoint)
    return {
        "url": address.url,
        "signed": is_signed(endpoint.rule),
        "secret": address.secret if require_caller(request).role in _SEES_SECRETS else None,
        "last_received_at": endpoint.last_received_at,
    }


def _sent(endpoint: WebhookEndpoint, body: bytes) -> dict[str, Any]:
    message = signed(body, address_of(endpoint).secret, SYSTEM_CLOCK)
    try:
        receipt = receive(endpoint, message, SYSTEM_CLOCK, is_test=True)
    except Igny8Error as refusal:
        error = {"code": refusal.code, "message": refusal.message}
        return {"accepted": False, "scheduled_task_id": None, "error": error}
    return {"accepted": True, "scheduled_task_id": str(receipt.run_id), "error": None}
