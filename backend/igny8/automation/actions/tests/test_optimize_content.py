"""Optimize Content: a higher score, the same facts, both versions kept."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.ai.port import Completion
from igny8.ai.services import Models, use_models
from igny8.ai.testing import FakeTextModel
from igny8.automation.actions.optimize_content import OptimizeContent
from igny8.automation.engine.errors import StepFailure
from igny8.automation.runtime.action import Amount
from igny8.content.models import Content, ContentVersion
from igny8.content.services.editing import change_content
from igny8.core.errors import InvalidInput
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory, ImageFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast

PLAIN = "<p>Paper is everywhere.</p>" + "<p>It takes 3 minutes to file one page at Acme in Berlin.</p>" * 6


def poor(site: Site, **values: Any) -> Content:
    """An article with much to improve."""
    content: Content = ContentFactory(
        site=site, html=PLAIN, keyphrase="pdf scanner", meta_title="", meta_description="", **values
    )
    return content


def test_it_raises_the_score_and_keeps_both_versions(make_step: Any, site: Site, clock: Any) -> None:
    content = poor(site)
    step = make_step()
    output = step.run("optimize_content")
    [result] = output.results
    assert result.content_id == str(content.id) and result.after > result.before
    assert output.content_ids == [str(content.id)]
    content.refresh_from_db()
    assert (content.seo_score, content.version, content.optimized_at) == (result.after, 2, clock.now())
    assert "Acme" in content.html and "3 minutes" in content.html
    changed = {row["check"] for row in content.optimization["changes"]}
    assert changed and all({"before", "after"} <= set(row) for row in content.optimization["checks"])
    old = ContentVersion.objects.get(content=content, number=1)
    assert old.html == PLAIN and ContentVersion.objects.get(content=content, number=2).html == content.html
    assert step.paid == 10 and balance() == (9_990, 0)
    assert "→" in OptimizeContent().note(output)


def test_it_optimizes_each_content_once_by_default(make_step: Any, site: Site) -> None:
    poor(site)
    ContentFactory(site=site, html="")
    assert len(make_step().run("optimize_content").results) == 1
    again = make_step().run("optimize_content")
    assert again.results == [] and "no contents to optimize" in OptimizeContent().note(again)


def test_it_makes_no_version_where_nothing_changes(make_step: Any, site: Site) -> None:
    content = poor(site)
    make_step().run("optimize_content")
    make_step().run("optimize_content", content_ids=[str(content.id)])
    content.refresh_from_db()
    assert content.version == ContentVersion.objects.filter(content=content).count() == 2


def test_it_describes_the_picture_better(make_step: Any, site: Site) -> None:
    content = poor(site)
    image = ImageFactory(content=content, alt="")
    make_step().run("optimize_content")
    image.refresh_from_db()
    assert "pdf scanner" in image.alt.lower()


def test_it_takes_a_models_rewrite_that_keeps_the_facts(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    content = poor(site)
    better = PLAIN.replace("Paper is everywhere.", "A pdf scanner helps, because paper is everywhere.")
    text_model.script("optimize", f"```html\n{better}\n```")
    make_step().run("optimize_content")
    content.refresh_from_db()
    assert "A pdf scanner helps" in content.html and content.optimization["refused"] == []
    assert text_model.calls[0][1].findings


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (PLAIN.replace("3 minutes", "5 minutes"), "number “3” was lost"),
        (Completion(PLAIN[:40], "fake", "fake-model", cut_off=True), "cut off"),
        (f"<h1>Acme in Berlin</h1><h1>3 minutes</h1>{PLAIN}", "lower score"),
    ],
)
def test_it_refuses_a_models_rewrite_that_is_worse(
    make_step: Any, site: Site, text_model: FakeTextModel, answer: Any, reason: str
) -> None:
    content = poor(site)
    text_model.script("optimize", answer)
    [result] = make_step().run("optimize_content").results
    content.refresh_from_db()
    assert reason in " ".join(content.optimization["refused"])
    assert result.after >= result.before and "3 minutes" in content.html


def test_it_does_not_overwrite_what_a_person_changed_meanwhile(make_step: Any, site: Site) -> None:
    content = poor(site)

    class Slow(FakeTextModel):
        def complete(self, prompt: Any, facts: Any) -> Any:
            change_content(content_id=content.id, values={"title": "By hand"})
            return super().complete(prompt, facts)

    with use_models(Models(text=Slow())), pytest.raises(StepFailure, match="was changed while"):
        make_step().run("optimize_content")
    content.refresh_from_db()
    assert content.title == "By hand" and content.optimized_at is None and balance() == (10_000, 0)


def test_it_reports_a_content_without_text_and_an_empty_answer(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    empty, full = ContentFactory(site=site, html=""), poor(site)
    output = make_step().run("optimize_content", content_ids=[str(empty.id), str(full.id)])
    assert output.failed[0]["id"] == str(empty.id) and "no text yet" in OptimizeContent().note(output)
    assert output.content_ids == [str(empty.id), str(full.id)]
    text_model.script("optimize", " ")
    with pytest.raises(StepFailure, match="empty text"):
        make_step().run("optimize_content", content_ids=[str(poor(site).id)])


def test_it_names_contents_that_do_not_exist(make_step: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_step().run("optimize_content", content_ids=[str(uuid4())])
    assert list(caught.value.fields) == ["params.content_ids"]


def test_it_keeps_the_address_of_what_is_published(make_step: Any, site: Site) -> None:
    content = poor(site, slug="x", published_url="https://alice.example/x/")
    moved = poor(site, slug="y")
    make_step().run("optimize_content")
    content.refresh_from_db()
    moved.refresh_from_db()
    assert content.slug == "x" and moved.slug == "pdf-scanner"


def test_it_forecasts_contents(site: Site) -> None:
    poor(site)
    assert forecast("optimize_content", site).credits == Amount.exactly(10)
    assert forecast("optimize_content", site, content_ids=Amount(0, 4, 8)).credits == Amount(0, 40, 80)
