"""The test server itself: its protocol, its faults, its log."""

from __future__ import annotations

import base64
import io
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from igny8.ai.tests.servers import load

openai = load("openai_server")
answers = load("openai_answers")
Fault = openai.Fault
CHAT = {"model": "test-model", "messages": [{"role": "user", "content": "Hello"}]}


@pytest.fixture
def server() -> Iterator[Any]:
    with openai.OpenAIServer() as running:
        yield running


def post(server: Any, path: str, body: dict[str, Any], **headers: str) -> httpx.Response:
    return httpx.post(f"{server.base_url}/{path}", json=body, headers=headers, timeout=10, trust_env=False)


def test_it_answers_a_chat(server: Any) -> None:
    answer = post(server, "chat/completions", CHAT).json()
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"]["total_tokens"] > 100


def test_it_streams_in_events_that_end_with_done(server: Any) -> None:
    body = CHAT | {"stream": True, "stream_options": {"include_usage": True}}
    lines = [line for line in post(server, "chat/completions", body).text.splitlines() if line]
    assert lines[-1] == "data: [DONE]"
    last = json.loads(lines[-2].removeprefix("data: "))
    assert last["usage"]["completion_tokens"] > 0


def test_it_calls_the_tool_that_is_offered_also_in_a_stream(server: Any) -> None:
    parameters = {"type": "object", "properties": {"n": {"type": "integer"}, "tags": {"type": "array"}}}
    tools = [{"type": "function", "function": {"name": "give", "parameters": parameters}}]
    whole = post(server, "chat/completions", CHAT | {"tools": tools}).json()["choices"][0]
    assert whole["finish_reason"] == "tool_calls"
    call = whole["message"]["tool_calls"][0]["function"]
    assert call["name"] == "give"
    assert set(json.loads(call["arguments"])) == {"n", "tags"}
    streamed = post(server, "chat/completions", CHAT | {"tools": tools, "stream": True}).text
    assert '"name": "give"' in streamed


def test_it_makes_a_value_for_any_schema() -> None:
    schema = {
        "type": "object",
        "$defs": {"Kind": {"enum": ["a", "b"]}},
        "properties": {
            "kind": {"$ref": "#/$defs/Kind"}, "fixed": {"const": 7}, "maybe": {"anyOf": [{"type": "null"}]},
            "text": {"type": "string", "minLength": 9}, "share": {"type": "number"},
            "many": {"type": "array", "items": {"type": "boolean"}, "minItems": 2},
        },
    }  # fmt: skip
    made = answers.answer_json(CHAT, schema)
    assert made == {
        "kind": "a", "fixed": 7, "maybe": None, "text": "text.....", "share": 1.0, "many": [True, True],
    }  # fmt: skip


def test_it_draws_an_image_of_the_wanted_size(server: Any) -> None:
    from PIL import Image

    answer = post(server, "images/generations", {"prompt": "a cat", "size": "64x32", "n": 2}).json()
    assert len(answer["data"]) == 2
    with Image.open(io.BytesIO(base64.b64decode(answer["data"][0]["b64_json"]))) as image:
        assert (image.size, image.format) == ((64, 32), "PNG")


def test_its_embeddings_bring_like_texts_together(server: Any) -> None:
    texts = ["qr code scanner", "qr code scanners", "apple pie"]
    rows = [r["embedding"] for r in post(server, "embeddings", {"input": texts, "model": "e"}).json()["data"]]
    near, far = (sum(a * b for a, b in zip(rows[0], row, strict=True)) for row in rows[1:])
    assert near > 0.8 > far
    packed = post(server, "embeddings", {"input": "x", "encoding_format": "base64"}).json()
    assert len(base64.b64decode(packed["data"][0]["embedding"])) == 256 * 4


def test_it_lists_its_models_and_refuses_others(server: Any) -> None:
    listed = httpx.get(f"{server.base_url}/models", trust_env=False).json()
    assert [model["id"] for model in listed["data"]] == ["test-model"]
    assert (
        post(server, "chat/completions", CHAT | {"model": "gpt-9"}).json()["error"]["code"]
        == "model_not_found"
    )
    assert post(server, "nonsense", {}).status_code == 404


def test_faults_are_used_up_in_order_and_by_path(server: Any) -> None:
    server.script(Fault(path="images", status=500), Fault(status=429, retry_after=3))
    limited = post(server, "chat/completions", CHAT)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert post(server, "chat/completions", CHAT).status_code == 200
    assert post(server, "images/generations", {"prompt": "x"}).status_code == 500


def test_it_breaks_connections(server: Any) -> None:
    for fault in (Fault(cut_after=1), Fault(hang=0.01)):
        server.script(fault)
        with pytest.raises(httpx.TransportError):
            post(server, "chat/completions", CHAT)


def test_hooks_see_every_request_before_and_after_its_answer(server: Any) -> None:
    seen: list[tuple[str, int, str]] = []
    done = threading.Event()
    server.before_answer = lambda n, request: seen.append(("before", n, request.path))

    def after(n: int, request: Any) -> None:
        seen.append(("after", n, request.path))
        done.set()

    server.after_answer = after
    post(server, "chat/completions", CHAT, authorization="Bearer k")
    assert done.wait(5)
    assert seen == [("before", 1, "/v1/chat/completions"), ("after", 1, "/v1/chat/completions")]
    assert server.requests[0].headers["authorization"] == "Bearer k"
    assert server.count("chat") == 1


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "hi"])
def test_its_articles_are_as_long_as_wanted_and_hold_the_keyphrase(language: str) -> None:
    from igny8.ai.prompts.fence import fence
    from igny8.ai.tests import samples

    data = fence(samples.article_facts(language))
    body = {"messages": [{"role": "user", "content": [{"type": "text", "text": data}]}]}
    text = answers.answer_text(body)
    assert text == answers.answer_text(body)
    assert 800 <= len(text.split()) <= 1_200
    assert 4 <= text.lower().count("qr code scanner") <= 40
    assert "](https://scan.example/app/)" in text


def test_its_command_line_prints_the_address_and_serves() -> None:
    command = [sys.executable, openai.__file__, "--port", "0", "--key", "k", "--model", "m"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            listed = httpx.get(f"{address}/models", headers={"authorization": "Bearer k"}, trust_env=False)
        finally:
            process.terminate()
            ended = process.wait(10)
    assert ended == -signal.SIGTERM
    assert listed.json()["data"][0]["id"] == "m"
