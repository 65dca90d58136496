"""Meaning vectors from any server that speaks OpenAI's ``/embeddings`` (OpenAI, Ollama, vLLM, LM Studio)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from igny8.core.errors import InvalidInput, ProviderError, ProviderUnavailable

# Longer than this a server's Retry-After is left to the caller, which can wait without holding a worker.
MAX_WAIT_SECONDS = 60.0
PREFIX = "IGNY8_EMBEDDER_"
DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "text-embedding-3-small"
_backoff = wait_exponential_jitter(initial=1.0, max=20.0)


@dataclass(frozen=True, slots=True)
class EmbeddingServer:
    """How to reach the server.

    :ivar base_url: up to and including the version, such as ``https://api.openai.com/v1``.
    :ivar api_key: may be empty for a local server; never shown.
    :ivar batch: texts a request.
    :ivar timeout: seconds a request.
    :ivar attempts: requests for one batch at most, the first included.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    batch: int = 256
    timeout: float = 60.0
    attempts: int = 4


class OpenAiEmbedder:
    """An ``Embedder`` over HTTP.

    :param transport: httpx's transport; tests and the outgoing guard give their own.
    :param sleep: waits the given seconds between attempts.
    """

    def __init__(
        self,
        server: EmbeddingServer,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.name = f"openai:{server.model}"
        self._server = server
        self._transport = transport
        options: dict[str, Any] = {"sleep": sleep} if sleep else {}
        self._retrying = Retrying(
            retry=retry_if_exception(_worth_retrying),
            stop=stop_after_attempt(server.attempts),
            wait=_wait,
            reraise=True,
            **options,
        )

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Embedder``; the width of the rows is the model's. Equal texts are sent once.

        :raises ProviderUnavailable: after the attempts, when the server is down, slow or overloaded.
        :raises ProviderError: when it refuses, or its answer is not a list of vectors.
        """
        distinct = sorted({text for text in texts if text.strip()})
        if not distinct:
            return np.zeros((len(texts), 1), dtype=np.float32)
        rows = np.concatenate(list(self._batches(distinct)))
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        place = {text: index for index, text in enumerate(distinct)}
        padded = np.concatenate([unit, np.zeros((1, unit.shape[1]), dtype=np.float32)])
        return padded[[place.get(text, len(distinct)) for text in texts]]

    def _batches(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        headers = {"Authorization": f"Bearer {self._server.api_key}"} if self._server.api_key else {}
        with httpx.Client(
            base_url=self._server.base_url.rstrip("/"),
            headers=headers,
            timeout=self._server.timeout,
            transport=self._transport,
        ) as client:
            for start in range(0, len(texts), self._server.batch):
                part = list(texts[start : start + self._server.batch])
                yield self._retrying(self._request, client, part)

    def _request(self, client: httpx.Client, texts: list[str]) -> NDArray[np.float32]:
        try:
            answer = client.post("/embeddings", json={"model": self._server.model, "input": texts})
        except httpx.TransportError as error:
            raise ProviderUnavailable(
                f"The embedding server did not answer ({type(error).__name__}). Check the base URL."
            ) from error
        _check(answer, self._server.model)
        return _rows(answer, len(texts))


def embedder_from_env(environ: Mapping[str, str]) -> OpenAiEmbedder:
    """The embedder of ``IGNY8_EMBEDDER_BASE_URL``, ``_MODEL``, ``_API_KEY`` and ``_TIMEOUT_SECONDS``.

    :raises InvalidInput: naming the variable that is missing or wrong.
    """
    base_url = environ.get(f"{PREFIX}BASE_URL", "").strip() or DEFAULT_BASE_URL
    if not base_url.startswith(("http://", "https://")):
        raise InvalidInput(f"{PREFIX}BASE_URL must be an address such as {DEFAULT_BASE_URL}.")
    key = environ.get(f"{PREFIX}API_KEY", "").strip()
    if not key and base_url == DEFAULT_BASE_URL:
        raise InvalidInput(f"{PREFIX}API_KEY is missing; {DEFAULT_BASE_URL} needs one.")
    model = environ.get(f"{PREFIX}MODEL", "").strip() or DEFAULT_MODEL
    return OpenAiEmbedder(EmbeddingServer(base_url, model, api_key=key, timeout=_timeout(environ)))


def _timeout(environ: Mapping[str, str]) -> float:
    raw = environ.get(f"{PREFIX}TIMEOUT_SECONDS", "").strip() or "60"
    try:
        seconds = float(raw)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:
        raise InvalidInput(f"{PREFIX}TIMEOUT_SECONDS must be a number from 1 to 600, not {raw!r}.")
    return seconds


def _worth_retrying(error: BaseException) -> bool:
    return isinstance(error, ProviderUnavailable) and (error.retry_after or 0.0) <= MAX_WAIT_SECONDS


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ProviderUnavailable) else None
    return float(_backoff(state)) if asked is None else asked


def _check(answer: httpx.Response, model: str) -> None:
    status = answer.status_code
    if status == httpx.codes.OK:
        return
    if status in {401, 403}:
        raise ProviderError(f"The embedding server refused the API key ({status}).")
    if status == httpx.codes.NOT_FOUND:
        raise ProviderError(f"The embedding server knows no model {model!r}, or its base URL lacks /v1.")
    if status in {408, 409, 429} or status >= 500:
        raise ProviderUnavailable(
            f"The embedding server is overloaded or down ({status}).", retry_after=_retry_after(answer)
        )
    raise ProviderError(f"The embedding server refused the request ({status}).")


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds from ``Retry-After``; its date form is left to the usual backoff."""
    try:
        return max(0.0, float(answer.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _rows(answer: httpx.Response, count: int) -> NDArray[np.float32]:
    try:
        data = sorted(answer.json()["data"], key=lambda item: int(item["index"]))
        rows = np.array([item["embedding"] for item in data], dtype=np.float32)
    except (ValueError, KeyError, TypeError) as error:
        raise ProviderError("The embedding server's answer is not a list of vectors.") from error
    if rows.ndim != 2 or len(rows) != count or not np.isfinite(rows).all():
        raise ProviderError(f"The embedding server gave {len(rows)} vectors, some broken, for {count} texts.")
    return rows
