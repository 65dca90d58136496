"""Calls to one WordPress site: authenticated, counted, repeated where that is safe, with typed answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from igny8.core.errors import PublishingError
from igny8.integrations.outgoing import AddressRefused, ResponseTooLarge
from igny8.integrations.publishing.wordpress.address import ApiRoot, Params, discover
from igny8.integrations.publishing.wordpress.gate import SiteGate, ThreadGate
from igny8.integrations.publishing.wordpress.models import PluginInfo
from igny8.integrations.publishing.wordpress.refusals import Outage, Refusal, refusal

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20.0
BUSY_STATUSES = frozenset({429, 500, 502, 503, 504, 507, 508, 520, 521, 522, 523, 524})

Model = TypeVar("Model", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and an application password (its spaces do not matter)."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A request: where to, and a JSON body or raw content."""

    route: str
    params: Params | None = None
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] | None = None


class WordPressApi:
    """One site.

    :param client: guarded (see ``integrations.outgoing``); closed by the owner.
    :param url: the site's address as typed.
    :param sleep: waits between attempts; injected in tests.
    :param clock: the time where the site does not tell its own.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        credentials: Credentials,
        *,
        gate: SiteGate | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client = client
        self._url = url
        self._auth = httpx.BasicAuth(credentials.username, credentials.password)
        self._gate = gate or ThreadGate()
        self._sleep = sleep
        self._clock = clock
        self._site_date: str | None = None
        self._root: ApiRoot | None = None
        self._plugin: PluginInfo | None = None
        self._plugin_asked = False
        self._lock = threading.Lock()

    def root(self) -> ApiRoot:
        """Where the REST API is; asked once. :raises PublishingError, Outage: see ``discover``."""
        with self._lock:
            if self._root is None:
                with self._gate.slot():
                    self._root = _translated(lambda: discover(self._client, self._url))
            return self._root

    def plugin(self) -> PluginInfo | None:
        """The companion plug-in, or None where it is not active; asked once."""
        if not self._plugin_asked:
            try:
                self._plugin = self.get("igny8/v1/info", PluginInfo)
            except Refusal as error:
                if error.status_code not in (401, 403, 404):
                    raise
            self._plugin_asked = True
        return self._plugin

    def site_now(self) -> datetime:
        """The site's own time, by its last answer: it decides what is in the future there."""
        try:
            return parsedate_to_datetime(self._site_date or "").astimezone(UTC)
        except ValueError:
            return self._clock()

    def get(self, route: str, model: type[Model], params: Params | None = None) -> Model:
        """:raises Refusal, Outage: as answered."""
        return _parsed(self.send("GET", Change(route, params), repeat=True), TypeAdapter(model))

    def get_list(self, route: str, model: type[Model], params: Params | None = None) -> list[Model]:
        """:raises Refusal, Outage: as answered."""
        adapter: TypeAdapter[list[Model]] = TypeAdapter(list[model])  # type: ignore[valid-type] # a run-time type
        return _parsed(self.send("GET", Change(route, params), repeat=True), adapter)

    def change(
        self, change: Change, model: type[Model], *, before: Callable[[], None], repeat: bool
    ) -> Model:
        """Send a POST; see :meth:`send`."""
        return _parsed(self.send("POST", change, before=before, repeat=repeat), TypeAdapter(model))

    def send(
        self, method: str, change: Change, *, repeat: bool, before: Callable[[], None] = lambda: None
    ) -> httpx.Response:
        """Send a request; after 429, and for ``repeat`` after any outage, again with growing pauses.

        :param before: called right before each attempt; raises where the caller may not go on.
        :param repeat: whether sending it twice is harmless (reading, updates by id; not creations).
        :raises Refusal: WordPress, or something before it, said no.
        :raises Outage: it is down or slow. Without ``repeat`` the request may have been carried out.
        """
        address, query = self.root().request(change.route, change.params)
        request = self._client.build_request(
            method, address, params=query, json=change.json, content=change.content, headers=change.headers
        )
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(request, before)
            except Outage as outage:
                harmless = repeat or isinstance(outage, TooManyRequests)
                if not harmless or not self.wait_for_retry(outage, attempt, ATTEMPTS):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def wait_for_retry(self, outage: Outage, attempt: int, attempts: int) -> bool:
        """Sleep as the site asked, else longer each time. :return: False where it is not worth it."""
        pause = outage.retry_after or FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
        if attempt >= attempts or pause > LONGEST_PAUSE_SECONDS:
            return False
        self._sleep(pause)
        return True

    def _once(self, request: httpx.Request, before: Callable[[], None]) -> httpx.Response:
        with self._gate.slot():
            before()
            response = _translated(
                lambda: self._client.send(request, auth=self._auth, follow_redirects=False)
            )
        self._site_date = response.headers.get("Date")
        if response.status_code in BUSY_STATUSES:
            raise _outage(response)
        if not response.is_success:
            raise refusal(response)
        return response


class TooManyRequests(Outage):
    """Refused before anything was done (429): always safe to repeat."""


def _outage(response: httpx.Response) -> Outage | Refusal:
    """A 5xx that WordPress itself explains as a refused file is final; all else may pass."""
    found = refusal(response)
    if found.remote_code.startswith("rest_upload_"):
        return found
    status = response.status_code
    message = f"The site answers {status} now. Try again later; if it stays, look into the site's error log."
    upload = response.headers.get("X-WP-Upload-Attachment-ID", "")
    pause = _retry_after(response)
    if status == 429:
        return TooManyRequests("The site asks for fewer requests (429). Try again later.", retry_after=pause)
    return Outage(message, upload_id=int(upload) if upload.isdigit() else None, retry_after=pause)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds from ``Retry-After`` (RFC 9110: a number, or a date relative to the answer's own ``Date``)."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        until, now = (parsedate_to_datetime(value) for value in (text, response.headers.get("Date", "")))
        return max((until - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _translated(call: Callable[[], T]) -> T:
    try:
        return call()
    except httpx.TimeoutException as error:
        raise Outage("WordPress did not answer in time. Try again later.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Outage(f"The connection to WordPress failed ({type(error).__name__}). Try again.") from error
    except (AddressRefused, ResponseTooLarge) as error:
        raise PublishingError(error.message, code=error.code) from error


def _parsed(response: httpx.Response, adapter: TypeAdapter[T]) -> T:
    try:
        return adapter.validate_json(response.content)
    except ValidationError as error:
        raise PublishingError(
            "WordPress answered with something other than data. Open /wp-json/ of the site in a browser: a "
            "plug-in may print text or warnings there; switch WP_DEBUG_DISPLAY off."
        ) from error
