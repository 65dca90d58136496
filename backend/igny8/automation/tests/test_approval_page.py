"""The page behind an approval's link."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from igny8.automation.models import Approval, StepRun
from igny8.automation.services.approvals import decide, token_of
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.content.models import Content
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.testing.factories import ContentFactory


@pytest.fixture
def approval(make_rule: Any, worker: Worker, clock: FixedClock, site: Any) -> Approval:
    content = ContentFactory(site=site, title="How <b>scanners</b> work", html="<p>The text.</p>")
    ask = {
        "id": "ask",
        "type": "approval",
        "params": {"title": "Publish?", "message": "Two < three", "items": [str(content.pk), "other"]},
    }
    run = worker.carry_on(execute_by_hand(rule=make_rule([ask]), context={}, clock=clock))
    return Approval.objects.get(run=run)


@pytest.fixture
def url(approval: Approval) -> str:
    return f"/approve/{token_of(approval)}/"


def test_it_shows_what_is_asked_and_decides_nothing_by_itself(url: str) -> None:
    response = Client().get(url)
    page = response.content.decode()
    assert response.status_code == 200
    assert "How &lt;b&gt;scanners&lt;/b&gt; work" in page and "Two &lt; three" in page
    assert "<p>The text.</p>" in page and "A rule" in page
    assert Client().head(url).status_code == 200
    assert Approval.objects.get().status == "pending"


def test_it_is_kept_out_of_caches_frames_and_search_engines(url: str) -> None:
    response = Client().get(url)
    assert response["Cache-Control"] == "no-store" and response["X-Frame-Options"] == "DENY"
    assert (
        "noindex" in response["X-Robots-Tag"] and "default-src 'none'" in response["Content-Security-Policy"]
    )
    assert response["Referrer-Policy"] == "same-origin"


def test_the_form_decides_item_by_item(url: str, approval: Approval, worker: Worker) -> None:
    form = {
        "decision": "approve",
        "item-0": "approve",
        "title-0": "Better title",
        "item-1": "reject",
        "note": "Go",
        "name": "Jane",
    }
    response = Client().post(url, form)
    assert response.status_code == 302 and response["Location"] == url
    approval.refresh_from_db()
    assert (approval.status, approval.decided_by) == ("approved", "Jane (by link)")
    first, second = (item["id"] for item in approval.items)
    assert approval.decisions == {first: {"edit": {"title": "Better title"}}, second: "reject"}
    assert Content.objects.get(pk=first).title == "Better title"
    assert worker.carry_on(approval.run).status == "completed"
    assert StepRun.objects.get(run=approval.run, node_id="ask").output["approved_ids"] == [first]  # type: ignore[index]
    page = Client().get(url).content.decode()
    assert "This was approved by Jane (by link)" in page and "Note: Go" in page and "<form" not in page


def test_rejecting_rejects_all(url: str, approval: Approval) -> None:
    Client().post(url, {"decision": "reject", "item-0": "approve"})
    approval.refresh_from_db()
    assert approval.status == "rejected" and set(approval.decisions.values()) == {"reject"}
    assert approval.decided_by == "somebody with the link"


def test_a_form_from_elsewhere_decides_nothing(url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(url, {"decision": "approve"})
    assert response.status_code == 403 and b"load the page again" in response.content
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url).content.decode())
    assert token is not None and Approval.objects.get().status == "pending"
    form = {"decision": "approve", "csrfmiddlewaretoken": token[1]}
    assert client.post(url, form).status_code == 302


def test_a_second_answer_is_told_that_it_is_late(url: str, approval: Approval) -> None:
    decide(approval, "approve", by="alice", clock=SYSTEM_CLOCK)
    response = Client().post(url, {"decision": "reject"})
    assert response.status_code == 409 and "approved by alice already" in response.content.decode()


def test_an_answer_that_is_none_is_refused(url: str) -> None:
    assert Client().post(url, {}).status_code == 400
    assert Approval.objects.get().status == "pending"


@pytest.mark.parametrize(("status", "words"), [("withdrawn", "run has ended"), ("lapsed", "time to decide")])
def test_what_is_over_says_so(url: str, status: str, words: str) -> None:
    Approval.objects.update(status=status)
    page = Client().get(url).content.decode()
    assert words in page and "<form" not in page


def test_an_unknown_link_is_a_page_of_its_own(db: None) -> None:
    response = Client().get("/approve/nonsense/")
    assert response.status_code == 404 and "leads nowhere" in response.content.decode()


def test_a_link_that_lost_its_slash_works_too(url: str) -> None:
    assert Client().get(url.rstrip("/")).status_code == 200


def test_what_no_database_takes_is_left_out_of_an_answer(url: str, approval: Approval) -> None:
    form = {"decision": "approve", "name": "Bo\0b", "note": "Fi\0ne", "title-0": "A\0 title"}
    assert Client().post(url, form).status_code == 302
    approval.refresh_from_db()
    assert (approval.decided_by, approval.note) == ("Bob (by link)", "Fine")
    assert {"edit": {"title": "A title"}} in approval.decisions.values()


def test_an_untouched_title_is_no_change(url: str, approval: Approval) -> None:
    title = "Le\u00a0scanner  : guide"
    Approval.objects.update(items=[{**approval.items[0], "title": title}])
    Client().post(url, {"decision": "approve", "title-0": title})
    approval.refresh_from_db()
    assert list(approval.decisions.values()) == ["approve"]
