"""What is changed while approving reaches the article, the idea or the page itself."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import Approval
from igny8.automation.services.approvals import decide
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.content.models import Content, ContentVersion
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict, InvalidInput
from igny8.planning.models import Idea
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory, IdeaFactory, KeywordFactory, PageFactory


@pytest.fixture
def asked(make_rule: Any, worker: Worker, clock: FixedClock) -> Any:
    """``asked(row, …)`` is an open approval about these rows."""

    def ask(*rows: Any) -> Approval:
        step = {"id": "ask", "type": "approval", "params": {"items": [str(row.pk) for row in rows]}}
        run = worker.carry_on(execute_by_hand(rule=make_rule([step]), context={}, clock=clock))
        return Approval.objects.get(run=run)

    return ask


def approve(approval: Approval, row: Any, edit: dict[str, Any], clock: FixedClock) -> Approval:
    return decide(approval, "approve", {str(row.pk): {"edit": edit}}, by="alice", clock=clock)


def test_an_article_gets_a_new_version_made_safe(asked: Any, site: Site, clock: FixedClock) -> None:
    content = ContentFactory(site=site, title="Old", html="<p>Old text.</p>")
    edit = {"title": "New", "html": "<p>New text.</p><script>alert(1)</script>", "meta_title": "New meta"}
    approve(asked(content), content, edit, clock)
    changed = Content.objects.get(pk=content.pk)
    assert (changed.title, changed.html, changed.meta_title) == ("New", "<p>New text.</p>", "New meta")
    assert ContentVersion.objects.filter(content=content, title="New").exists()


def test_ideas_and_pages_get_their_title(asked: Any, site: Site, clock: FixedClock) -> None:
    idea, page = IdeaFactory(site=site), PageFactory(site=site)
    titles = {str(row.pk): {"edit": {"title": "Better"}} for row in (idea, page)}
    decide(asked(idea, page), "approve", titles, by="alice", clock=clock)
    idea.refresh_from_db()
    page.refresh_from_db()
    assert (idea.title, page.title) == ("Better", "Better")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"status": "published"}, "these can be changed: title, meta_title, meta_description, html"),
        ({"title": " "}, "title must be a text of at most 300 characters"),
        ({"title": 5}, "title must be a text of at most 300 characters"),
        ({"meta_title": "x" * 301}, "meta_title must be a text of at most 300 characters"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_nothing_is_decided(
    asked: Any, site: Site, clock: FixedClock, edit: dict[str, Any], words: str
) -> None:
    content = ContentFactory(site=site, title="Old")
    approval = asked(content)
    with pytest.raises(InvalidInput, match=words) as caught:
        approve(approval, content, edit, clock)
    assert list(caught.value.fields) == [f"items.{content.pk}.edit.{next(iter(edit))}"]
    assert Approval.objects.get().status == "pending"
    assert Content.objects.get(pk=content.pk).title == "Old"


def test_a_keyword_is_not_changed_here(asked: Any, site: Site, clock: FixedClock) -> None:
    keyword = KeywordFactory(site=site)
    with pytest.raises(InvalidInput, match="a keyword can be approved or rejected"):
        approve(asked(keyword), keyword, {"title": "x"}, clock)


def test_an_idea_that_is_planned_keeps_its_title(asked: Any, site: Site, clock: FixedClock) -> None:
    idea = IdeaFactory(site=site, status=Idea.Status.PLANNED, title="Planned")
    with pytest.raises(Exception, match="locked in its writing task"):
        approve(asked(idea), idea, {"title": "Other"}, clock)
    assert Idea.objects.get(pk=idea.pk).title == "Planned"


def test_what_is_gone_is_said_and_can_be_answered_without_changes(
    asked: Any, site: Site, clock: FixedClock
) -> None:
    idea = IdeaFactory(site=site)
    approval = asked(idea)
    Idea.objects.all().delete()
    with pytest.raises(Conflict, match="This idea was deleted meanwhile"):
        approve(approval, idea, {"title": "Other"}, clock)
    assert decide(approval, "approve", {}, by="alice", clock=clock).status == "approved"
