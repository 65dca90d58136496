"""Requests are answered whole in a thread; streams by the event loop, until their client leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from igny8.config.handler import ThreadedHandler

SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [], "root_path": ""}


def handler_giving(answer: Callable[[], Any]) -> ThreadedHandler:
    handler = ThreadedHandler()
    handler.get_response = lambda _request: answer()  # type: ignore[method-assign]
    return handler


def ask(handler: ThreadedHandler, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """What is sent to a client that says these things, and then nothing more."""
    sent: list[dict[str, Any]] = []
    given = [{"type": "http.request", "body": b""}, *messages]

    async def receive() -> dict[str, Any]:
        if not given:
            await asyncio.sleep(30)
        return given.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asyncio.wait_for(handler(SCOPE, receive, send), 10))  # type: ignore[arg-type]
    return sent


def body_of(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_view_runs_in_a_thread_that_stays() -> None:
    handler = handler_giving(lambda: HttpResponse(threading.current_thread().name))
    names = {body_of(ask(handler)) for _ in range(3)}
    assert len(names) == 1 and names.pop().startswith(b"web")


def test_a_file_is_sent_whole(tmp_path: Any) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 200_000)
    sent = ask(handler_giving(lambda: FileResponse((tmp_path / "a.txt").open("rb"))))
    assert sent[0]["status"] == 200 and body_of(sent) == b"x" * 200_000


def test_a_stream_ends_by_itself_or_when_its_client_leaves() -> None:
    ended: list[str] = []

    async def events(count: int) -> AsyncIterator[bytes]:
        try:
            for _ in range(count):
                yield b"event\n"
                await asyncio.sleep(0.01)
        finally:
            ended.append("end")

    assert body_of(ask(handler_giving(lambda: StreamingHttpResponse(events(3))))) == b"event\n" * 3
    sent = ask(handler_giving(lambda: StreamingHttpResponse(events(5_000))), {"type": "http.disconnect"})
    assert len(sent) < 100 and ended == ["end", "end"]


def test_a_failing_stream_is_not_hidden() -> None:
    async def events() -> AsyncIterator[bytes]:
        yield b"event\n"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ask(handler_giving(lambda: StreamingHttpResponse(events())))


def test_a_client_that_left_early_and_other_protocols_get_nothing() -> None:
    handler, sent = handler_giving(HttpResponse), []

    async def left() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(handler(SCOPE, left, send))
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(handler({"type": "websocket"}, left, send))
    assert sent == []
