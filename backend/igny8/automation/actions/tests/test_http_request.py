"""HTTP requests of rules: what is sent, what comes back, what is tried again, what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from igny8.automation.actions.http_request import Params
from igny8.automation.actions.support.web import BODY_BYTES, RequestRefused, RequestUnanswered, use_client
from igny8.integrations.outgoing import AddressRefused
from igny8.testing.steps import StepHarness, forecast

Handler = Callable[[httpx.Request], httpx.Response]
URL = "https://api.example.com/items?key=hidden"


class Server:
    """Answers requests in the test's own process."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answer: Handler = lambda _request: httpx.Response(200, json={"ok": True})

    def client(self, timeout: float) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._handle), timeout=timeout)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer(request)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with use_client(server.client):
        yield server


@pytest.fixture
def step(make_step: Any) -> StepHarness:
    harness: StepHarness = make_step(type="http_request")
    return harness


def test_it_asks_and_gives_the_answer(step: StepHarness, server: Server) -> None:
    found = step.run("http_request", url=URL)
    assert (found.status, found.data, found.body, found.truncated) == (200, {"ok": True}, "", False)
    assert found.headers == {"content-type": "application/json"}
    assert "idempotency-key" not in server.requests[0].headers


def test_it_sends_json_with_the_same_key_at_every_attempt(step: StepHarness, server: Server) -> None:
    for harness in (step, step.taken_over()):
        harness.run("http_request", method="POST", url=URL, json={"a": "ä"}, headers={"X-Own": "1"})
    first, second = server.requests
    assert first.content == '{"a": "ä"}'.encode() and first.headers["content-type"] == "application/json"
    assert first.headers["x-own"] == "1"
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == f"{step.row.id}:actions/0"


def test_ones_own_key_and_type_stand(step: StepHarness, server: Server) -> None:
    headers = {"Idempotency-Key": "mine", "Content-Type": "application/vnd.api+json"}
    step.run("http_request", method="PATCH", url=URL, json=[], headers=headers)
    assert server.requests[0].headers["idempotency-key"] == "mine"
    assert server.requests[0].headers["content-type"] == "application/vnd.api+json"


def test_text_is_given_as_text_and_a_long_answer_is_cut(step: StepHarness, server: Server) -> None:
    server.answer = lambda _request: httpx.Response(200, text="a\0b")
    assert step.run("http_request", url=URL).body == "a\ufffdb"
    server.answer = lambda _request: httpx.Response(200, json="x" * BODY_BYTES)
    found = step.run("http_request", url=URL)
    assert found.truncated and found.data is None and len(found.body) == BODY_BYTES
    server.answer = lambda _request: httpx.Response(
        200, text="{", headers={"content-type": "application/json"}
    )
    assert step.run("http_request", url=URL).body == "{"


@pytest.mark.parametrize(
    ("method", "status", "retryable"),
    [
        ("GET", 503, True),
        ("GET", 429, True),
        ("POST", 429, True),
        ("POST", 503, False),
        ("PUT", 500, True),
        ("GET", 404, False),
        ("GET", 301, False),
    ],
)
def test_only_what_does_no_harm_is_tried_again(
    step: StepHarness, server: Server, method: str, status: int, retryable: bool
) -> None:
    server.answer = lambda _request: httpx.Response(
        status, text="why not", headers={"retry-after": "7", "location": "https://elsewhere.example/"}
    )
    with pytest.raises(RequestRefused) as caught:
        step.run("http_request", method=method, url=URL)
    assert isinstance(caught.value, RequestUnanswered) is retryable is caught.value.retryable
    assert caught.value.retry_after == (7.0 if retryable else None)
    assert "hidden" not in caught.value.message


def test_a_post_that_the_other_side_can_tell_apart_is_tried_again(step: StepHarness, server: Server) -> None:
    server.answer = lambda _request: httpx.Response(500)
    with pytest.raises(RequestUnanswered):
        step.run("http_request", method="POST", url=URL, repeatable=True)


