"""DRF authentication: reads what the middleware found; sessions must also pass the CSRF check."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from igny8.core.errors import NotAuthenticated
from igny8.tenants.models import ApiToken, User
from igny8.tenants.selectors import Caller


def require_caller(request: Request) -> Caller:
    """The caller of a view that only callers reach."""
    caller = caller_of(request)
    if caller is None:
        raise NotAuthenticated("Sign in, or send an API token.")
    return caller


def caller_of(request: Request | HttpRequest) -> Caller | None:
    """The caller that the middleware put on the request."""
    return getattr(getattr(request, "_request", request), "caller", None)


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer igny8_…``."""

    def authenticate(self, request: Request) -> tuple[User | None, ApiToken] | None:
        if "Authorization" not in request.headers:
            return None
        caller = caller_of(request)
        if caller is None or caller.token is None:
            raise AuthenticationFailed("The API token is unknown or revoked.")
        return caller.user, caller.token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        return "Bearer"


class SessionAuthentication(BaseAuthentication):
    """The browser's session cookie, with CSRF on every unsafe method."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        caller = caller_of(request)
        if caller is None or caller.user is None:
            return None
        _check_csrf(request)
        return caller.user, None


def _check_csrf(request: Request) -> None:
    plain: HttpRequest = request._request
    check = CSRFCheck(lambda _request: HttpResponse())
    check.process_request(plain)
    reason = check.process_view(plain, HttpResponse, (), {})
    if reason:
        raise PermissionDenied(f"CSRF check failed: {reason}")


class _TokenScheme(OpenApiAuthenticationExtension):
    target_class = "igny8.tenants.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


class _SessionScheme(OpenApiAuthenticationExtension):
    target_class = "igny8.tenants.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
