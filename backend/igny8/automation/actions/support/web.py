"""HTTP requests of actions to addresses that users type: guarded, bounded, and honest about what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath
from typing import Any

import httpx
from django.conf import settings
from django.http.request import validate_host
from rest_framework.exceptions import ParseError

from igny8.core.api.parsers import StrictJSONParser
from igny8.core.errors import Igny8Error
from igny8.integrations.outgoing import AddressRefused, guarded_client
from igny8.integrations.outgoing_rules import parse_allow_list

BODY_BYTES = 64 * 1024
"""So much of an answer is kept."""
ClientFactory = Callable[[float], httpx.Client]
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_BUSY = 429
_STARTS_RUNS = re.compile(r"/hooks/|/api/v1/automation/")


class RequestRefused(Igny8Error):
    """The other side refused, or could not be understood; trying again will not help, or may do harm."""

    code = "request_failed"


class RequestUnanswered(RequestRefused):
    """The other side was busy or away; trying again may help."""

    code = "request_unavailable"
    retryable = True


@dataclass(frozen=True, slots=True)
class WebRequest:
    """One request.

    :ivar repeatable: whether sending it twice does no harm; None: as its method says (RFC 9110, 9.2.2).
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None
    timeout: float = 30.0
    repeatable: bool | None = None

    @property
    def may_be_repeated(self) -> bool:
        return self.method in _IDEMPOTENT if self.repeatable is None else self.repeatable


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What came back; of the body at most ``BODY_BYTES``."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced, and so is U+0000, which no database takes."""
        return self.body.decode("utf-8", errors="replace").replace("\0", "\ufffd")

    @property
    def json(self) -> Any:
        """The body as JSON, where it is all there, is some, and can be stored; else None."""
        if self.truncated or "json" not in self.headers.get("content-type", ""):
            return None
        try:
            return StrictJSONParser().parse(BytesIO(self.body))
        except ParseError:
            return None


_override: ContextVar[ClientFactory | None] = ContextVar("igny8_web_client", default=None)


@contextmanager
def use_client(factory: ClientFactory) -> Iterator[None]:
    """Send through clients of this factory in the body; for tests."""
    token = _override.set(factory)
    try:
        yield
    finally:
        _override.reset(token)


def _client(timeout: float) -> httpx.Client:
    factory = _override.get()
    if factory is not None:
        return factory(timeout)
    allow = parse_allow_list(settings.IGNY8_OUTGOING_ALLOW)
    return guarded_client(allow=allow, timeout=timeout, total_seconds=timeout)


def send(request: WebRequest) -> WebAnswer:
    """Send it, follow no redirect, and give what came back, whatever its status.

    :raises AddressRefused: the address is not a public one, or one of ours that starts runs.
    :raises RequestUnanswered, RequestRefused: nothing came back.
    """
    _refuse_ourselves(request.url)
    headers = {"User-Agent": "IGNY8", **request.headers}
    try:
        with (
            _client(request.timeout) as client,
            client.stream(request.method, request.url, headers=headers, content=request.body) as response,
        ):
            body, truncated = _read(response)
            return WebAnswer(response.status_code, _lower(response.headers), body, truncated)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise RequestUnanswered(f"{_host(request.url)} cannot be reached.") from error
    except httpx.TimeoutException as error:
        raise _unsure(
            request, f"{_host(request.url)} did not answer within {request.timeout:g} s."
        ) from error
    except httpx.InvalidURL as error:
        raise RequestRefused(f"The address cannot be read: {error}") from error
    except httpx.HTTPError as error:
        raise _unsure(request, f"{_host(request.url)} broke off: {type(error).__name__}.") from error


def _refuse_ourselves(url: str) -> None:
    """What a message to our own addresses starts has no cause that we know of: rules that set each other off
    by them would go on for ever, past the guard against loops."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return
    names = [name for name in settings.ALLOWED_HOSTS if name != "*"]
    path = normpath(f"/{address.path.lstrip('/')}")
    if _STARTS_RUNS.match(path) and validate_host(address.host.lower().rstrip("."), names):
        raise AddressRefused("This is an address of IGNY8 itself: rules start rules by `call_rule`.")


def require_success(request: WebRequest, answer: WebAnswer) -> None:
    """Raise for any status but 2xx. A 429 may always be tried again, since nothing was done; a 5xx only
    where sending twice does no harm."""
    if 200 <= answer.status < 300:
        return
    host = _host(request.url)
    if 300 <= answer.status < 400:
        target = answer.headers.get("location", "")[:200]
        raise RequestRefused(f"{host} redirects to {target!r}: use that address, redirects are not followed.")
    message = f"{host} answered {answer.status}: {' '.join(answer.text.split())[:200]}"
    if answer.status == _BUSY:
        raise RequestUnanswered(message, retry_after=_retry_after(answer))
    if answer.status >= 500:
        raise _unsure(request, message, retry_after=_retry_after(answer))
    raise RequestRefused(message)


def _unsure(request: WebRequest, message: str, *, retry_after: float | None = None) -> RequestRefused:
    """It may have been done over there: only what may be repeated is tried again."""
    if request.may_be_repeated:
        return RequestUnanswered(message, retry_after=retry_after)
    return RequestRefused(f"{message} It is not tried again, since it may have been done there.")


def _read(response: httpx.Response) -> tuple[bytes, bool]:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > BODY_BYTES:
            return bytes(body[:BODY_BYTES]), True
    return bytes(body), False


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _retry_after(answer: WebAnswer) -> float | None:
    """``Retry-After`` in seconds; as a date it is left out, the step's own pause is good enough then."""
    text = answer.headers.get("retry-after", "")
    return float(text) if text.isascii() and text.isdigit() else None


def _host(url: str) -> str:
    """The host alone: the rest of an address may hold a secret."""
    try:
        return httpx.URL(url).host or "The address"
    except httpx.InvalidURL:
        return "The address"
