"""``Idempotency-Key``: the same key and body give the same answer and one effect.

The record, the effect and the stored answer are one transaction: two requests at once with one key meet at
the unique row, a failed request leaves no record. What is slow is prepared before the transaction begins.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from igny8.core.errors import Conflict, InvalidInput
from igny8.core.models import IdempotencyRecord

REPLAYED = "Idempotency-Replayed"
P = ParamSpec("P")
ViewT = TypeVar("ViewT", bound=APIView)
Method = Callable[Concatenate[ViewT, Request, P], Response]


def _nothing() -> None:
    """What there is to take back as a rule."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Work whose slow part is done: ``commit`` stores it and must be database work only.

    ``discard`` takes back what the slow part left outside of the database, where nothing was stored.
    """

    commit: Callable[[], Response]
    discard: Callable[[], None] = _nothing


PreparedMethod = Callable[Concatenate[ViewT, Request, P], Prepared]


def idempotent(method: Method[ViewT, P]) -> Method[ViewT, P]:
    """Wrap a POST view that starts work or costs credits; its work must be database work only."""

    @functools.wraps(method)
    def wrapped(view: ViewT, request: Request, *args: P.args, **kwargs: P.kwargs) -> Response:
        return _answer(request, lambda: Prepared(lambda: method(view, request, *args, **kwargs)))

    wrapped.takes_idempotency_key = True  # type: ignore[attr-defined]  # for the OpenAPI document
    return wrapped  # type: ignore[return-value]  # mypy tells positional from named arguments here


def idempotent_prepared(method: PreparedMethod[ViewT, P]) -> Method[ViewT, P]:
    """Wrap a POST view that reads or computes for long: it runs outside of any transaction.

    Only the ``commit`` of what it returns is one transaction with the record, so a slow upload keeps nobody
    else from writing.
    """

    @functools.wraps(method)
    def wrapped(view: ViewT, request: Request, *args: P.args, **kwargs: P.kwargs) -> Response:
        return _answer(request, lambda: method(view, request, *args, **kwargs))

    wrapped.takes_idempotency_key = True  # type: ignore[attr-defined]  # for the OpenAPI document
    return wrapped  # type: ignore[return-value]  # mypy tells positional from named arguments here


def _answer(request: Request, prepare: Callable[[], Prepared]) -> Response:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 200:
        raise InvalidInput("Idempotency-Key may have at most 200 characters.")
    digest = _digest(request) if key else ""
    known = _known_answer(key, digest) if key else None
    return known or _commit(key, digest, request, prepare())


def _commit(key: str, digest: str, request: Request, prepared: Prepared) -> Response:
    """Store prepared work once; where it failed, or another request was first, it is taken back."""
    stored = False
    try:
        if key:
            response = _first_answer(key, digest, request, prepared.commit)
        else:
            with transaction.atomic():
                response = prepared.commit()
        stored = REPLAYED not in response.headers
        return response
    finally:
        if not stored:
            prepared.discard()


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
    return Response(record.response, status=record.status, headers={REPLAYED: "true"})


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
