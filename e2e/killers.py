"""Moments to kill a worker at, defined from outside: at the provider, at WordPress, in the database."""

from __future__ import annotations

import fcntl
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol
from uuid import UUID

from api import wait_until
from openai_answers import fenced
from openai_server import OpenAIServer, SeenRequest
from records import SqliteRecords
from system import System

if TYPE_CHECKING:
    from wordpress.wordpress import RealWordPress

# A field that only the data of one kind of request has, in the order to look in.
_KINDS = {
    "text_so_far": "continue",
    "findings": "optimize",
    "count": "ideas",
    "idea": "brief",
    "brief": "article",
    "summary": "picture idea",
}
NOTICE_SECONDS = 40
HOLD_SECONDS = 1.0
When = Literal["before", "after"]


def kind_of(request: SeenRequest) -> str:
    """What a request to the provider is for."""
    if "images" in request.path:
        return "picture"
    data = fenced(request.body)
    return next((kind for field, kind in _KINDS.items() if field in data), "other")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a point may use."""

    system: System
    provider: OpenAIServer
    wordpress: RealWordPress


class Point(Protocol):
    """A moment; inside of ``armed`` the worker is killed at it, ``strike`` waits until that has happened."""

    def armed(self, scene: Scene) -> AbstractContextManager[Callable[[str], None]]:
        """Give what is to be called with the run's id once it is started."""
        ...


@dataclass(frozen=True, slots=True)
class AtProvider:
    """The ``number``-th request of a kind: before its answer is sent, or right after."""

    kind: str
    number: int
    when: When

    def __str__(self) -> str:
        return f"{self.when} the answer to {self.kind} request {self.number}"

    @contextmanager
    def armed(self, scene: Scene) -> Iterator[Callable[[str], None]]:
        """See :class:`Point`."""
        seen: Counter[str] = Counter()
        struck = threading.Event()
        lock = threading.Lock()

        def hook(_number: int, request: SeenRequest) -> None:
            kind = kind_of(request)
            with lock:
                seen[kind] += 1
                hit = kind == self.kind and seen[kind] == self.number and not struck.is_set()
            if hit:
                _strike(scene)
                struck.set()

        name = f"{self.when}_answer"
        setattr(scene.provider, name, hook)
        try:
            yield lambda _run: _await(struck.is_set, str(self))
        finally:
            setattr(scene.provider, name, None)


@dataclass(frozen=True, slots=True)
class AtWordPress:
    """The ``number``-th request to a route: before its row is written (all the same), or after."""

    method: str
    route: str
    when: When
    number: int = 1

    def __str__(self) -> str:
        return f"{self.when} {self.method} {self.route} {self.number} at WordPress"

    @contextmanager
    def armed(self, scene: Scene) -> Iterator[Callable[[str], None]]:
        """See :class:`Point`."""
        fault = {"method": self.method, "when": self.when, "sleep": HOLD_SECONDS, "skip": self.number - 1}
        scene.wordpress.fault(self.route, **fault)

        def strike(_run: str) -> None:
            _await(lambda: _is_taken(scene.wordpress), str(self))
            _strike(scene)

        yield strike


def _is_taken(wordpress: RealWordPress) -> bool:
    with (wordpress.run / "faults.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        faults = json.loads(file.read())
    return all(fault.get("times", 1) == 0 for fault in faults)


@dataclass(frozen=True, slots=True)
class AtStep:
    """Right after a step is seen in a state in the database."""

    node: str
    status: str

    def __str__(self) -> str:
        return f"once {self.node} is {self.status}"

    @contextmanager
    def armed(self, scene: Scene) -> Iterator[Callable[[str], None]]:
        """See :class:`Point`."""
        records = SqliteRecords(scene.system.database)
        sql = "SELECT 1 FROM automation_steprun WHERE run_id = ? AND node_id = ? AND status = ?"

        def strike(run: str) -> None:
            _await(lambda: bool(records.rows(sql, UUID(run), self.node, self.status)), str(self))
            _strike(scene)

        yield strike


def _strike(scene: Scene) -> None:
    assert scene.system.kill("worker") == 1


def _await(look: Callable[[], bool], what: str) -> None:
    wait_until(look, seconds=NOTICE_SECONDS, what=what, pause=0.005)
