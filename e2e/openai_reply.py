"""What can go wrong with an answer of the local server, and the answer's form on the wire."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openai_answers import answer_json, answer_text

CHUNK_WORDS = 12
NONSENSE = "Lorem ipsum, I would rather talk about the weather than answer this."


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request. Several may be combined, such as a delay and a status.

    ``path`` limits the fault to addresses that contain it. ``delay`` are seconds before the answer; ``hang``
    holds the connection without an answer until the server stops or that many seconds are over. ``cut_after``
    breaks the connection after so many pieces of a stream (0: before the first), or in the middle of a body.
    ``malformed`` sends broken JSON, ``nonsense`` prose where JSON is wanted and empty talk where text is,
    ``wrong_schema`` valid JSON that does not fit. ``finish_reason`` replaces ``stop``: with ``length`` only a
    third of the text is sent, and ``none`` sends no reason at all.
    """

    status: int = 0
    retry_after: float | None = None
    code: str = ""
    message: str = "scripted fault"
    path: str = "/"
    delay: float = 0.0
    hang: float = 0.0
    cut_after: int | None = None
    finish_reason: str = ""
    malformed: bool = False
    nonsense: bool = False
    wrong_schema: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A chat answer, to be sent whole or in events."""

    model: str
    text: str
    tool: str
    fault: Fault

    @property
    def _finish(self) -> str | None:
        if self.fault.finish_reason == "none":
            return None
        return self.fault.finish_reason or ("tool_calls" if self.tool else "stop")

    def whole(self) -> dict[str, Any]:
        """The answer in one piece."""
        message: dict[str, Any] = {"role": "assistant", "content": None if self.tool else self.text}
        if self.tool:
            message["tool_calls"] = [self._call()]
        choice = {"index": 0, "message": message, "finish_reason": self._finish}
        return self._envelope("chat.completion", [choice]) | {"usage": self._usage()}

    def events(self, *, include_usage: bool) -> Iterator[dict[str, Any]]:
        """The answer in the events of a stream."""
        yield self._event({"role": "assistant", "content": ""})
        if self.tool:
            yield self._event({"tool_calls": [self._call() | {"index": 0}]})
        else:
            words = self.text.split(" ")
            for start in range(0, len(words), CHUNK_WORDS):
                piece = " ".join(words[start : start + CHUNK_WORDS])
                yield self._event({"content": piece + (" " if start + CHUNK_WORDS < len(words) else "")})
        yield self._event({}, self._finish)
        if include_usage:
            yield self._envelope("chat.completion.chunk", []) | {"usage": self._usage()}

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._envelope("chat.completion.chunk", [choice])

    def _call(self) -> dict[str, Any]:
        return {"id": "call_1", "type": "function", "function": {"name": self.tool, "arguments": self.text}}

    def _usage(self) -> dict[str, int]:
        out = max(1, len(self.text) // 4)
        return {"prompt_tokens": 100, "completion_tokens": out, "total_tokens": 100 + out}

    def _envelope(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        created = int(time.time())
        return {
            "id": "chatcmpl-1",
            "object": kind,
            "created": created,
            "model": self.model,
            "choices": choices,
        }


def content(body: dict[str, Any], schema: dict[str, Any] | None, fault: Fault) -> str:
    """The text of an answer: for the schema if there is one, with what the fault does to it."""
    if fault.empty:
        return ""
    if fault.nonsense:
        return NONSENSE
    if schema is not None:
        return json.dumps({"unexpected": True} if fault.wrong_schema else answer_json(body, schema))
    text = answer_text(body)
    return text[: len(text) // 3] if fault.finish_reason == "length" else text
