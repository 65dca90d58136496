"""Many keywords, clusters and ideas at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.core.claims import claim_items
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.planning.selectors import CLUSTER
from igny8.tenants.models import Site
from igny8.testing.factories import ClusterFactory, IdeaFactory, KeywordFactory, PageFactory

BULK = "/keywords/bulk/"


@pytest.fixture
def cluster(site: Site) -> Cluster:
    row: Cluster = ClusterFactory(site=site, name="Scanners")
    return row


def members(cluster: Cluster, count: int = 2) -> list[Keyword]:
    values = {"status": Keyword.Status.CLUSTERED, "cluster": cluster, "site": cluster.site, "demand": 50}
    return [KeywordFactory(**values) for _ in range(count)]


def ids(rows: list[Any]) -> list[str]:
    return [str(row.pk) for row in rows]


def test_keywords_move_with_their_spellings_and_the_sums_follow(api: Any, cluster: Cluster) -> None:
    first, second = members(cluster)
    spelling = KeywordFactory(site=cluster.site, folded_into=first, cluster=cluster, status="clustered")
    target = ClusterFactory(site=cluster.site)
    body = {"ids": ids([first]), "action": "move", "cluster": str(target.pk)}
    moved = api("editor").post(BULK, body)
    assert (moved.status, moved.data) == (200, {"done": ids([first]), "skipped": []})
    assert set(target.keywords.all()) == {first, spelling}
    assert set(cluster.keywords.all()) == {second}
    target.refresh_from_db()
    cluster.refresh_from_db()
    assert (target.keyword_count, cluster.keyword_count, cluster.demand) == (2, 1, 50)
    assert DomainEvent.objects.filter(type="keyword.updated", object_id=first.pk).exists()


@pytest.mark.parametrize(("action", "status"), [("leave_alone", "left_alone"), ("cluster_again", "new")])
def test_keywords_are_taken_out_of_their_clusters(
    api: Any, cluster: Cluster, action: str, status: str
) -> None:
    rows = members(cluster)
    assert api().post(BULK, {"ids": ids(rows), "action": action}).data["done"] == ids(rows)
    assert set(Keyword.objects.values_list("status", "cluster")) == {(status, None)}
    cluster.refresh_from_db()
    assert cluster.keyword_count == 0


def test_keywords_are_deleted_and_what_cannot_be_found_is_skipped(
    api: Any, cluster: Cluster, other_account: Any
) -> None:
    [row] = members(cluster, 1)
    with account_scope(other_account.id):
        strange = KeywordFactory()
    wanted = [str(uuid4()), *ids([row, strange])]
    found = api().post(BULK, {"ids": wanted, "action": "delete"}).data
    assert found["done"] == ids([row])
    assert [(one["id"], one["code"]) for one in found["skipped"]] == [
        (wanted[0], "not_found"),
        (str(strange.pk), "not_found"),
    ]
    assert not Keyword.objects.exists()
    with account_scope(other_account.id):
        assert Keyword.objects.exists()


def test_a_keyword_stays_on_its_site(api: Any, cluster: Cluster) -> None:
    elsewhere = ClusterFactory()
    body = {"ids": ids(members(cluster, 1)), "action": "move", "cluster": str(elsewhere.pk)}
    [skipped] = api().post(BULK, body).data["skipped"]
    assert (skipped["code"], "another site" in skipped["message"]) == ("conflict", True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "delete"}, "ids"),
        ({"ids": [], "action": "delete"}, "ids"),
        ({"ids": ["x"], "action": "delete"}, "ids[0]"),
        ({"ids": [str(uuid4())] * 201, "action": "delete"}, "ids"),
        ({"ids": [str(uuid4())], "action": "sell"}, "action"),
        ({"ids": [str(uuid4())], "action": "move"}, "cluster"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    api: Any, site: Site, body: dict[str, Any], field: str
) -> None:
    refused = api().post(BULK, body)
    assert refused.status == 400
    assert any(name.startswith(field.partition("[")[0]) for name in refused.fields), refused.fields


def test_one_keyword_that_moves_or_goes_changes_the_sums_too(api: Any, cluster: Cluster) -> None:
    first, second = members(cluster)
    target = ClusterFactory(site=cluster.site)
    assert api().patch(f"/keywords/{first.pk}/", {"cluster": str(target.pk)}).status == 200
    assert api().delete(f"/keywords/{second.pk}/").status == 204
    target.refresh_from_db()
    cluster.refresh_from_db()
    assert (target.keyword_count, cluster.keyword_count) == (1, 0)
    [event] = DomainEvent.objects.filter(type="keyword.updated", object_id=first.pk)
    assert event.payload["before"]["cluster_id"] == str(cluster.pk)
    assert "cluster_id" in event.payload["changed"]


def test_clusters_become_one_with_all_that_belongs_to_them(api: Any, cluster: Cluster) -> None:
    other = ClusterFactory(site=cluster.site, status=Cluster.Status.PLANNED)
    row, idea = members(other, 1)[0], IdeaFactory(site=cluster.site, cluster=other)
    page = PageFactory(site=cluster.site, cluster=other)
    merged = api("editor").post(f"/clusters/{cluster.pk}/merge/", {"ids": ids([other])})
    assert merged.status == 200, merged.error
    assert (merged.data["name"], merged.data["status"], merged.data["keyword_count"]) == (
        "Scanners",
        "planned",
        1,
    )
    for one in (row, idea, page):
        one.refresh_from_db()
        assert one.cluster_id == cluster.pk
    assert not Cluster.objects.filter(pk=other.pk).exists()
    assert DomainEvent.objects.filter(type="cluster.deleted", object_id=other.pk).exists()


def test_clusters_are_merged_on_one_site_and_not_under_a_run(api: Any, cluster: Cluster) -> None:
    path = f"/clusters/{cluster.pk}/merge/"
    for wrong in (ClusterFactory().pk, cluster.pk, uuid4()):
        assert api().post(path, {"ids": [str(wrong)]}).fields["ids"]
    other = ClusterFactory(site=cluster.site)
    claim_items(kind=CLUSTER, ids=[other.pk], claim="a run")
    assert api().post(path, {"ids": ids([other])}).status == 409
    assert Cluster.objects.filter(pk=other.pk).exists()


def test_ideas_are_approved_and_those_that_cannot_be_say_why(api: Any, site: Site) -> None:
    good, planned = IdeaFactory(site=site, status="new"), IdeaFactory(site=site, status="planned")
    bare = IdeaFactory(site=site, status="duplicate", brief={})
    body = {"ids": ids([good, planned, bare]), "status": "approved"}
    found = api("editor").post("/ideas/bulk/", body)
    assert found.data["done"] == ids([good])
    assert [one["id"] for one in found.data["skipped"]] == ids([planned, bare])
    assert Idea.objects.get(pk=good.pk).status == "approved"
    assert DomainEvent.objects.filter(type="idea.status_changed").count() == 1
    assert api("viewer").post("/ideas/bulk/", body).status == 403
