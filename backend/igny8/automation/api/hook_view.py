"""``POST /hooks/{token}/``: where other systems send messages that start rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from igny8.automation.services.webhook_messages import MAX_BYTES, Message
from igny8.automation.services.webhooks import digest_of, find_endpoint, receive
from igny8.core.api.stepped import SteppedThrottle
from igny8.core.api.views import PublicView
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import TooLarge
from igny8.core.tenancy import account_scope


class TokenThrottle(SteppedThrottle):
    """600 messages a minute an address."""

    rate = "600/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - DRF's signature
        return f"throttle:hook:{digest_of(view.kwargs['token'])}"


class SenderThrottle(SteppedThrottle):
    """1,200 messages a minute from one place, to whichever addresses."""

    rate = "1200/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - DRF's signature
        return f"throttle:hook-sender:{self.get_ident(request)}"


class HookView(PublicView):
    """Takes a message, once, and answers before its run has begun."""

    throttle_classes: ClassVar[list[type[BaseThrottle]]] = [SenderThrottle, TokenThrottle]  # type: ignore[misc]  # DRF's is no ClassVar
    parser_classes: ClassVar[list[Any]] = []  # type: ignore[misc]  # DRF's is no ClassVar

    @extend_schema(exclude=True)
    def post(self, request: Request, token: str) -> Response:
        endpoint = find_endpoint(token)
        message = Message.of(_body(request), dict(request.headers))
        with account_scope(endpoint.owner_id):
            receipt = receive(endpoint, message, SYSTEM_CLOCK)
        return Response({"scheduled_task_id": str(receipt.run_id)}, status=202)


def _body(request: Request) -> bytes:
    """The body as it was signed; no more than the limit is ever read."""
    body = bytes(request._request.read(MAX_BYTES + 1))
    if len(body) > MAX_BYTES:
        raise TooLarge(f"A webhook message may have at most {MAX_BYTES // 1024} KB.")
    return body


urlpatterns: list[URLPattern] = [path("hooks/<str:token>/", HookView.as_view())]
