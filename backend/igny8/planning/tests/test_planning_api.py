"""Keywords, clusters and ideas over the wire."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.core.models import DomainEvent
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.tenants.models import Sector, Site
from igny8.testing.factories import brief_json


@pytest.fixture
def keyword(site: Site) -> Keyword:
    return Keyword.objects.create(site=site, text="QR code", key="qr code", impressions=7, demand=7)


def test_it_makes_a_keyword_and_works_out_its_demand(api: Any, site: Site) -> None:
    answer = api().post("/keywords/", {"site": str(site.id), "text": " Scan  now ", "volume": 90})
    assert answer.status == 201, answer.error
    assert (answer.data["text"], answer.data["demand"], answer.data["status"]) == ("Scan now", 90, "new")


def test_it_refuses_a_keyword_that_the_site_has(api: Any, site: Site, keyword: Keyword) -> None:
    answer = api().post("/keywords/", {"site": str(site.id), "text": "qr  CODE"})
    assert answer.status == 400
    assert "already" in answer.fields["text"][0]


def test_it_moves_a_keyword_into_a_cluster(api: Any, site: Site, keyword: Keyword) -> None:
    cluster = Cluster.objects.create(site=site, name="QR", head_keyword="qr code")
    answer = api().patch(f"/keywords/{keyword.id}/", {"cluster": str(cluster.id)})
    assert (answer.data["cluster_name"], answer.data["status"]) == ("QR", "clustered")
    answer = api().patch(f"/keywords/{keyword.id}/", {"cluster": None})
    assert (answer.data["cluster"], answer.data["status"]) == (None, "left_alone")


def test_it_filters_searches_and_orders(api: Any, site: Site, keyword: Keyword) -> None:
    Keyword.objects.create(site=site, text="scanner", key="scanner", demand=99)
    texts = [row["text"] for row in api().get("/keywords/", ordering="demand").data]
    assert texts == ["QR code", "scanner"]
    assert [row["text"] for row in api().get("/keywords/", search="scan").data] == ["scanner"]
    assert [row["text"] for row in api().get("/keywords/", min_demand="50").data] == ["scanner"]
    assert api().get("/keywords/", status="clustered").data == []
    wrong = api().get("/keywords/", ordering="secret")
    assert (wrong.status, list(wrong.fields)) == (400, ["ordering"])


def test_it_hides_keywords_from_other_accounts(api: Any, keyword: Keyword, other_account: Any) -> None:
    stranger = api(account=other_account)
    assert stranger.get("/keywords/").data == []
    assert stranger.get(f"/keywords/{keyword.id}/").status == 404
    assert stranger.delete(f"/keywords/{keyword.id}/").status == 404


def test_a_viewer_reads_and_does_not_write(api: Any, keyword: Keyword) -> None:
    viewer = api("viewer")
    assert viewer.get(f"/keywords/{keyword.id}/").status == 200
    assert viewer.delete(f"/keywords/{keyword.id}/").status == 403


@pytest.fixture
def idea(site: Site) -> Idea:
    return Idea.objects.create(
        site=site, title="Scan", target_keyphrase="scan", content_type="guide", brief={"h1": "Scan"}
    )


def test_it_approves_an_idea(api: Any, idea: Idea) -> None:
    answer = api().patch(f"/ideas/{idea.id}/", {"status": "approved"})
    assert (answer.status, answer.data["status"]) == (200, "approved")


def test_it_does_not_approve_an_idea_without_a_brief(api: Any, idea: Idea) -> None:
    Idea.objects.update(brief={})
    answer = api().patch(f"/ideas/{idea.id}/", {"status": "approved"})
    assert (answer.status, answer.error["code"]) == (409, "conflict")


def test_it_does_not_change_the_status_of_a_planned_idea(api: Any, idea: Idea) -> None:
    Idea.objects.update(status="planned")
    answer = api().patch(f"/ideas/{idea.id}/", {"status": "rejected"})
    assert answer.status == 409
    assert api().get(f"/ideas/{idea.id}/").data["status"] == "planned"


def new_idea(site: Site, **values: Any) -> dict[str, Any]:
    body = {"site": str(site.id), "title": "Scan", "target_keyphrase": "scan", "content_type": "guide"}
    return {**body, **values}


def test_it_makes_an_approved_idea_only_with_a_brief_and_tells_of_it(api: Any, site: Site) -> None:
    bare = api().post("/ideas/", new_idea(site, status="approved", brief={}))
    assert (bare.status, bare.error["code"], Idea.objects.count()) == (409, "conflict", 0)
    answer = api().post("/ideas/", new_idea(site, status="approved", brief=brief_json()))
    assert (answer.status, answer.data["status"]) == (201, "approved")
    assert DomainEvent.objects.filter(type="idea.status_changed").count() == 1
    assert api().post("/ideas/", new_idea(site)).data["status"] == "new"


def test_it_refuses_a_brief_that_nothing_can_be_written_from(api: Any, site: Site, idea: Idea) -> None:
    made = api().post("/ideas/", new_idea(site, brief={"h1": "Scan"}))
    changed = api().patch(f"/ideas/{idea.id}/", {"brief": {**brief_json(), "word_count_min": 1}})
    assert (made.status, changed.status) == (400, 400)
    assert "brief.outline" in made.fields
    assert list(changed.fields) == ["brief.word_count_min"]


@pytest.fixture
def elsewhere(site: Site) -> dict[str, Any]:
    other = Site.objects.create(name="Other", url="https://other.example")
    return {
        "site": other,
        "sector": Sector.objects.create(site=other, name="Elsewhere"),
        "cluster": Cluster.objects.create(site=other, name="There", head_keyword="there"),
    }


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("keywords", ["cluster", "sector"]),
        ("clusters", ["sector"]),
        ("ideas", ["cluster"]),
    ],
)
def test_it_keeps_a_row_and_what_it_refers_to_on_one_site(
    api: Any, site: Site, elsewhere: dict[str, Any], kind: str, names: list[str]
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "keywords": {"site": str(site.id), "text": "scan"},
        "clusters": {"site": str(site.id), "name": "Scan", "head_keyword": "scan"},
        "ideas": new_idea(site),
    }
    foreign = {name: str(elsewhere[name].id) for name in names}
    made = api().post(f"/{kind}/", {**bodies[kind], **foreign})
    assert (made.status, sorted(made.fields)) == (400, names)
    row = api().post(f"/{kind}/", bodies[kind]).data
    moved = api().patch(f"/{kind}/{row['id']}/", {"site": str(elsewhere["site"].id)})
    assert (moved.status, list(moved.fields)) == (400, ["site"])
    changed = api().patch(f"/{kind}/{row['id']}/", foreign)
    assert (changed.status, sorted(changed.fields)) == (400, names)
    assert api().put(f"/{kind}/{row['id']}/", bodies[kind]).status == 200
