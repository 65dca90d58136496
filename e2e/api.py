"""A small client of the product's API, as a program outside would write it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

Json = dict[str, Any]
T = TypeVar("T")
FINISHED = {"completed", "failed", "skipped", "cancelled"}
PAUSE = 0.15


class NotYet(AssertionError):
    """Something that was waited for did not happen in time."""


def wait_until(look: Callable[[], T], *, seconds: float, what: str, pause: float = PAUSE) -> T:
    """The first truthy answer of ``look``; raises ``NotYet`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise NotYet(f"{what} did not happen within {seconds:g} s; last seen: {found!r}")
        time.sleep(pause)


@dataclass(slots=True)
class ServerEvent:
    """One server-sent event."""

    id: str
    name: str
    data: Json


class Api:
    """The API with one token. ``call`` gives the plain response, the others the data of a success."""

    def __init__(self, url: str, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.url = url.rstrip("/")
        self.http = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=60, trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Any request; the answer as it came."""
        return self.http.request(method, path, **options)

    def get(self, path: str, **params: Any) -> Any:
        """The ``data`` of a GET."""
        return _data(self.call("GET", path, params=params))

    def post(self, path: str, body: Json | None = None, **options: Any) -> Any:
        """The ``data`` of a POST."""
        return _data(self.call("POST", path, json={} if body is None else body, **options))

    def patch(self, path: str, body: Json) -> Any:
        """The ``data`` of a PATCH."""
        return _data(self.call("PATCH", path, json=body))

    def error(self, method: str, path: str, *, status: int, **options: Any) -> Json:
        """The ``error`` of a request that must be refused with ``status`` and in the agreed shape."""
        response = self.call(method, path, **options)
        assert response.status_code == status, f"{response.status_code}: {response.text[:500]}"
        body = response.json()
        assert body["success"] is False
        assert body["request_id"]
        assert set(body["error"]) >= {"code", "message"}
        assert len(body["error"]["message"]) > 5
        return dict(body["error"])

    def every(self, path: str, **params: Any) -> list[Json]:
        """All rows of a list, page by page."""
        rows: list[Json] = []
        page = 1
        while True:
            response = self.call("GET", path, params={**params, "page": page, "page_size": 200})
            rows += _data(response)
            if not response.json()["pagination"]["next"]:
                return rows
            page += 1

    def upload(self, name: str, data: bytes, site: str, **fields: str) -> httpx.Response:
        """Import a keyword file."""
        files = {"file": (name, data)}
        return self.call("POST", "/keywords/import/", data={"site": site, **fields}, files=files)

    def start(self, rule_id: str, context: Json | None = None, **options: Any) -> str:
        """Run a rule; gives the run's id."""
        started = self.post(f"/automation/rules/{rule_id}/execute/", {"context": context or {}}, **options)
        assert started["status"] == "pending"
        return str(started["scheduled_task_id"])

    def run(self, run_id: str) -> Json:
        """A run as it stands."""
        return dict(self.get(f"/automation/scheduled-tasks/{run_id}/"))

    def steps(self, run_id: str) -> list[Json]:
        """The trace of a run."""
        return list(self.get(f"/automation/scheduled-tasks/{run_id}/steps/"))

    def step(self, run_id: str, node_id: str) -> Json:
        """The record of one node."""
        return next(step for step in self.steps(run_id) if step["id"] == node_id)

    def finished(self, run_id: str, *, seconds: float = 60) -> Json:
        """Wait for a run's end."""

        def look() -> Json | None:
            run = self.run(run_id)
            return run if run["status"] in FINISHED else None

        try:
            return wait_until(look, seconds=seconds, what=f"the end of run {run_id}") or {}
        except NotYet as error:
            trace = [(s["path"], s["status"], s["attempt"], s["error"]) for s in self.steps(run_id)]
            raise NotYet(f"{error}; {self.run(run_id)['status']}: {trace}") from error

    def events(self, run_id: str, *, since: str = "", seconds: float = 120) -> Iterator[ServerEvent]:
        """The run's stream until it ends."""
        headers = {"Last-Event-ID": since} if since else {}
        path = f"/automation/scheduled-tasks/{run_id}/stream/"
        with self.http.stream("GET", path, headers=headers, timeout=seconds) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            yield from _parse_events(response.iter_lines())


def _data(response: httpx.Response) -> Any:
    request = response.request
    assert response.is_success, (
        f"{request.method} {request.url}: {response.status_code} {response.text[:600]}"
    )
    if response.status_code == 204:
        return None
    body = response.json()
    assert body["success"] is True
    return body["data"]


def _parse_events(lines: Iterator[str]) -> Iterator[ServerEvent]:
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        elif "data" in fields:
            yield ServerEvent(fields.get("id", ""), fields.get("event", ""), json.loads(fields["data"]))
            fields = {}


def demo_details(data_dir: Path) -> Json:
    """What the running demo wrote about itself."""
    return dict(json.loads((data_dir / "demo.json").read_text()))
