"""``Idempotency-Key``: the same key and body give the same answer and one effect.

The record, the effect and the stored answer are one transaction: two requests at once with one key meet at
the unique row, a failed request leaves no record.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from igny8.core.errors import Conflict, InvalidInput
from igny8.core.models import IdempotencyRecord

P = ParamSpec("P")
ViewT = TypeVar("ViewT", bound=APIView)
Method = Callable[Concatenate[ViewT, Request, P], Response]


def idempotent(method: Method[ViewT, P]) -> Method[ViewT, P]:
    """Wrap a POST view that starts work or costs credits; its work must be database work only."""

    @functools.wraps(method)
    def wrapped(view: ViewT, request: Request, *args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            with transaction.atomic():
                return method(view, request, *args, **kwargs)
        if len(key) > 200:
            raise InvalidInput("Idempotency-Key may have at most 200 characters.")
        digest = _digest(request)
        known = _known_answer(key, digest)
        if known is not None:
            return known
        return _first_answer(key, digest, request, lambda: method(view, request, *args, **kwargs))

    wrapped.takes_idempotency_key = True  # type: ignore[attr-defined]  # for the OpenAPI document
    return wrapped  # type: ignore[return-value]  # mypy tells positional from named arguments here


def _digest(request: Request) -> str:
    """What the request asks for: its address and its body, files included."""
    parts: list[bytes] = [
        request.path.encode(),
        json.dumps(_plain(request.data), sort_keys=True, default=str).encode(),
    ]
    for name, file in sorted(request.FILES.items()):
        digest = hashlib.sha256(name.encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        parts.append(digest.digest())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _plain(data: Any) -> Any:
    if hasattr(data, "lists"):
        return {name: [str(value) for value in values] for name, values in data.lists()}
    return data


def _known_answer(key: str, digest: str) -> Response | None:
    record = IdempotencyRecord.objects.filter(key=key).first()
    if record is None:
        return None
    if record.body_hash != digest:
        raise Conflict("This Idempotency-Key was used for another request: use a new key.")
    return Response(record.response, status=record.status, headers={"Idempotency-Replayed": "true"})


def _first_answer(key: str, digest: str, request: Request, work: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            record = IdempotencyRecord.objects.create(key=key, path=request.path[:300], body_hash=digest)
            response = work()
            record.status, record.response = (
                response.status_code,
                json.loads(json.dumps(response.data, cls=JSONEncoder)),
            )
            record.save(update_fields=["status", "response"])
            return response
    except IntegrityError:
        known = _known_answer(key, digest)
        if known is None:
            raise
        return known
