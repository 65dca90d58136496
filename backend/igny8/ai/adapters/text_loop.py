"""One private event loop in a thread of its own, for adapters whose SDK is asynchronous.

Callers stay plain and blocking, from any number of threads, whether or not they run a loop themselves: their
coroutines all run on this one loop, so HTTP clients keep their connections and belong to one loop for good.
"""

from __future__ import annotations

import asyncio
import os
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
Cleanup = Callable[[], Coroutine[Any, Any, None]]


class LoopThread:
    """A daemon thread that runs an event loop until its owner is garbage collected or ``close`` is called.

    ``cleanup`` runs on the loop at its end, such as the closing of an HTTP client.
    """

    def __init__(self, name: str, *, cleanup: Cleanup | None = None) -> None:
        self.pid = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_serve, args=(self._loop, cleanup), name=name, daemon=True)
        self._thread.start()
        self._finalizer = weakref.finalize(self, _stop, self._loop, self._thread, self.pid)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run ``coroutine`` on the loop and wait for it; an interrupted wait cancels it."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """Stop the loop; calls still running on it are cancelled."""
        self._finalizer()


def _serve(loop: asyncio.AbstractEventLoop, cleanup: Cleanup | None) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        _drain(loop, cleanup)
        loop.close()


def _drain(loop: asyncio.AbstractEventLoop, cleanup: Cleanup | None) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    if cleanup:
        loop.run_until_complete(cleanup())


def _stop(loop: asyncio.AbstractEventLoop, thread: threading.Thread, pid: int) -> None:
    """Stop the loop from outside; after a fork there is no such thread here, and nothing to stop."""
    if pid != os.getpid() or loop.is_closed():
        return
    loop.call_soon_threadsafe(loop.stop)
    if thread is not threading.current_thread():
        thread.join(timeout=5)