def test_an_error_may_be_an_answer(step: StepHarness, server: Server) -> None:
    server.answer = lambda _request: httpx.Response(404, json={"error": "none"})
    found = step.run("http_request", url=URL, fail_on_error=False)
    assert (found.status, found.data) == (404, {"error": "none"})


@pytest.mark.parametrize(
    ("failure", "method", "retryable"),
    [
        (httpx.ConnectError("no"), "POST", True),
        (httpx.ReadTimeout("slow"), "POST", False),
        (httpx.ReadTimeout("slow"), "GET", True),
        (httpx.RemoteProtocolError("odd"), "POST", False),
        (httpx.InvalidURL("odd"), "GET", False),
    ],
)
def test_what_was_perhaps_done_is_not_repeated(
    step: StepHarness, server: Server, failure: Exception, method: str, retryable: bool
) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise failure

    server.answer = fail
    with pytest.raises(RequestRefused) as caught:
        step.run("http_request", method=method, url=URL)
    assert caught.value.retryable is retryable


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/"])
def test_the_inner_network_is_out_of_reach(step: StepHarness, url: str) -> None:
    with pytest.raises(AddressRefused, match="IGNY8_OUTGOING_ALLOW"):
        step.run("http_request", url=url)


@pytest.mark.parametrize(
    "values",
    [
        {"url": "ftp://x"},
        {"url": URL, "headers": {"Host": "inside"}},
        {"url": URL, "headers": {"X": "a\r\nHost: b"}},
        {"url": URL, "headers": {"bad name": "x"}},
        {"url": URL, "method": "TRACE"},
    ],
)
def test_what_cannot_be_sent_is_refused_before(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Params.model_validate(values)


def test_it_costs_nothing(site: Any) -> None:
    assert forecast("http_request", site).credits.high == 0


def test_the_catalog_and_rules_know_its_params_by_their_names_on_the_wire(api: Any, site: Any) -> None:
    entry = next(
        row for row in api().get("/automation/rules/action-types/").data if row["type"] == "http_request"
    )
    assert entry["params"][:4] == ["method", "url", "headers", "json"] and entry["credits"] == "0"
    action = {"id": "h", "type": "http_request", "params": {"url": "{{ address }}", "json": {"a": "{{ a }}"}}}
    body = {"name": "Ask", "site": str(site.pk), "trigger": "manual", "actions": [action]}
    assert api().post("/automation/rules/", body).status == 201
    action["params"]["jsn"] = action["params"].pop("json")
    assert "actions[0].params.jsn" in api().post("/automation/rules/", body).fields


@pytest.mark.parametrize(
    "body",
    ['{"a": "\\u0000"}', '{"\\u0000": 1}', '{"a": "\\ud800"}', '{"a": NaN}', "[" * 60_000],
    ids=["U+0000", "U+0000 in a name", "half a pair", "NaN", "too deep"],
)
def test_json_that_no_database_takes_is_kept_as_text(step: StepHarness, server: Server, body: str) -> None:
    as_json = {"content-type": "application/json"}
    server.answer = lambda _request: httpx.Response(200, content=body.encode(), headers=as_json)
    found = step.run("http_request", url=URL)
    assert (found.data, found.body) == (None, body)


@pytest.mark.parametrize(
    "url",
    [
        "https://studio.example.com/hooks/token/",
        "http://STUDIO.example.com.:8443//%68ooks/token/",
        "https://studio.example.com/x/../hooks/token/",
        "https://studio.example.com/api/v1/automation/rules/1/execute/",
    ],
)
def test_it_starts_no_rule_past_the_guard_against_loops(
    step: StepHarness, server: Server, settings: Any, url: str
) -> None:
    settings.ALLOWED_HOSTS = ["*", "studio.example.com"]
    with pytest.raises(AddressRefused, match="call_rule"):
        step.run("http_request", method="POST", url=url)
    assert server.requests == []
    step.run("http_request", method="POST", url="https://other.example.com/hooks/token/")
    step.run("http_request", url="https://studio.example.com/preview/1/")
