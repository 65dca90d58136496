"""Generate Site Structure: from clusters to a tree of pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.ai.prompts.site_structure import SiteStructure
from igny8.ai.testing import FakeTextModel
from igny8.automation.actions.generate_site_structure import GenerateSiteStructure
from igny8.automation.engine.errors import StepFailure
from igny8.automation.runtime.action import Amount
from igny8.content.models import Page
from igny8.content.selectors import SITE
from igny8.core.claims import claim_items
from igny8.core.errors import InvalidInput, ProviderError
from igny8.tenants.models import Site
from igny8.testing.factories import ClusterFactory, ContentFactory, SiteFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast


def plan(slug: str, **values: Any) -> dict[str, Any]:
    kind = "hub" if slug else "home"
    return {"slug": slug, "title": slug or "Home", "kind": kind, "purpose": "Serves.", **values}


def script(model: FakeTextModel, *pages: dict[str, Any]) -> None:
    model.script("site_structure", SiteStructure.model_validate({"pages": [plan(""), *pages]}))


def test_it_plans_a_tree_from_clusters_offline(make_step: Any, site: Site) -> None:
    for name in ("pdf scanner app", "pdf scanner online", "receipt organizer"):
        ClusterFactory(site=site, name=name, head_keyword=name)
    step = make_step()
    output = step.run("generate_site_structure")
    pages = {str(page.id): page for page in Page.objects.all()}
    ordered = [pages[page_id] for page_id in output.page_ids]
    assert ordered[0].path == "/" and ordered[0].kind == "home"
    assert all(page.parent and page.path.startswith(page.parent.path) for page in ordered[1:])
    assert {"legal", "home"} <= {page.kind for page in ordered}
    assert any(page.cluster_id for page in ordered)
    assert step.paid == 20 and balance() == (9_980, 0)
    assert "pages" in GenerateSiteStructure().note(output)


def test_it_keeps_pages_and_their_texts_when_planned_again(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    script(text_model, plan("guides", links=[""]))
    make_step().run("generate_site_structure")
    guides = Page.objects.get(slug="guides")
    Page.objects.filter(pk=guides.pk).update(content=ContentFactory(site=site), status=Page.Status.WRITTEN)
    script(
        text_model, plan("guides", title="All guides"), plan("apps", parent_slug="guides", links=["guides"])
    )
    make_step().run("generate_site_structure")
    guides.refresh_from_db()
    assert guides.title == "All guides" and guides.status == Page.Status.WRITTEN and guides.content
    apps = Page.objects.get(slug="apps")
    assert (apps.path, apps.internal_links) == ("/guides/apps/", ["guides"])


def test_it_keeps_addresses_apart_that_a_model_spelled_alike(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    script(text_model, plan("Apps"), plan("apps"))
    make_step().run("generate_site_structure")
    assert set(Page.objects.values_list("path", flat=True)) == {"/", "/apps/", "/apps-2/"}
    assert Page.objects.get(path="/apps-2/").slug == "apps-2"


def test_it_plans_another_site_of_the_account(make_step: Any, site: Site, text_model: FakeTextModel) -> None:
    other = SiteFactory()
    script(text_model, plan("guides"))
    make_step().run("generate_site_structure", site_id=str(other.id))
    assert set(Page.objects.values_list("site_id", flat=True)) == {other.id}


def test_it_names_a_site_that_does_not_exist(make_step: Any) -> None:
    with pytest.raises(InvalidInput, match="There is no site") as caught:
        make_step().run("generate_site_structure", site_id=str(uuid4()))
    assert list(caught.value.fields) == ["params.site_id"]


def test_it_leaves_a_site_alone_that_another_run_plans(make_step: Any, site: Site) -> None:
    claim_items(kind=SITE, ids=[site.id], claim="another run")
    output = make_step().run("generate_site_structure")
    assert output.page_ids == [] and output.failed[0]["code"] == "busy"
    assert "Another run" in GenerateSiteStructure().note(output)


def test_it_charges_nothing_when_the_model_talks_nonsense(
    make_step: Any, site: Site, text_model: FakeTextModel
) -> None:
    text_model.script("site_structure", ProviderError("The answer does not fit."))
    with pytest.raises(StepFailure, match="does not fit"):
        make_step().run("generate_site_structure")
    assert balance() == (10_000, 0) and Page.objects.count() == 0


def test_it_forecasts_one_site_with_its_pages(site: Site) -> None:
    ClusterFactory.create_batch(3, site=site)
    found = forecast("generate_site_structure", site, cluster_ids=Amount(1, 2, 3))
    assert (found.items, found.credits) == (Amount.exactly(1), Amount.exactly(20))
    assert found.outputs["page_ids"] == Amount(5, 11, 40)
