"""``/content/``: the fields of the contract, versions, reports, and who may do what."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from igny8.content.models import Content, ContentVersion
from igny8.content.services.editing import change_content
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope
from igny8.integrations.models import Publication
from igny8.tenants.models import Account, Site
from igny8.testing.factories import ContentFactory, ImageFactory, PublicationFactory, SiteFactory

CONTRACT = {
    "id",
    "title",
    "slug",
    "status",
    "needs_writing",
    "word_count",
    "seo_score",
    "keyphrase",
    "meta_title",
    "meta_description",
    "html",
    "published_url",
}


def test_it_shows_the_fields_of_the_contract(api: Any, site: Site) -> None:
    content = ContentFactory(site=site)
    image = ImageFactory(
        content=content, files={"1200": "a/b-1200.webp", "400": "a/b-400.webp"}, path="a/b-1200.webp"
    )
    answer = api("viewer").get(f"/content/{content.id}/")
    assert answer.status == 200 and set(answer.data) >= CONTRACT
    assert answer.data["id"] == str(content.id) and answer.data["site"] == str(site.id)
    assert answer.data["image"] == {
        "id": str(image.id),
        "url": "/media/a/b-1200.webp",
        "srcset": "/media/a/b-400.webp 400w, /media/a/b-1200.webp 1200w",
        "alt_text": "A scanner",
        "width": 1200,
        "height": 630,
    }


def test_it_lists_with_filters_search_and_order(api: Any, site: Site) -> None:
    ContentFactory(site=site, title="Alpha scanner", seo_score=80)
    ContentFactory(site=site, title="Beta", status="review", seo_score=20)
    ContentFactory(site=SiteFactory(), title="Elsewhere")
    client = api()

    def titles(**query: str) -> list[str]:
        return [row["title"] for row in client.get("/content/", **query).data]

    assert titles(site=str(site.id), ordering="title") == ["Alpha scanner", "Beta"]
    assert titles(status="review") == ["Beta"]
    assert titles(search="scanner alpha") == ["Alpha scanner"]
    assert titles(min_score="50", max_score="90") == ["Alpha scanner"]
    page = client.get("/content/", page_size=1, ordering="-created_at")
    assert page.pagination["count"] == 3 and [row["title"] for row in page.data] == ["Elsewhere"]
    assert client.get("/content/", site="nonsense").fields.keys() == {"site"}
    assert client.get("/content/", ordering="password").fields.keys() == {"ordering"}


def test_it_reads_several_by_their_ids(api: Any, site: Site) -> None:
    first, second, _ = (ContentFactory(site=site) for _ in range(3))
    found = api().get("/content/", ids=f"{first.id},{second.id}").data
    assert {row["id"] for row in found} == {str(first.id), str(second.id)}
    assert list(api().get("/content/", ids="nonsense").fields) == ["ids"]


def test_it_refuses_a_change_made_on_another_version(api: Any, site: Site) -> None:
    content, client = ContentFactory(site=site), api("editor")
    path = f"/content/{content.id}/"
    first = client.patch(path, {"title": "First", "base_version": content.version})
    assert first.status == 200 and "base_version" not in first.data
    late = client.patch(path, {"title": "Late", "base_version": content.version})
    assert (late.status, late.error["code"]) == (409, "version_conflict")
    assert client.get(path).data["title"] == "First"
    body = {"site": str(site.id), "title": "New", "base_version": 1}
    assert client.post("/content/", body).status == 201


def test_it_tries_changes_without_storing_them(api: Any, site: Site, other_account: Account) -> None:
    content = ContentFactory(site=site, html="<p>Short.</p>", keyphrase="")
    path = f"/content/{content.id}/seo-check/"
    change = {"html": "<p>A pdf scanner.</p><script>x</script>", "keyphrase": "pdf scanner"}
    answer = api("editor").post(path, change)
    assert answer.status == 200 and answer.data["words"] == 3
    assert "keyphrase_length" in {check["id"] for check in answer.data["checks"]}
    content.refresh_from_db()
    assert (content.html, content.keyphrase) == ("<p>Short.</p>", "")
    assert list(api().post(path, {"title": "x" * 301}).fields) == ["title"]
    assert api("viewer").post(path, {}).status == 403
    assert api(account=other_account).post(path, {}).status == 404


def test_it_creates_a_content_sanitised_scored_and_with_a_slug(api: Any, site: Site) -> None:
    body = {
        "site": str(site.id),
        "title": "Über Scanner",
        "keyphrase": "pdf scanner",
        "language": "de",
        "html": '<p onclick="x()">A pdf scanner.</p><script>alert(1)</script>',
        "categories": ["Apps"],
    }
    answer = api("editor").post("/content/", body)
    assert answer.status == 201
    assert answer.data["html"] == "<p>A pdf scanner.</p>" and answer.data["slug"] == "pdf-scanner"
    assert (answer.data["word_count"], answer.data["version"], answer.data["status"]) == (3, 1, "draft")
    assert {"check", "rating", "message", "place", "score"} <= set(answer.data["seo_findings"][0])
    assert ContentVersion.objects.get().reason == "created"
    assert DomainEvent.objects.get().type == "content.created"


def test_it_answers_a_repeated_request_with_the_same_content(api: Any, site: Site) -> None:
    client, body = api(), {"site": str(site.id), "title": "Once"}
    first, second = client.post("/content/", body, key="k"), client.post("/content/", body, key="k")
    assert first.data["id"] == second.data["id"] and Content.objects.count() == 1
    assert client.post("/content/", {**body, "title": "Other"}, key="k").status == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"site": "nonsense"}, "site"),
        ({"status": "published"}, "status"),
        ({"status": "shiny"}, "status"),
        ({"slug": "taken"}, "slug"),
        ({"categories": "Apps"}, "categories"),
        ({"html": "x" * 1_000_001}, "html"),
    ],
)
def test_it_names_the_field_that_is_wrong(api: Any, site: Site, body: dict[str, Any], field: str) -> None:
    ContentFactory(site=site, slug="taken")
    answer = api().post("/content/", {"site": str(site.id), "title": "A title"} | body)
    assert answer.status == 400 and answer.error["code"] == "validation_error"
    assert list(answer.fields) == [field]


def test_it_makes_a_version_of_what_readers_see_only(api: Any, site: Site) -> None:
    content, client = ContentFactory(site=site), api()
    edited = client.patch(
        f"/content/{content.id}/", {"html": "<p>New text.</p><img src='https://evil.example/x.png'>"}
    )
    assert edited.data["version"] == 2 and edited.data["html"] == "<p>New text.</p>"
    assert edited.data["word_count"] == 2
    approved = client.patch(f"/content/{content.id}/", {"status": "approved", "needs_writing": False})
    assert (approved.data["status"], approved.data["version"]) == ("approved", 2)
    same = client.patch(f"/content/{content.id}/", {"html": "<p>New text.</p>"})
    assert same.data["version"] == 2
    events = DomainEvent.objects.filter(type="content.updated", object_id=content.id).order_by("created_at")
    assert [event.payload["after"]["word_count"] for event in events] == [2, 2]
    assert events[0].payload["before"]["word_count"] == 0


def test_it_replaces_with_put_and_keeps_slugs_apart(api: Any, site: Site) -> None:
    ContentFactory(site=site, slug="taken")
    content = ContentFactory(site=site, slug="mine")
    body = {"site": str(site.id), "title": "New", "slug": "Mine Too", "html": "<p>x</p>"}
    answer = api().put(f"/content/{content.id}/", body)
    assert answer.status == 200 and answer.data["slug"] == "mine-too"
    assert list(api().patch(f"/content/{content.id}/", {"slug": "taken"}).fields) == ["slug"]
    assert list(api().patch(f"/content/{content.id}/", {"site": str(SiteFactory().id)}).fields) == ["site"]


def test_it_lets_the_status_of_what_is_out_follow_publishing(api: Any, site: Site) -> None:
    content, client = ContentFactory(site=site, status="published"), api()
    assert client.patch(f"/content/{content.id}/", {"status": "draft"}).status == 409
    kept = client.patch(f"/content/{content.id}/", {"status": "published", "title": "Better"})
    assert kept.status == 200 and kept.data["title"] == "Better"


def test_it_lists_and_restores_versions(api: Any, site: Site) -> None:
    content, client = ContentFactory(site=site, title="First", slug="first"), api()
    client.patch(f"/content/{content.id}/", {"title": "Second", "slug": "second", "html": "<p>Two.</p>"})
    versions = client.get(f"/content/{content.id}/versions/")
    assert [(row["number"], row["title"], row["reason"]) for row in versions.data] == [
        (2, "Second", "edited"),
        (1, "First", "written"),
    ]
    assert versions.pagination["count"] == 2
    back = client.post(f"/content/{content.id}/restore/", {"number": 1})
    assert (back.data["title"], back.data["slug"], back.data["version"]) == ("First", "first", 3)
    assert "turns paper" in back.data["html"] and back.data["word_count"] > 10
    missing = client.post(f"/content/{content.id}/restore/", {"number": 9})
    assert missing.status == 404 and "no version 9" in missing.error["message"]
    assert list(client.post(f"/content/{content.id}/restore/", {}).fields) == ["number"]


def test_it_keeps_the_address_of_what_is_published_when_restoring(api: Any, site: Site) -> None:
    content = ContentFactory(site=site, slug="first")
    change_content(
        content_id=content.id, values={"slug": "second", "published_url": "https://x.example/second/"}
    )
    assert api().post(f"/content/{content.id}/restore/", {"number": 1}).data["slug"] == "second"


def test_it_reports_fresh_checks_with_places_and_structured_data(api: Any, site: Site) -> None:
    content = ContentFactory(site=site, seo_score=1, categories=["Apps"])
    report = api("viewer").get(f"/content/{content.id}/seo/").data
    assert report["score"] > 1 and report["rating"] in {"good", "ok", "bad"}
    assert all({"id", "status", "places", "message"} <= set(check) for check in report["checks"])
    article, crumbs = report["json_ld"]
    assert article["url"] == f"{site.url}/{content.slug}/" and article["articleSection"] == "Apps"
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == [site.name, content.title]


def test_it_deletes_a_content_and_its_files_but_not_what_is_published(
    api: Any, site: Site, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    content = ContentFactory(site=site)
    image = ImageFactory(content=content, path="a/1.webp", files={"1200": "a/1.webp"})
    (data_dir / "media" / "a").mkdir(parents=True)
    (data_dir / "media" / image.path).write_bytes(b"x")
    PublicationFactory(connection__site=site, object_id=content.id)
    with django_capture_on_commit_callbacks(execute=True):
        assert api().delete(f"/content/{content.id}/").status == 204
    assert Content.objects.count() == 0 and Publication.objects.count() == 1
    assert not (data_dir / "media" / image.path).exists()
    assert DomainEvent.objects.get().type == "content.deleted"


def test_it_looks_to_strangers_as_if_nothing_were_there(api: Any, site: Site, other_account: Account) -> None:
    content, stranger = ContentFactory(site=site), api(account=other_account)
    for path in ("", "versions/", "seo/"):
        assert stranger.get(f"/content/{content.id}/{path}").status == 404
    assert stranger.patch(f"/content/{content.id}/", {"title": "Mine"}).status == 404
    assert stranger.post(f"/content/{content.id}/restore/", {"number": 1}).status == 404
    assert stranger.delete(f"/content/{content.id}/").status == 404
    assert stranger.get("/content/").data == []
    answer = stranger.post("/content/", {"site": str(site.id), "title": "Mine"})
    assert answer.status == 400 and list(answer.fields) == ["site"]
    with account_scope(other_account.id):
        assert Content.objects.count() == 0


def test_it_lets_viewers_read_and_nobody_without_a_token(api: Any, site: Site) -> None:
    content, viewer = ContentFactory(site=site), api("viewer")
    assert viewer.get("/content/").status == 200
    assert viewer.post("/content/", {"site": str(site.id), "title": "x"}).status == 403
    assert viewer.patch(f"/content/{content.id}/", {"title": "x"}).status == 403
    assert viewer.post(f"/content/{content.id}/restore/", {"number": 1}).status == 403
    assert viewer.delete(f"/content/{content.id}/").status == 403
    nobody = api()
    nobody.token = ""
    assert nobody.get("/content/").status == 401
    assert viewer.get(f"/content/{uuid4()}/").status == viewer.get("/content/nonsense/").status == 404
