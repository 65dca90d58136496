"""How often one caller may ask: each token or session user for itself, strangers by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class CallerThrottle(SimpleRateThrottle):
    """600 requests a minute a token (or session user, or address)."""

    scope = "caller"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - DRF's signature
        caller = getattr(request.auth, "pk", None) or getattr(request.user, "pk", None)
        return f"throttle:{self.scope}:{caller or self.get_ident(request)}"


class LoginThrottle(SimpleRateThrottle):
    """20 attempts a minute an address."""

    scope = "login"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - DRF's signature
        return f"throttle:{self.scope}:{self.get_ident(request)}"
