"""Django's ASGI handler with one change of threads a request.

All middlewares and views of this product are synchronous. Django's own handler makes a thread for each
request, goes there and back several times, and loses the thread's database connection with it. Here a few
threads stay, each answers a whole request, and keeps its connection as ``CONN_MAX_AGE`` says. Streams are
still sent by the event loop, and end when their client leaves.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, Final

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.urls import set_script_prefix

THREADS: Final = 32
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class ThreadedHandler(ASGIHandler):
    """Answers each request in one of its threads."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="web")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002 - Django's signature
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        answer = contextvars.copy_context().run
        loop = asyncio.get_running_loop()
        response = await loop.run_in_executor(self._threads, answer, self._respond, scope, body)
        if response.streaming:
            await self._stream(response, receive, send)
            await loop.run_in_executor(self._threads, response.close)
        else:
            await self.send_response(response, send)

    def _respond(self, scope: Any, body: IO[bytes]) -> Any:
        """The whole request, in a thread: what is not a stream is closed here, with what it held."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request is not None else refused
        response._handler_class = self.__class__
        if response.streaming and not response.is_async:
            _read_whole(response)
        if response.streaming:
            close_old_connections()
        else:
            response.close()
        body.close()
        return response

    async def _stream(self, response: Any, receive: Receive, send: Send) -> None:
        """Send until the stream ends or the client leaves."""
        sending = asyncio.create_task(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())
        await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in (sending, leaving):
            task.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)
        if sending.done() and not sending.cancelled():
            sending.result()


def _read_whole(response: Any) -> None:
    """Read a file here, in the thread: the event loop must not wait for a disk."""
    pieces = list(response.streaming_content)
    response.streaming_content = _again(pieces)


async def _again(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
