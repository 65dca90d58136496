"""At most so many requests at once to one site, whoever sends them."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from igny8.core.errors import PublishingUnavailable

REQUESTS_AT_ONCE = 2
POLL_SECONDS = 0.02


class SiteGate(Protocol):
    """Hands out the places for requests to one site."""

    def slot(self) -> AbstractContextManager[None]:
        """Hold a place for the length of one request."""
        ...


class ThreadGate:
    """For one process."""

    def __init__(self, limit: int = REQUESTS_AT_ONCE) -> None:
        self._places = threading.BoundedSemaphore(limit)

    @contextmanager
    def slot(self) -> Iterator[None]:
        with self._places:
            yield


class FileGate:
    """For all processes of one machine, by locked files, which the system lets go of when a process dies.

    A process that is frozen keeps its lock; after ``stale_after`` seconds, longer than any request takes,
    its place is given away.

    :param folder: where the lock files are; made if need be.
    :param site: what is guarded, such as the connection's address.
    :param patience: seconds to wait for a place before giving up.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        *,
        limit: int = REQUESTS_AT_ONCE,
        stale_after: float = 300,
        patience: float = 600,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        name = hashlib.sha256(site.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / f"site-{name}-{place}.lock" for place in range(limit)]
        self._stale_after = stale_after
        self._patience = patience
        self._now = now
        self._sleep = sleep

    @contextmanager
    def slot(self) -> Iterator[None]:
        handle = self._wait()
        try:
            yield
        finally:
            os.close(handle)

    def _wait(self) -> int:
        until = self._now() + self._patience
        while True:
            for path in self._paths:
                handle = self._try(path)
                if handle is not None:
                    return handle
            if self._now() > until:
                raise PublishingUnavailable("Too many requests to this site are waiting; try again later.")
            self._sleep(POLL_SECONDS)

    def _try(self, path: Path) -> int | None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if self._now() - os.fstat(handle).st_mtime > self._stale_after:
                path.unlink(missing_ok=True)  # the next try makes a new file, which nobody holds
            os.close(handle)
            return None
        os.utime(handle, (self._now(), self._now()))
        return handle
