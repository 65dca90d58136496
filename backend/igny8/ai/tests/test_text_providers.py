"""The other two protocols, each against a server that gives one recorded form of answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import SecretStr

from igny8.ai.adapters.text_pydantic_ai import PydanticAITextModel
from igny8.ai.config import TextSettings
from igny8.ai.port import Completion
from igny8.ai.prompts.article import ArticlePrompt
from igny8.ai.prompts.image_prompt import ImagePromptFacts, ImagePromptPrompt
from igny8.ai.tests import samples

FACTS = ImagePromptFacts(title="QR codes", keyphrase="qr code")
IDEA = {"prompt": "A phone over a code.", "alt_text": "QR codes"}


@contextmanager
def canned(answer: Any) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything with ``answer``: a dict as JSON, a list as server-sent events."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            names = ("x-api-key", "x-goog-api-key", "authorization")
            key = next(filter(None, (self.headers.get(name) for name in names)), "")
            seen.append(f"{self.path} {key}")
            stream = isinstance(answer, list)
            data = "".join(_event(e) for e in answer) if stream else json.dumps(answer)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream" if stream else "application/json")
            self.send_header("Content-Length", str(len(data.encode())))
            self.end_headers()
            self.wfile.write(data.encode())

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}", seen
    finally:
        http.shutdown()
        http.server_close()


def _event(value: dict[str, Any]) -> str:
    name = f"event: {value['type']}\n" if "type" in value else ""
    return f"{name}data: {json.dumps(value)}\n\n"


def ask(provider: Any, address: str, prompt: Any, facts: Any, model: str) -> Completion[Any]:
    made = PydanticAITextModel(
        TextSettings(provider=provider, base_url=address, api_key=SecretStr("k-1"), model=model)
    )
    try:
        return made.complete(prompt, facts)
    finally:
        made.close()


def _claude(content: list[Any], stop: str | None) -> dict[str, Any]:
    return {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5",
        "content": content, "stop_reason": stop, "stop_sequence": None,
        "usage": {"input_tokens": 11, "output_tokens": 7},
    }  # fmt: skip


def test_it_reads_typed_answers_of_anthropic() -> None:
    call = {"type": "tool_use", "id": "t1", "name": "final_result", "input": IDEA}
    with canned(_claude([call], "tool_use")) as (address, seen):
        answer = ask("anthropic", address, ImagePromptPrompt(), FACTS, "claude-sonnet-5")
    assert answer.result.alt_text == "QR codes"
    assert (answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.requests) == (11, 7, 1)
    assert seen[0].startswith("/v1/messages")
    assert seen[0].endswith(" k-1")


def test_it_reads_streamed_texts_of_anthropic() -> None:
    delta = {
        "type": "content_block_delta",
        "index": 0,
        "delta": {"type": "text_delta", "text": "Hello there"},
    }
    events = [
        {"type": "message_start", "message": _claude([], None)},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        delta,
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "max_tokens"}, "usage": {"output_tokens": 9}},
        {"type": "message_stop"},
    ]
    with canned(events) as (address, _):
        answer = ask("anthropic", address, ArticlePrompt(), samples.article_facts(), "claude-sonnet-5")
    assert answer.result == "Hello there"
    assert answer.cut_off


def _gemini(text: str, finish: str | None) -> dict[str, Any]:
    part = {"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": finish, "index": 0}
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8}
    return {"candidates": [part], "usageMetadata": usage, "modelVersion": "gemini-2.5-flash"}


def test_it_reads_typed_answers_of_google() -> None:
    with canned(_gemini(json.dumps(IDEA), "STOP")) as (address, seen):
        answer = ask("google", address, ImagePromptPrompt(), FACTS, "gemini-2.5-flash")
    assert answer.result.alt_text == "QR codes"
    assert "gemini-2.5-flash:generateContent" in seen[0]
    assert seen[0].endswith(" k-1")


def test_it_reads_streamed_texts_of_google() -> None:
    with canned([_gemini("Hello ", None), _gemini("there", "MAX_TOKENS")]) as (address, _):
        answer = ask("google", address, ArticlePrompt(), samples.article_facts(), "gemini-2.5-flash")
    assert answer.result == "Hello there"
    assert answer.cut_off


def test_it_knows_what_a_hosted_model_costs() -> None:
    from igny8.ai.pricing import TokenUsage, cost_usd

    assert cost_usd("openai", "gpt-4o-mini", TokenUsage(1_000_000, 0)) == Decimal("0.15")
