"""The API as a program calls it."""

from __future__ import annotations

import contextvars
import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from igny8.core.tenancy import _scope, account_scope
from igny8.tenants.models import Account
from igny8.tenants.services import create_token

ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer without its envelope; ``data`` is None for errors, ``error`` is empty for successes."""

    status: int
    data: Any
    error: dict[str, Any]
    pagination: dict[str, Any]
    headers: dict[str, str]

    @property
    def fields(self) -> dict[str, list[str]]:
        """What is wrong, by field path."""
        found: dict[str, list[str]] = self.error.get("fields", {})
        return found


@dataclass(slots=True)
class ApiClient:
    """Calls paths below ``/api/v1`` with a bearer token; each request begins outside of any scope."""

    token: str
    _client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> Answer:
        return self._call("GET", path, query)

    def post(self, path: str, body: Any = None, *, key: str = "", files: bool = False) -> Answer:
        """``key`` is sent as ``Idempotency-Key``; with ``files`` the body goes as multipart."""
        return self._call("POST", path, body, key=key, files=files)

    def put(self, path: str, body: Any) -> Answer:
        return self._call("PUT", path, body)

    def patch(self, path: str, body: Any) -> Answer:
        return self._call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self._call("DELETE", path, None)

    def _call(self, method: str, path: str, body: Any, *, key: str = "", files: bool = False) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        sent: dict[str, Any] = {"data": body or {}}
        if method != "GET" and not files:
            sent = {"data": json.dumps(body or {}), "content_type": "application/json"}
        call = getattr(self._client, method.lower())
        response = contextvars.copy_context().run(_unscoped, call, f"{ROOT}{path}", headers=headers, **sent)
        return _answer(response)


def _unscoped(call: Any, *args: Any, **kwargs: Any) -> Any:
    """A request must find its own account, as it must in production."""
    _scope.set(None)
    return call(*args, **kwargs)


def _answer(response: Any) -> Answer:
    body = json.loads(response.content) if response.content else {}
    return Answer(
        response.status_code,
        body.get("data"),
        body.get("error", {}),
        body.get("pagination", {}),
        dict(response.headers),
    )


def client_for(account: Account, role: str = "owner") -> ApiClient:
    """A client with a fresh token of that role."""
    with account_scope(account.id):
        _, secret = create_token(name=f"{role} of the tests", role=role, created_by=None)
    return ApiClient(secret)
