"""``GET /api/v1/health/``."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.middleware import request_id_of
from igny8.core.api.views import PublicView
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.health import checks

_CHECKS: dict[str, Any] = {
    name: serializers.CharField() for name in ("database", "broker", "workers", "beat")
}
_SHAPE: Any = inline_serializer(
    "Health",
    {"status": serializers.CharField(), "checks": inline_serializer("HealthChecks", _CHECKS)},
)


class HealthView(PublicView):
    """200 when everything works, else 503 with what does not.

    Besides the envelope the answer carries ``status`` and ``checks`` at its top, where load balancers look.
    """

    renderer_classes = (JSONRenderer,)
    throttle_classes = ()

    @extend_schema(responses={200: _SHAPE, 503: _SHAPE})
    def get(self, request: Request) -> Response:
        found = checks(SYSTEM_CLOCK)
        broken = [name for name, works in found.items() if not works]
        body = {
            "status": "failing" if broken else "ok",
            "checks": {name: "ok" if works else "failing" for name, works in found.items()},
        }
        envelope: dict[str, Any] = {"success": not broken, "data": body, "request_id": request_id_of(request)}
        if broken:
            envelope["error"] = {"code": "unhealthy", "message": f"Not working: {', '.join(broken)}."}
        response = Response(body | envelope, status=503 if broken else 200)
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log every 503 as an error
        return response
