"""Images from OpenAI and from servers that speak its protocol (``POST /images/generations``).

Plain httpx rather than the SDK's image models: compatible servers answer with addresses instead of bytes,
which those refuse; the waits that a server asks for must be kept here, where they can be bounded; and one
blocking POST needs no event loop.
"""

from __future__ import annotations

import base64
import binascii
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from igny8.ai.adapters.image_openai_errors import (
    RETIRED,
    Refusal,
    nonsense,
    retired,
    retry_after,
    to_error,
    unreachable,
)
from igny8.ai.adapters.image_sizes import nearest_size
from igny8.ai.config import ImageSettings
from igny8.ai.imaging import MAX_BYTES, inspect
from igny8.ai.port import GeneratedImage, ImageRequest, Usage
from igny8.ai.pricing import TokenUsage, cost_usd
from igny8.core.errors import ProviderError

OPENAI_URL = "https://api.openai.com/v1"
MAX_PROMPT_CHARS = 8_000
_MAX_ANSWER_BYTES = MAX_BYTES * 4 // 3 + 100_000  # an image in base64, and what stands around it
_LONGEST_WAIT = 60.0  # seconds; a server that wants more is left, and its wish passed on
_FIRST_WAIT = 0.5
_DEFAULT_PORTS = {"http": 80, "https": 443}


class OpenAIImageModel:
    """An ``ImageModel`` over HTTP. Thread-safe.

    :param transport: what carries the requests, for tests.
    :param sleep: waits for seconds between attempts.
    :param clock: the time, for the limit on an answer and for servers that say until when to wait.
    """

    provider = "openai"
    offline = False

    def __init__(
        self,
        settings: ImageSettings,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        rng: random.Random | None = None,
    ) -> None:
        self.model = settings.model_name
        self._settings = settings
        self._base = settings.base_url or OPENAI_URL
        self._sleep = sleep
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311 - spreads retries, protects nothing
        self._client = httpx.Client(
            transport=transport, timeout=settings.timeout_seconds, follow_redirects=False
        )

    def generate(self, request: ImageRequest) -> GeneratedImage:
        """One image in the supported size nearest in shape; the caller crops and scales.

        :raises ProviderUnavailable: after the retries, when the server is down, slow or overloaded.
        :raises ProviderError: when it refuses, the model is retired, or the answer is no image.
        """
        if self.model in RETIRED and self._is_openai():
            raise retired(self._settings)
        response, requests = self._asked(self._body(request))
        answer = self._object(response)
        image = inspect(self._image_bytes(answer))
        usage = replace(self._usage(answer), requests=requests)
        return GeneratedImage(
            image.data, image.mime, image.width, image.height, self.provider, self.model, usage
        )

    def close(self) -> None:
        """Let go of the connections; the model is of no use afterwards."""
        self._client.close()

    def _body(self, request: ImageRequest) -> dict[str, object]:
        body: dict[str, object] = {
            "model": self.model,
            "prompt": request.prompt[:MAX_PROMPT_CHARS],
            "n": 1,
            "size": nearest_size(self.model, request.width, request.height),
        }
        if self._settings.quality != "auto":
            body["quality"] = self._settings.quality
        if not self._is_openai() and not self.model.startswith("gpt-image"):
            body["response_format"] = "b64_json"  # GPT Image always answers so, and refuses the field
        return body

    def _asked(self, body: Mapping[str, object]) -> tuple[httpx.Response, int]:
        """The first good answer, and how many requests it took."""
        attempts = self._settings.max_attempts
        for attempt in range(1, attempts + 1):
            try:
                response = self._send("POST", f"{self._base}/images/generations", body)
            except httpx.TransportError as error:
                failure: ProviderError = unreachable(
                    self._settings, slow=isinstance(error, httpx.TimeoutException)
                )
                wait = None
            else:
                if response.status_code == 200:
                    return response, attempt
                refusal = Refusal(response, self._settings)
                wait = retry_after(refusal.headers, self._clock())
                failure = to_error(refusal, self._settings, wait)
            if not failure.retryable or attempt == attempts or (wait or 0) > _LONGEST_WAIT:
                break
            self._sleep(max(wait or 0.0, self._backoff(attempt)))
        raise failure from None

    def _backoff(self, attempt: int) -> float:
        """Doubling waits, each half fixed and half by chance, so that clients do not come back together."""
        longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1))
        return float(longest * (0.5 + self._rng.random() / 2))

    def _send(self, method: str, url: str, body: Mapping[str, object] | None = None) -> httpx.Response:
        """One request; the answer is read up to a bound and within the time limit."""
        headers = {"Authorization": f"Bearer {self._settings.key}"} if self._settings.key else {}
        started = self._clock()
        with self._client.stream(method, url, json=body, headers=headers) as response:
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                chunks.append(chunk)
                if size > _MAX_ANSWER_BYTES:
                    raise nonsense(self._settings, "it is too large")
                if (self._clock() - started).total_seconds() > self._settings.timeout_seconds:
                    raise httpx.ReadTimeout("the whole answer took too long")
            kept = {
                k: v for k, v in response.headers.items() if k not in {"content-encoding", "content-length"}
            }
            return httpx.Response(response.status_code, headers=kept, content=b"".join(chunks))

    def _object(self, response: httpx.Response) -> Mapping[str, object]:
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise nonsense(self._settings, "it is not a JSON object")
        return answer

    def _image_bytes(self, answer: Mapping[str, object]) -> bytes:
        data = answer.get("data")
        first = data[0] if isinstance(data, list) and data else None
        if not isinstance(first, dict):
            raise nonsense(self._settings, "its list of images is empty")
        if isinstance(first.get("b64_json"), str):
            try:
                return base64.b64decode(first["b64_json"], validate=True)
            except (binascii.Error, ValueError):
                raise nonsense(self._settings, "its base64 is damaged") from None
        if isinstance(first.get("url"), str):
            return self._fetched(first["url"])
        raise nonsense(self._settings, "it has neither b64_json nor url")

    def _fetched(self, url: str) -> bytes:
        """The image behind an address on the very server that was asked; any other is refused, because the
        server would choose where our network goes."""
        if not self._is_own(url):
            raise nonsense(self._settings, "its address is on another host; only the server's own is read")
        try:
            response = self._send("GET", url)
        except httpx.TransportError as error:
            slow = isinstance(error, httpx.TimeoutException)
            raise unreachable(self._settings, slow=slow) from None
        if response.status_code != 200:
            raise nonsense(self._settings, f"its address answers with error {response.status_code}")
        return response.content

    def _is_own(self, url: str) -> bool:
        """Same scheme, host and port as the base address, or the same host over HTTPS."""
        try:
            asked, base = _origin(url), _origin(self._base)
        except ValueError:
            return False
        return asked == base or (asked[:2] == ("https", base[1]) and asked[2] == 443)

    def _is_openai(self) -> bool:
        return urlsplit(self._base).hostname == urlsplit(OPENAI_URL).hostname

    def _usage(self, answer: Mapping[str, object]) -> Usage:
        reported = answer.get("usage")
        counts = reported if isinstance(reported, dict) else {}
        tokens = TokenUsage(_count(counts.get("input_tokens")), _count(counts.get("output_tokens")))
        known = tokens.input_tokens or tokens.output_tokens
        cost = (
            cost_usd(self.provider, self.model, tokens, base_url=self._settings.base_url) if known else None
        )
        return Usage(tokens.input_tokens, tokens.output_tokens, cost_usd=cost)


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
