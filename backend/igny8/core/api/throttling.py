"""How often one caller may ask: each token or session user for itself, strangers by address."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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


class DearThrottle(CallerThrottle):
    """10 requests a minute a caller: for what costs the installation money or guesses at secrets."""

    scope = "dear"


class LoginThrottle(SimpleRateThrottle):
    """20 attempts a minute an address."""

    scope = "login"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 - DRF's signature
        return f"throttle:{self.scope}:{self.get_ident(request)}"


class LoginEmailThrottle(SimpleRateThrottle):
    """20 attempts a minute an e-mail address, from wherever they come."""

    scope = "login"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:  # noqa: ARG002 - DRF's signature
        email = request.data.get("email") if isinstance(request.data, Mapping) else None
        if not isinstance(email, str):
            return None
        digest = hashlib.sha256(email.strip().lower().encode(errors="replace")).hexdigest()
        return f"throttle:{self.scope}:email:{digest}"
