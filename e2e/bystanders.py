"""What goes on beside runs: somebody who answers what they ask, and a watch that notes how long work lies
still after its worker was killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from api import Api
from records import Records, Row

LOOK_SECONDS = 0.5
WATCH_SECONDS = 0.1
_TABLES = ("automation_scheduledtask", "automation_lane")


@dataclass(slots=True)
class Approver:
    """Approves whatever runs of an account ask, again and again; the web process may be dead meanwhile.

    :ivar decided: how many answers were taken.
    """

    url: str
    token: str
    decided: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Answer in the background while the body runs."""
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join(30)

    def _go_on(self) -> None:
        api = Api(self.url, self.token)
        while not self._over.wait(LOOK_SECONDS):
            with suppress(httpx.TransportError):
                self._answer(api)
        api.close()

    def _answer(self, api: Api) -> None:
        asked = api.call("GET", "/automation/approvals/", params={"status": "pending", "page_size": 200})
        for row in asked.json()["data"] if asked.is_success else []:
            answer = api.call(
                "POST", f"/automation/approvals/{row['id']}/decide/", json={"decision": "approve"}
            )
            self.decided += answer.is_success


@dataclass(slots=True)
class Resumption:
    """A run or lane that a killed process held, and how long until another one took it (None: not yet)."""

    table: str
    id: object
    fence: int
    killed_at: float
    seconds: float | None = None


@dataclass(slots=True)
class ResumeWatch:
    """Notes what a killed worker held, and when each of it is carried on elsewhere."""

    records: Records
    noted: list[Resumption] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _over: threading.Event = field(default_factory=threading.Event)

    def killed(self, pids: list[int]) -> None:
        """These processes were killed just now."""
        now = time.monotonic()
        found = [
            Resumption(table, row["id"], row["fence"], now)
            for table in _TABLES
            for row in self.records.rows(f"SELECT * FROM {table} WHERE status = 'running'")  # noqa: S608
            if _owner(row) in pids
        ]
        with self._lock:
            self.noted += found

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Look in the background while the body runs, and once more at its end."""
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join(30)
            self._look()

    def _go_on(self) -> None:
        while not self._over.wait(WATCH_SECONDS):
            self._look()

    def _look(self) -> None:
        with self._lock:
            waiting = [one for one in self.noted if one.seconds is None]
        for table in {one.table for one in waiting}:
            fences = {row["id"]: row["fence"] for row in self.records.rows(f"SELECT id, fence FROM {table}")}  # noqa: S608
            for one in waiting:
                if one.table == table and fences.get(one.id, one.fence) > one.fence:
                    one.seconds = time.monotonic() - one.killed_at

    def p95(self) -> float | None:
        """Seconds; None where the killed held nothing. What was never carried on counts as for ever."""
        took = sorted(one.seconds if one.seconds is not None else float("inf") for one in self.noted)
        return took[min(int(len(took) * 0.95), len(took) - 1)] if took else None


def _owner(row: Row) -> int | None:
    """The process in a lease's owner (``host:pid:random``)."""
    parts = str(row["lease_owner"]).split(":")
    return int(parts[1]) if len(parts) == 3 else None
