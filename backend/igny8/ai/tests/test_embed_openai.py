"""Embeddings over HTTP: batches, retries, and errors that say what to do."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import numpy as np
import pytest

from igny8.ai.adapters.embed_openai import EmbeddingServer, OpenAiEmbedder, embedder_from_env
from igny8.core.errors import InvalidInput, ProviderError, ProviderUnavailable

KEY = "sk-secret-123"


class Server:
    """Answers with [length of the text, 3], last text first; the given answers come before that."""

    def __init__(self, *first: httpx.Response | Exception) -> None:
        self.first = list(first)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.first:
            answer = self.first.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        texts = json.loads(request.content)["input"]
        rows = [{"index": i, "embedding": [float(len(text)), 3.0]} for i, text in enumerate(texts)]
        return httpx.Response(200, json={"data": rows[::-1]})

    def embedder(self, **changes: object) -> OpenAiEmbedder:
        values: dict[str, object] = {
            "base_url": "https://ai.example/v1/",
            "model": "m",
            "api_key": KEY,
        } | changes
        server = EmbeddingServer(**values)  # type: ignore[arg-type]
        return OpenAiEmbedder(server, transport=httpx.MockTransport(self.handle), sleep=self.pauses.append)


def test_it_sends_distinct_texts_in_batches_and_puts_the_rows_in_order() -> None:
    server = Server()
    rows = server.embedder(batch=2).embed(["aaaa", "b", "", "aaaa", "cc"])
    np.testing.assert_allclose(rows[0], [0.8, 0.6], atol=1e-6)
    np.testing.assert_array_equal(rows[0], rows[3])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 0, 1, 1], atol=1e-6)
    assert [json.loads(request.content)["input"] for request in server.requests] == [["aaaa", "b"], ["cc"]]
    assert str(server.requests[0].url) == "https://ai.example/v1/embeddings"
    assert server.requests[0].headers["Authorization"] == f"Bearer {KEY}"


def test_it_asks_nothing_for_empty_texts_and_sends_no_empty_key() -> None:
    server = Server()
    assert not server.embedder().embed(["", " "]).any()
    assert server.requests == []
    server.embedder(api_key="").embed(["a"])
    assert "Authorization" not in server.requests[0].headers


def test_it_waits_as_long_as_the_server_asks() -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(503))
    assert server.embedder().embed(["a"]).shape == (1, 2)
    assert server.pauses[0] == 7
    assert 0 < server.pauses[1] <= 20
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "fault",
    [lambda: httpx.Response(500), lambda: httpx.ConnectError("refused"), lambda: httpx.ReadTimeout("slow")],
)
def test_it_gives_up_after_the_attempts(fault: Callable[[], httpx.Response | Exception]) -> None:
    server = Server(*[fault() for _ in range(9)])
    with pytest.raises(ProviderUnavailable) as caught:
        server.embedder(attempts=3).embed(["a"])
    assert len(server.requests) == 3
    assert KEY not in caught.value.message


def test_it_leaves_a_long_wait_to_the_caller() -> None:
    server = Server(httpx.Response(429, headers={"Retry-After": "3600"}))
    with pytest.raises(ProviderUnavailable) as caught:
        server.embedder().embed(["a"])
    assert caught.value.retry_after == 3600
    assert server.pauses == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(401), "API key"),
        (httpx.Response(404), "knows no model 'm'"),
        (httpx.Response(400), "refused the request"),
        (httpx.Response(200, text="hello"), "not a list of vectors"),
        (httpx.Response(200, json={"data": [{"index": 0}]}), "not a list of vectors"),
        (httpx.Response(200, json={"data": []}), "0 vectors"),
    ],
)
def test_it_does_not_repeat_what_cannot_succeed(answer: httpx.Response, message: str) -> None:
    server = Server(answer)
    with pytest.raises(ProviderError, match=message) as caught:
        server.embedder().embed(["a"])
    assert not caught.value.retryable
    assert len(server.requests) == 1


def test_it_reads_its_settings_from_the_environment() -> None:
    assert embedder_from_env({"IGNY8_EMBEDDER_API_KEY": KEY}).name == "openai:text-embedding-3-small"
    local = {"IGNY8_EMBEDDER_BASE_URL": "http://localhost:11434/v1", "IGNY8_EMBEDDER_MODEL": "nomic"}
    assert embedder_from_env(local).name == "openai:nomic"
    assert KEY not in repr(EmbeddingServer("https://ai.example/v1", "m", api_key=KEY))


@pytest.mark.parametrize(
    ("environ", "variable"),
    [
        ({}, "IGNY8_EMBEDDER_API_KEY"),
        ({"IGNY8_EMBEDDER_BASE_URL": "ftp://x"}, "IGNY8_EMBEDDER_BASE_URL"),
        ({"IGNY8_EMBEDDER_API_KEY": KEY, "IGNY8_EMBEDDER_TIMEOUT_SECONDS": "soon"}, "TIMEOUT_SECONDS"),
        ({"IGNY8_EMBEDDER_API_KEY": KEY, "IGNY8_EMBEDDER_TIMEOUT_SECONDS": "0"}, "TIMEOUT_SECONDS"),
    ],
)
def test_it_names_the_variable_that_is_wrong(environ: dict[str, str], variable: str) -> None:
    with pytest.raises(InvalidInput, match=variable) as caught:
        embedder_from_env(environ)
    assert KEY not in caught.value.message
