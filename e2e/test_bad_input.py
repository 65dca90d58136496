"""What is wrong is said clearly: in the API, in the trace; nothing half-written, nothing charged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from api import Api, Json
from openai_server import Fault, OpenAIServer
from pipeline import (
    Pipeline,
    WordPressApi,
    add_keywords,
    connect_wordpress,
    make_pipeline,
    make_site,
    pipeline_of,
    provider_env,
)
from processes import free_port
from records import SqliteRecords, audit
from system import Account, System
from wordpress.wordpress import RealWordPress

MEGABYTE = 1024 * 1024
SECRET = "test-key-that-must-never-show"


@pytest.fixture(scope="module")
def system(provider_server: OpenAIServer) -> Iterator[System]:
    env = provider_env(
        provider_server.base_url, IGNY8_AI_TEXT_MAX_ATTEMPTS="2", IGNY8_AI_TEXT_TIMEOUT_SECONDS="5"
    )
    with System(env=env) as running:
        yield running


@pytest.fixture(scope="module")
def account(system: System) -> Account:
    return system.account(credits=100_000)


@pytest.fixture(scope="module")
def api(account: Account) -> Api:
    return account.api


@pytest.fixture
def site(account: Account) -> str:
    return make_site(account)


@pytest.fixture
def pipeline(account: Account) -> Pipeline:
    return make_pipeline(account)


def _zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Queries.csv", b"keyword\n" + b"a" * (300 * MEGABYTE))
    return packed.getvalue()


FILES: dict[str, tuple[str, bytes, int]] = {
    "an empty file": ("keywords.csv", b"", 400),
    "only white space": ("keywords.csv", b"\n \n\t\n", 400),
    "a binary file": ("keywords.csv", bytes(range(256)) * 64, 415),
    "a picture": ("keywords.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, 415),
    "a damaged spreadsheet": ("keywords.xlsx", b"PK\x03\x04" + b"\x01" * 900, 400),
    "columns that hold no keyword": ("data.csv", b"date,total\n2024-01-01,5\n2024-01-02,7\n", 400),
    "a zip that blows up": ("keywords.zip", _zip_bomb(), 413),
    "more than 50 MB": ("keywords.csv", b"keyword\n" + b"a keyword\n" * (6 * MEGABYTE), 413),
}


@pytest.mark.parametrize("what", FILES)
def test_a_wrong_file_is_refused_and_leaves_nothing(api: Api, site: str, what: str) -> None:
    name, data, status = FILES[what]
    response = api.upload(name, data, site)
    body = response.json()
    assert response.status_code in {400, 413, 415}, response.text[:500]
    assert body["success"] is False
    assert len(body["error"]["message"]) > 10
    assert response.status_code == status, body
    assert api.get("/keywords/", site=site) == []


def test_broken_encoding_is_read_or_named_by_row(api: Api, site: str) -> None:
    data = b"keyword,volume\nkaffee " + b"\xff\xfe\xfa" + ",5\ncaf\u00e9,7\n".encode()
    response = api.upload("keywords.csv", data, site)
    body = response.json()
    if response.is_success:
        texts = [keyword["text"] for keyword in api.get("/keywords/", site=site)]
        assert len(texts) + len(body["data"]["errors"]) >= 2
        assert all("\ufffd" not in text for text in texts)
    else:
        assert response.status_code == 400
        assert api.get("/keywords/", site=site) == []


def test_rows_that_cannot_be_used_are_named(api: Api, site: str) -> None:
    rows = b"keyword,volume\ngood one,10\n,20\nanother good one,many\n" + b"x" * 400 + b",5\n"
    result = api.upload("keywords.csv", rows, site).json()["data"]
    assert result["created"] >= 1
    assert {error["row"] for error in result["errors"]} >= {3}
    assert all(error["message"] for error in result["errors"])


ACTION: Json = {"id": "a", "type": "cluster_keywords", "params": {}}
RULES: dict[str, tuple[Json, str]] = {
    "an unknown action": ({"actions": [{"id": "a", "type": "cluster_keyword"}]}, "actions[0].type"),
    "an unknown operator": (
        {"actions": [ACTION], "conditions": [{"field": "a", "operator": "equalz", "value": 1}]},
        "conditions[0].operator",
    ),
    "an unknown param": (
        {"actions": [ACTION | {"params": {"keyword_idz": []}}]},
        "actions[0].params.keyword_idz",
    ),
    "a param of the wrong type": (
        {"actions": [ACTION | {"params": {"limit": "ten"}}]},
        "actions[0].params.limit",
    ),
    "an expression to a later step": (
        {
            "actions": [
                {
                    "id": "one",
                    "type": "generate_ideas",
                    "params": {"cluster_ids": "{{ steps.two.cluster_ids }}"},
                },
                {"id": "two", "type": "cluster_keywords", "params": {"limit": "{{ steps.one.duplicates }}"}},
            ]
        },
        "actions[0].params.cluster_ids",
    ),
    "an expression to itself": (
        {"actions": [{"id": "one", "type": "set", "params": {"a": "{{ steps.one.a }}"}}]},
        "actions[0].params.a",
    ),
    "two steps of one id": ({"actions": [ACTION, ACTION]}, "actions[1].id"),
    "actions that are no list": ({"actions": "cluster_keywords"}, "actions"),
    "a schedule that is none": (
        {"actions": [ACTION], "trigger": "schedule", "schedule": "every day"},
        "schedule",
    ),
    "a site of nobody": ({"actions": [ACTION], "site": "01a20000-0000-7000-8000-000000000000"}, "site"),
}


@pytest.mark.parametrize("what", RULES)
def test_a_wrong_rule_is_refused_with_the_path(api: Api, site: str, what: str) -> None:
    values, path = RULES[what]
    before = len(api.every("/automation/rules/"))
    body = {"name": "Wrong", "site": site, "trigger": "manual"} | values
    error = api.error("POST", "/automation/rules/", status=400, json=body)
    assert error["code"] == "validation_error"
    assert any(name.startswith(path) for name in error["fields"]), error
    assert len(api.every("/automation/rules/")) == before


def test_json_that_is_none_is_refused(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    error = api.error("POST", "/automation/rules/", status=400, content=b'{"name": ', headers=headers)
    assert error["code"] == "validation_error"


def test_a_missing_object_is_named_in_the_trace(pipeline: Pipeline) -> None:
    nobody = "01a20000-0000-7000-8000-000000000000"
    actions = [{"id": "out", "type": "publish_to_wordpress", "params": {"content_ids": [nobody]}}]
    run, step = _failed_run(pipeline, _rule(pipeline, actions))
    assert step["error"]["code"] in {"not_found", "validation_error"}
    assert nobody in step["error"]["message"]
    _check_nothing_charged(pipeline, run)


def test_a_path_that_leads_nowhere_is_named_in_the_trace(pipeline: Pipeline) -> None:
    actions = [{"id": "note", "type": "set", "params": {"word": "{{ webhook.nothing }}"}}]
    run, step = _failed_run(pipeline, _rule(pipeline, actions))
    assert "webhook" in step["error"]["message"]
    _check_nothing_charged(pipeline, run)


def test_a_comparison_that_does_not_fit_is_named_in_the_trace(pipeline: Pipeline) -> None:
    conditions = [{"field": "word", "operator": "greater_than", "value": 5}]
    rule = _rule(pipeline, [{"id": "note", "type": "set", "params": {}}], conditions=conditions)
    run = pipeline.api.finished(pipeline.api.start(rule, {"word": "hello"}))
    assert run["status"] == "failed"
    assert "word" in run["error_message"]


def test_without_credits_a_run_is_refused_with_what_is_missing(system: System) -> None:
    poor = make_pipeline(system.account(credits=7))
    error = poor.api.error("POST", f"/automation/rules/{poor.rule}/execute/", status=402, json={})
    assert error["code"] == "insufficient_credits"
    assert "7 are available" in error["message"]
    assert "missing" in error["message"]
    assert poor.api.get("/automation/scheduled-tasks/") == []
    poor.check_balance(0)


def test_when_credits_run_out_what_is_done_stays_done_and_paid(
    system: System, provider: OpenAIServer
) -> None:
    poor = make_pipeline(system.account(credits=100))
    run = poor.api.finished(poor.api.start(poor.rule))
    assert run["status"] == "failed"
    assert run["error_code"] == "insufficient_credits"
    assert poor.api.step(run["id"], "cluster")["status"] == "completed"
    poor.check_balance(run["credits"])
    assert 0 < run["credits"] <= 100
    assert provider.requests
    assert audit(SqliteRecords(system.database)).problems == ()


TALK: dict[str, Fault] = {
    "is down": Fault(status=503),
    "refuses the key": Fault(status=401),
    "breaks off": Fault(cut_after=0),
    "sends broken JSON": Fault(malformed=True),
    "talks nonsense": Fault(nonsense=True),
    "answers something else": Fault(wrong_schema=True),
    "says nothing": Fault(empty=True),
}


@pytest.mark.parametrize("what", TALK)
def test_a_provider_that_fails_is_told_and_not_paid(
    pipeline: Pipeline, provider: OpenAIServer, what: str
) -> None:
    provider.always = TALK[what]
    once = {"attempts": 1, "backoff_seconds": 0}
    rule = _rule(pipeline, [ACTION, {"id": "ideas", "type": "generate_ideas", "retry": once}])
    run, step = _failed_run(pipeline, rule)
    assert step["id"] == "ideas"
    assert step["error"]["code"] in {"provider_error", "provider_unavailable"}
    assert len(step["error"]["message"]) > 20
    assert SECRET not in str(pipeline.api.steps(run["id"]))
    assert pipeline.mine("ideas") == []
    assert run["credits"] == pipeline.api.step(run["id"], "a")["credits"] == 10
    pipeline.check_balance(10)


def test_a_failed_step_is_repeated_once_the_provider_is_back(
    pipeline: Pipeline, provider: OpenAIServer
) -> None:
    provider.always = Fault(status=401)
    failed = pipeline.api.finished(pipeline.api.start(pipeline.rule))
    assert failed["status"] == "failed"
    provider.forget_faults()
    path = f"/automation/scheduled-tasks/{failed['id']}/rerun/"
    again = pipeline.api.post(path, {"from": "failed_step"})["scheduled_task_id"]
    run = pipeline.api.finished(again)
    assert run["status"] == "completed", pipeline.api.steps(again)
    cluster = pipeline.api.step(again, "cluster")
    assert (cluster["reused"], cluster["credits"]) == (True, 0)


def test_a_wordpress_that_is_not_there_is_told(pipeline: Pipeline, provider: OpenAIServer) -> None:
    _repoint(pipeline, f"http://127.0.0.1:{free_port()}")
    run, step = _failed_run(pipeline, pipeline.rule)
    assert step["id"] == "publish"
    assert step["error"]["code"] == "publishing_unavailable"
    assert step["error"]["retryable"] is True
    _check_unpublished(pipeline, run, step)
    assert provider.requests


def test_a_wrong_password_is_told(
    account: Account, wordpress: RealWordPress, provider: OpenAIServer, at_wordpress: WordPressApi
) -> None:
    site = make_site(account)
    add_keywords(account.api, site)
    connection = connect_wordpress(account.api, site, wordpress, secret="wrong wrong")
    report = account.api.post(f"/connections/{connection}/test/")
    assert report["usable"] is False
    failing = next(check for check in report["checks"] if not check["ok"])
    assert failing["name"] == "authenticated"
    assert failing["hint"]
    pipeline = pipeline_of(account, site, connection)
    run, step = _failed_run(pipeline, pipeline.rule)
    assert step["error"]["code"] == "publishing_error"
    assert "password" in step["error"]["message"].lower()
    _check_unpublished(pipeline, run, step)
    assert at_wordpress.posts() == []
    assert "wrong wrong" not in str(account.api.steps(run["id"]))
    assert provider.requests


def test_a_wordpress_that_breaks_down_is_tried_again_until_it_is_back(
    account: Account, wordpress: RealWordPress, provider: OpenAIServer, at_wordpress: WordPressApi
) -> None:
    pipeline = make_pipeline(account, wordpress)
    wordpress.fault("^/wp/v2/posts$", method="POST", status=503, times=2)
    run = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=90)
    assert run["status"] == "completed", pipeline.api.steps(run["id"])
    assert len(at_wordpress.posts()) == 2
    assert provider.requests


def test_addresses_inside_the_network_are_refused(pipeline: Pipeline) -> None:
    """Only what IGNY8_OUTGOING_ALLOW names may be reached; the error names the variable."""
    connection = _repoint(pipeline, "http://169.254.169.254/")
    report = pipeline.api.post(f"/connections/{connection}/test/")
    assert report["usable"] is False
    said = str([check for check in report["checks"] if not check["ok"]])
    assert "IGNY8_OUTGOING_ALLOW" in said


def test_a_connection_that_does_not_exist_is_told_before_anything_runs(pipeline: Pipeline) -> None:
    nobody = "01a20000-0000-7000-8000-000000000000"
    publish = {"id": "out", "type": "publish_to_wordpress", "params": {"integration_id": nobody}}
    rule = _rule(pipeline, [publish])
    error = pipeline.api.error("POST", f"/automation/rules/{rule}/execute/", status=400, json={})
    assert nobody in error["message"]
    assert error["fields"] == {"params.integration_id": [error["message"]]}
    assert pipeline.api.every("/automation/scheduled-tasks/", rule=rule) == []


def test_a_stranger_is_refused(system: System) -> None:
    stranger = Api(system.url)
    assert stranger.error("GET", "/automation/rules/", status=401)["code"] == "not_authenticated"
    wrong = Api(system.url, "igny8_not-a-token")
    assert wrong.error("GET", "/automation/rules/", status=401)["code"] == "not_authenticated"


def test_another_accounts_objects_do_not_exist(system: System, pipeline: Pipeline) -> None:
    other = system.account().api
    assert other.error("GET", f"/automation/rules/{pipeline.rule}/", status=404)["code"] == "not_found"
    assert other.error("POST", f"/automation/rules/{pipeline.rule}/execute/", status=404, json={})
    response = other.upload("keywords.csv", b"keyword\nmine\n", pipeline.site)
    assert response.status_code == 400
    assert "site" in response.json()["error"]["fields"]


def _rule(pipeline: Pipeline, actions: list[Json], **values: Any) -> str:
    body = {"name": "Try", "site": pipeline.site, "trigger": "manual", "actions": actions, **values}
    return str(pipeline.api.post("/automation/rules/", body)["id"])


def _failed_run(pipeline: Pipeline, rule: str) -> tuple[Json, Json]:
    """A run that must fail, and the step that failed; the run says the same."""
    run = pipeline.api.finished(pipeline.api.start(rule), seconds=90)
    assert run["status"] == "failed", (run["status"], pipeline.api.steps(run["id"]))
    step = next(step for step in pipeline.api.steps(run["id"]) if step["status"] == "failed")
    assert (run["error_code"], run["error_message"]) == (step["error"]["code"], step["error"]["message"])
    return run, step


def _check_nothing_charged(pipeline: Pipeline, run: Json) -> None:
    assert run["credits"] == 0
    pipeline.check_balance(0)


def _check_unpublished(pipeline: Pipeline, run: Json, step: Json) -> None:
    """The articles are there and paid; publishing is not."""
    assert step["credits"] == 0
    contents = pipeline.mine("content")
    assert contents
    assert not [content for content in contents if content["status"] == "published"]
    pipeline.check_balance(run["credits"])


def _repoint(pipeline: Pipeline, url: str) -> str:
    """Let the site publish to a WordPress at another address."""
    body = {"site": pipeline.site, "kind": "wordpress", "name": "Elsewhere", "url": url, "is_default": True}
    login = {"username": "editor", "secret": "not a password"}
    return str(pipeline.api.post("/connections/", body | login)["id"])
