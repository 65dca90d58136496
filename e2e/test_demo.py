"""The demo as a newcomer meets it: 1,000 real keywords, no key, no network, one rule."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api import FINISHED, Api, Json, ServerEvent, wait_until
from records import SqliteRecords, audit
from system import STOP_SECONDS, System

PATIENCE = 120
"""Seconds within which the first five articles must be out."""
STATES = {"pending", "running", "waiting", "completed"}


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(demo=True, network=False) as running:
        yield running


@pytest.fixture(scope="module")
def details(system: System) -> Json:
    return system.demo()


@pytest.fixture(scope="module")
def api(system: System, details: Json) -> Api:
    return Api(system.url, details["token"])


class Watcher:
    """Looks at the progress endpoint while a run goes on."""

    def __init__(self, api: Api, rule: str) -> None:
        self.seen: list[Json] = []
        self._api = Api(api.url, api.http.headers["Authorization"].removeprefix("Bearer "))
        self._rule = rule
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            self.seen.append(self._api.get(f"/automation/rules/{self._rule}/progress/"))

    def finish(self) -> list[Json]:
        self._stop.set()
        self._thread.join(10)
        return self.seen


@pytest.fixture(scope="module")
def demo_run(api: Api, details: Json) -> dict[str, Any]:
    """The first run, watched in every way: polled, and streamed until its end."""
    rule = details["rule_id"]
    idle = api.get(f"/automation/rules/{rule}/progress/")
    estimate = api.get(f"/automation/rules/{rule}/estimate/")
    watcher = Watcher(api, rule)
    began = time.monotonic()
    run_id = api.start(rule)
    events = list(api.events(run_id, seconds=PATIENCE))
    run = api.finished(run_id, seconds=PATIENCE)
    took = time.monotonic() - began
    return {
        "run": run,
        "took": took,
        "idle": idle,
        "estimate": estimate,
        "events": events,
        "progress": watcher.finish(),
    }


def test_the_demo_file_is_private_and_complete(system: System, details: Json) -> None:
    assert (system.data_dir / "demo.json").stat().st_mode & 0o777 == 0o600
    assert set(details) == {"url", "email", "password", "token", "account_id", "site_id", "rule_id"}
    assert details["url"] == f"{system.url}/"


def test_anyone_can_sign_in_with_the_printed_password(system: System, details: Json) -> None:
    with httpx.Client(base_url=system.url, trust_env=False) as browser:
        browser.get("/api/v1/auth/csrf/")
        login = {"email": details["email"], "password": details["password"]}
        headers = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": system.url}
        assert browser.post("/api/v1/auth/login/", json=login, headers=headers).status_code == 200
        assert browser.get("/api/v1/me/").json()["data"]["email"] == details["email"]


def test_the_demo_rule_ends_completed_in_time(api: Api, demo_run: dict[str, Any]) -> None:
    run = demo_run["run"]
    assert run["status"] == "completed", [(s["path"], s["error"]) for s in api.steps(run["id"])]
    assert demo_run["took"] < PATIENCE
    assert run["duration_seconds"] < PATIENCE
    assert {step["status"] for step in api.steps(run["id"])} == {"completed"}


def test_nobody_tried_to_reach_another_machine(system: System, demo_run: dict[str, Any]) -> None:
    assert demo_run["run"]["status"] == "completed"
    assert not system.network_log.exists(), system.network_log.read_text()


def test_every_keyword_is_clustered_or_left_alone(api: Api, details: Json, demo_run: dict[str, Any]) -> None:
    keywords = api.every("/keywords/", site=details["site_id"])
    assert 980 < len(keywords) <= 1000  # some rows are spellings of one keyword
    assert {keyword["status"] for keyword in keywords} <= {"clustered", "left_alone"}
    assert all((keyword["status"] == "clustered") == bool(keyword["cluster"]) for keyword in keywords)
    clusters = api.every("/clusters/", site=details["site_id"])
    counts = sum(cluster["keyword_count"] for cluster in clusters)
    assert counts == sum(keyword["status"] == "clustered" for keyword in keywords)
    assert all(cluster["name"] and cluster["head_keyword"] and cluster["intent"] for cluster in clusters)
    assert len(clusters) >= 20
    assert demo_run["run"]["status"] == "completed"


def test_five_articles_are_published(api: Api, details: Json, demo_run: dict[str, Any]) -> None:
    contents = api.every("/content/", site=details["site_id"])
    assert len(contents) == 5
    for content in contents:
        assert content["status"] == "published"
        assert content["needs_writing"] is True
        assert content["seo_score"] >= 70
        assert content["word_count"] >= 300
        assert content["meta_title"]
        assert content["published_url"].startswith(f"/preview/{details['site_id']}/")
    assert demo_run["run"]["result"]["outputs"]


def test_the_preview_shows_the_articles(
    system: System, api: Api, details: Json, demo_run: dict[str, Any]
) -> None:
    assert demo_run["run"]["status"] == "completed"
    contents = api.every("/content/", site=details["site_id"])
    index = _page(system, f"/preview/{details['site_id']}/")
    for content in contents:
        assert content["published_url"] in index or content["slug"] in index
        page = _page(system, content["published_url"])
        _check_page(system, page, content)


def _page(system: System, path: str) -> str:
    response = httpx.get(f"{system.url}{path}", trust_env=False, follow_redirects=True)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def _check_page(system: System, page: str, content: Json) -> None:
    """A banner that says what is missing, one title, a picture that loads, structured data, a description."""
    assert 'role="note"' in page or "banner" in page
    assert page.count("<h1") == 1
    assert f'content="{content["meta_description"][:20]}' in page
    pictures = [re.search(r'src="([^"]+)"', tag) for tag in re.findall(r"<img [^>]*>", page)]
    assert pictures
    for found in pictures:
        assert found
        address = httpx.URL(f"{system.url}{content['published_url']}").join(found[1])
        picture = httpx.get(address, trust_env=False)
        assert picture.status_code == 200
        assert picture.headers["content-type"].startswith("image/")
        assert len(picture.content) > 1_000
    assert all(re.search(r'alt="[^"]+"', tag) for tag in re.findall(r"<img [^>]*>", page))
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    kinds = str(json.loads(data))
    assert "BlogPosting" in kinds or "Article" in kinds


def test_the_ledger_adds_up(system: System, api: Api, demo_run: dict[str, Any]) -> None:
    run = demo_run["run"]
    entries = api.every("/credits/ledger/", run=run["id"])
    spent = sum(entry["amount"] for entry in entries if entry["kind"] == "settle")
    assert spent == run["credits"] == sum(step["credits"] for step in api.steps(run["id"]))
    assert api.get("/credits/balance/") == {"available": 100_000 - spent, "reserved": 0}
    books = audit(SqliteRecords(system.database))
    assert books.problems == ()
    assert books.settlements == books.items


def test_the_estimate_covers_the_cost(demo_run: dict[str, Any]) -> None:
    estimate, run = demo_run["estimate"], demo_run["run"]
    assert set(estimate) >= {"items", "credits", "per_action", "basis"}
    assert [line["id"] for line in estimate["per_action"]] == [
        "cluster",
        "ideas",
        "write",
        "images",
        "optimize",
        "publish",
    ]
    assert estimate["credits"]["low"] <= run["credits"] <= estimate["credits"]["high"]
    assert estimate["credits"]["low"] <= estimate["credits"]["expected"] <= estimate["credits"]["high"]


def test_progress_tells_where_the_run_stands(demo_run: dict[str, Any]) -> None:
    assert demo_run["idle"] == {"status": "idle"}
    seen = [entry for entry in demo_run["progress"] if entry["status"] != "idle"]
    assert seen
    for entry in seen:
        assert set(entry) >= {"status", "progress", "phase", "action", "scheduled_task_id", "steps", "result"}
        assert entry["status"] in STATES
        assert 0 <= entry["progress"] <= 100
    running = [entry for entry in seen if entry["status"] == "running" and entry["action"]]
    assert running
    assert all(re.match(r"Executing action [1-6]/6: \w+", entry["phase"]) for entry in running)
    percents = [entry["progress"] for entry in seen]
    assert percents == sorted(percents)


def test_the_stream_tells_every_step_and_the_end(demo_run: dict[str, Any]) -> None:
    events: list[ServerEvent] = demo_run["events"]
    assert [event.name for event in events].count("done") == 1
    assert events[-1].name == "done"
    assert events[-1].data["status"] == "completed"
    finished = {e.data["path"] for e in events if e.name == "step" and e.data["status"] == "completed"}
    assert finished >= {f"actions/{number}" for number in range(6)}
    assert any(event.name == "progress" for event in events)


def test_a_stream_goes_on_after_the_last_event_seen(api: Api, demo_run: dict[str, Any]) -> None:
    events: list[ServerEvent] = demo_run["events"]
    last_step = [event for event in events if event.name == "step"][-1]
    rest = list(api.events(demo_run["run"]["id"], since=last_step.id))
    assert [event.name for event in rest][-1] == "done"
    seen_until = datetime.fromisoformat(last_step.id) - timedelta(seconds=2)
    again = [event.data["finished_at"] for event in rest if event.name == "step"]
    assert all(datetime.fromisoformat(moment) > seen_until for moment in again)


def test_a_repeated_request_starts_one_run(api: Api, details: Json, demo_run: dict[str, Any]) -> None:
    assert demo_run["run"]["status"] == "completed"
    rule = _quick_rule(api, details["site_id"])
    ids = {api.start(rule, headers={"Idempotency-Key": "once"}) for _ in range(3)}
    assert len(ids) == 1
    path = f"/automation/rules/{rule}/execute/"
    other = {"json": {"context": {"a": 1}}, "headers": {"Idempotency-Key": "once"}}
    assert api.error("POST", path, status=409, **other)["code"] == "conflict"
    assert api.finished(ids.pop())["status"] == "completed"


def _quick_rule(api: Api, site: str) -> str:
    actions = [{"id": "note", "type": "set", "params": {"word": "hello"}}]
    body = {"name": "Quick", "site": site, "trigger": "manual", "actions": actions}
    return str(api.post("/automation/rules/", body)["id"])


def test_a_running_run_is_cancelled(api: Api, details: Json, demo_run: dict[str, Any]) -> None:
    assert demo_run["run"]["status"] == "completed"
    actions = [{"id": "nap", "type": "wait", "params": {"seconds": 600}}]
    body = {"name": "Long", "site": details["site_id"], "trigger": "manual", "actions": actions}
    rule = api.post("/automation/rules/", body)["id"]
    run_id = api.start(rule)
    wait_until(
        lambda: api.run(run_id)["status"] in {"waiting", "running"}, seconds=10, what="the run's start"
    )
    cancelled = api.post(f"/automation/scheduled-tasks/{run_id}/cancel/")
    assert cancelled["id"] == run_id
    run = api.finished(run_id, seconds=10)
    assert run["status"] == "cancelled"
    assert "Cancelled by" in run["status_reason"]
    assert (
        api.error("POST", f"/automation/scheduled-tasks/{run_id}/cancel/", status=409)["code"] == "conflict"
    )


def test_a_run_is_cancelled_in_the_middle_of_its_work(
    api: Api, details: Json, demo_run: dict[str, Any]
) -> None:
    assert demo_run["run"]["status"] == "completed"
    before = api.get("/credits/balance/")["available"]
    run_id = api.start(_long_rule(api, details["site_id"]))

    def at_work() -> bool:
        return any(step["items_done"] for step in api.steps(run_id))

    wait_until(at_work, seconds=30, what="the first finished item", pause=0.05)
    api.post(f"/automation/scheduled-tasks/{run_id}/cancel/")
    run = api.finished(run_id, seconds=20)
    assert run["status"] == "cancelled"
    after = api.get("/credits/balance/")
    assert after["reserved"] == 0
    assert before - after["available"] == run["credits"] > 0


def _long_rule(api: Api, site: str) -> str:
    actions = [
        {"id": "ideas", "type": "generate_ideas", "params": {"limit": 100}},
        {"id": "write", "type": "generate_content", "params": {"limit": 100}},
    ]
    body = {"name": "Many", "site": site, "trigger": "manual", "actions": actions}
    return str(api.post("/automation/rules/", body)["id"])


def test_a_run_is_repeated(api: Api, demo_run: dict[str, Any]) -> None:
    first = demo_run["run"]["id"]
    path = f"/automation/scheduled-tasks/{first}/rerun/"
    assert api.error("POST", path, status=409, json={"from": "failed_step"})["code"] == "conflict"
    again = api.post(path, {"from": "start", "version": "current"})
    run = api.finished(again["scheduled_task_id"], seconds=PATIENCE)
    assert run["status"] == "completed"
    assert run["rerun_of"] == first


def test_history_and_trace_tell_of_every_run(api: Api, details: Json, demo_run: dict[str, Any]) -> None:
    history = api.every("/automation/rules/execution-history/", rule=details["rule_id"])
    assert demo_run["run"]["id"] in [run["id"] for run in history]
    assert all(run["status"] in FINISHED for run in history)
    trace = api.steps(demo_run["run"]["id"])
    assert [step["type"] for step in trace if step["path"] != "conditions"] == [
        "cluster_keywords",
        "generate_ideas",
        "generate_content",
        "generate_images",
        "optimize_content",
        "publish_to_wordpress",
    ]
    assert all(step["output"] is not None and step["started_at"] and step["finished_at"] for step in trace)


def test_ctrl_c_in_the_middle_loses_nothing() -> None:
    system = System(demo=True, network=False)
    system.start()
    details = system.demo()
    api = Api(system.url, details["token"])
    run_id = api.start(details["rule_id"])
    wait_until(lambda: _has_begun(api, run_id), seconds=60, what="the first finished step", pause=0.05)
    assert system.interrupt() < STOP_SECONDS
    system.start()
    api = Api(system.url, system.demo()["token"])
    run = api.finished(run_id, seconds=PATIENCE)
    assert run["status"] == "completed", api.steps(run_id)
    assert len(api.every("/content/", status="published")) == 5
    assert audit(SqliteRecords(system.database)).problems == ()
    system.stop()
    system.remove()


def _has_begun(api: Api, run_id: str) -> bool:
    return any(step["path"] == "actions/1" for step in api.steps(run_id))
