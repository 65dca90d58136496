"""Finds out who calls, and runs the request in the scope of the caller's account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse

from igny8.core.tenancy import account_scope
from igny8.tenants.models import User
from igny8.tenants.selectors import Caller, caller_of_token, caller_of_user


class AccountScopeMiddleware:
    """Sets ``request.caller``. A request with an Authorization header never falls back to the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        caller = find_caller(request)
        request.caller = caller  # type: ignore[attr-defined]  # our own addition
        with account_scope(caller.account_id) if caller else nullcontext():
            return self.get_response(request)


def find_caller(request: HttpRequest) -> Caller | None:
    """The caller by bearer token, else by session; None for a stranger."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, secret = header.partition(" ")
        return caller_of_token(secret.strip()) if scheme.lower() == "bearer" else None
    user = request.user
    if isinstance(user, User):
        session = request.session
        return caller_of_user(
            user, account_id=session.get("account_id"), session_key=session.session_key or ""
        )
    return None
