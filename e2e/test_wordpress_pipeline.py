"""Keywords to a real WordPress by one rule, with a provider that stumbles; read back over there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api import Json
from openai_server import Fault, OpenAIServer
from pipeline import ARTICLES, Pipeline, WordPressApi, make_pipeline, provider_env, words_of
from records import SqliteRecords, audit
from system import Account, System
from wordpress.wordpress import RealWordPress

STUMBLES = (
    Fault(status=429, retry_after=0.2, path="chat"),
    Fault(status=500, path="chat"),
    Fault(cut_after=3, path="chat"),
    Fault(malformed=True, path="chat"),
    Fault(status=503, path="images"),
)


@pytest.fixture(scope="module")
def system(provider_server: OpenAIServer) -> Iterator[System]:
    with System(env=provider_env(provider_server.base_url)) as running:
        yield running


@pytest.fixture(scope="module")
def account(system: System) -> Account:
    return system.account()


@pytest.fixture
def pipeline(account: Account, wordpress: RealWordPress) -> Pipeline:
    return make_pipeline(account, wordpress)


def test_the_connection_test_says_what_works(pipeline: Pipeline) -> None:
    report = pipeline.api.post(f"/connections/{pipeline.connection}/test/")
    assert report["usable"] is True
    assert {check["name"] for check in report["checks"] if check["ok"]} == {
        "reachable",
        "authenticated",
        "may_publish",
        "may_upload",
        "meta_plugin",
    }


def test_a_rule_carries_keywords_to_a_real_wordpress(
    system: System, pipeline: Pipeline, provider: OpenAIServer, at_wordpress: WordPressApi
) -> None:
    provider.script(*STUMBLES)
    estimate = pipeline.api.get(f"/automation/rules/{pipeline.rule}/estimate/")["credits"]
    run = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=90)
    assert run["status"] == "completed", (run, pipeline.api.steps(run["id"]))

    contents = pipeline.mine("content")
    posts = {post["title"]["raw"]: post for post in at_wordpress.posts()}
    assert len(contents) == len(posts) == ARTICLES
    for content in contents:
        _compare(content, posts[content["title"]], at_wordpress)

    assert estimate["low"] <= run["credits"] <= estimate["high"]
    pipeline.check_balance(run["credits"])
    books = audit(SqliteRecords(system.database))
    assert books.problems == ()
    _check_requests(provider)


def _compare(content: Json, post: Json, at_wordpress: WordPressApi) -> None:
    """What stands at WordPress is what we have."""
    assert content["status"] == "published"
    assert content["needs_writing"] is False
    assert content["published_url"] == post["link"]
    assert (post["status"], post["slug"]) == ("publish", content["slug"])
    assert content["word_count"] >= 800
    assert words_of(post["content"]["raw"]) == words_of(content["html"])
    for block in ("<!-- wp:paragraph -->", "<!-- wp:heading", "<!-- /wp:paragraph -->"):
        assert block in post["content"]["raw"]
    meta = post["meta"]
    assert meta["_igny8_title"] == content["meta_title"]
    assert meta["_igny8_description"] == content["meta_description"]
    assert meta["_igny8_keyphrase"] == content["keyphrase"]
    _check_structured_data(content, meta)
    _check_category(post, at_wordpress)
    _check_picture(content, post, at_wordpress)


def _check_structured_data(content: Json, meta: dict[str, str]) -> None:
    kinds = {entry["@type"]: entry for entry in json.loads(meta["_igny8_json_ld"])}
    article = kinds.get("BlogPosting") or kinds["Article"]
    assert article["headline"] == content["title"]
    assert "BreadcrumbList" in kinds


def _check_category(post: Json, at_wordpress: WordPressApi) -> None:
    names = [term["name"] for term in at_wordpress.list("/categories", include=post["categories"])]
    assert names == ["Kitchen &amp; Home"]


def _check_picture(content: Json, post: Json, at_wordpress: WordPressApi) -> None:
    [media] = at_wordpress.list("/media", include=[post["featured_media"]])
    assert media["alt_text"] == f"Picture: {content['title']}"[:125]
    assert media["media_details"]["width"] == 1200
    assert media["media_details"]["height"] >= 600
    assert media["post"] == post["id"]


def _check_requests(provider: OpenAIServer) -> None:
    """The faults were met; texts came as a stream."""
    chats = [request.body for request in provider.requests if "chat" in request.path]
    assert any(_is_streamed(body) for body in chats)
    assert provider.count("images") > ARTICLES


def _is_streamed(body: dict[str, Any]) -> bool:
    return bool(body.get("stream"))


def test_a_second_run_writes_on_and_publishes_nothing_twice(
    pipeline: Pipeline, provider: OpenAIServer, at_wordpress: WordPressApi
) -> None:
    first = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=90)
    again = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=90)
    assert (first["status"], again["status"]) == ("completed", "completed")
    assert len(at_wordpress.posts()) == len(pipeline.mine("content"))
    assert provider.requests
    cluster = pipeline.api.step(again["id"], "cluster")
    assert cluster["credits"] == 0
    assert cluster["note"]


def test_changing_an_article_updates_its_post(
    pipeline: Pipeline, provider: OpenAIServer, at_wordpress: WordPressApi
) -> None:
    run = pipeline.api.finished(pipeline.api.start(pipeline.rule), seconds=90)
    content = pipeline.mine("content")[0]
    pipeline.api.patch(f"/content/{content['id']}/", {"html": "<p>Everything is new.</p>"})
    publish = {"id": "out", "type": "publish_to_wordpress", "params": {"content_ids": [content["id"]]}}
    body = {"name": "Out", "site": pipeline.site, "trigger": "manual", "actions": [publish]}
    rule = pipeline.api.post("/automation/rules/", body)["id"]
    again = pipeline.api.finished(pipeline.api.start(rule))
    assert again["status"] == "completed", pipeline.api.steps(again["id"])
    posts = {post["slug"]: post for post in at_wordpress.posts()}
    assert len(posts) == ARTICLES
    assert words_of(posts[content["slug"]]["content"]["raw"]) == ["Everything", "is", "new."]
    assert run["status"] == "completed"
