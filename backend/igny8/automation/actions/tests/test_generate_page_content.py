"""Generate Page Content: texts for the pages of a site's structure."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.ai.services import Models, use_models
from igny8.ai.testing import FakeTextModel
from igny8.automation.actions.generate_page_content import GeneratePageContent
from igny8.automation.engine.errors import StepFailure
from igny8.automation.runtime.action import Amount
from igny8.content.models import Content, ContentVersion, Page
from igny8.core.errors import InvalidInput
from igny8.tenants.models import Site
from igny8.testing.factories import ClusterFactory, ContentFactory, KeywordFactory, PageFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast


def test_it_writes_planned_pages_with_their_metadata(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    page = PageFactory(site=site, title="Scanner apps", slug="apps", keyphrase="scanner app")
    text_model.script("page", "# Scanner apps\n\nWelcome to the apps.\n\n## Which one?\n\nIt depends.")
    step = make_step()
    output = step.run("generate_page_content")
    content = Content.objects.get()
    page.refresh_from_db()
    assert (output.page_ids, output.content_ids) == ([str(page.id)], [str(content.id)])
    assert (page.status, page.content_id) == (Page.Status.WRITTEN, content.id)
    assert (content.kind, content.schema_type, content.slug) == ("page", "WebPage", "apps")
    assert content.html.startswith("<p>Welcome") and content.meta_title and content.excerpt
    assert [name for name, _ in text_model.calls] == ["page", "metadata"]
    assert step.paid == 30 and balance() == (9_970, 0)


def test_it_knows_the_clusters_keywords_and_the_pages_to_link_to(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    cluster = ClusterFactory(site=site, language="de")
    KeywordFactory(site=site, cluster=cluster, text="scanner app kostenlos")
    out = ContentFactory(site=site, published_url="https://alice.example/guides/")
    PageFactory(site=site, slug="guides", content=out, status=Page.Status.WRITTEN)
    PageFactory(site=site, slug="home", cluster=cluster, internal_links=["guides", "nowhere"])
    make_step().run("generate_page_content")
    facts = text_model.calls[0][1]
    assert facts.language == "de"
    assert [keyword.text for keyword in facts.keywords] == ["scanner app kostenlos"]
    assert [link.url for link in facts.links] == ["https://alice.example/guides/"]


def test_it_writes_a_page_again_as_a_new_version(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    page = PageFactory(site=site)
    first = make_step().run("generate_page_content")
    text_model.script("page", "Quite another text.")
    second = make_step().run("generate_page_content", page_ids=[str(page.id)])
    assert first.content_ids == second.content_ids
    content = Content.objects.get()
    assert content.version == 2 and "another text" in content.html
    assert list(ContentVersion.objects.values_list("reason", flat=True)) == ["written again", "written"]


def test_it_marks_offline_texts(make_step: Any, site: Site) -> None:
    PageFactory(site=site, kind="legal", title="Imprint")
    with use_models(Models(text=FakeTextModel(offline=True))):
        make_step().run("generate_page_content")
    assert Content.objects.get().needs_writing


def test_it_does_nothing_and_says_so(make_step: Any, site: Site) -> None:
    output = make_step().run("generate_page_content")
    assert output.page_ids == []
    assert "no pages without a text" in GeneratePageContent().note(output)


def test_it_names_pages_that_do_not_exist(make_step: Any) -> None:
    missing = [str(uuid4()) for _ in range(7)]
    with pytest.raises(InvalidInput, match="…") as caught:
        make_step().run("generate_page_content", page_ids=missing)
    assert list(caught.value.fields) == ["params.page_ids"]


def test_it_reports_an_empty_answer(make_step: Any, site: Site, text_model: FakeTextModel) -> None:
    bad, good = PageFactory(site=site, demand=2), PageFactory(site=site, demand=1)
    text_model.script("page", "  ", "A text.")
    output = make_step().run("generate_page_content")
    assert output.page_ids == [str(good.id)] and output.failed[0]["id"] == str(bad.id)
    assert "wrote nothing" in GeneratePageContent().note(output)
    assert balance() == (9_970, 0)
    text_model.script("page", "")
    with pytest.raises(StepFailure):
        make_step().run("generate_page_content", page_ids=[str(bad.id)])


def test_it_forecasts_pages_of_the_step_before(site: Site) -> None:
    PageFactory.create_batch(2, site=site)
    assert forecast("generate_page_content", site).credits == Amount.exactly(60)
    upstream = {"page_ids": Amount(5, 10, 40)}
    assert forecast("generate_page_content", site, **upstream).credits == Amount(150, 300, 1200)
