"""``/writing-tasks/`` and ``/pages/``."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.content.models import Content, Page, WritingTask
from igny8.planning.models import Idea
from igny8.tenants.models import Account, Site
from igny8.testing.factories import (
    ClusterFactory,
    ContentFactory,
    IdeaFactory,
    PageFactory,
    SiteFactory,
    WritingTaskFactory,
    brief_json,
)


def test_it_makes_a_task_of_an_approved_idea(api: Any, site: Site) -> None:
    idea = IdeaFactory(site=site)
    answer = api("editor").post("/writing-tasks/", {"site": str(site.id), "idea": str(idea.id)})
    assert answer.status == 201
    assert (answer.data["title"], answer.data["brief"], answer.data["status"]) == (
        idea.title,
        idea.brief,
        "waiting",
    )
    idea.refresh_from_db()
    assert idea.status == Idea.Status.PLANNED
    again = api().post("/writing-tasks/", {"site": str(site.id), "idea": str(idea.id)})
    assert again.status == 400 and "has a writing task" in again.fields["idea"][0]


def test_it_makes_a_task_of_an_own_brief(api: Any, site: Site) -> None:
    answer = api().post(
        "/writing-tasks/", {"site": str(site.id), "brief": brief_json("scan to pdf"), "demand": 7}
    )
    assert answer.status == 201 and answer.data["content"] is None
    task = WritingTask.objects.get()
    assert (task.title, task.target_keyphrase, task.content_type, task.language, task.demand) == (
        "Scan to pdf: a guide",
        "scan to pdf",
        "guide",
        "en",
        7,
    )


def test_it_says_what_is_wrong_with_a_brief_or_idea(api: Any, site: Site) -> None:
    client, base = api(), {"site": str(site.id)}
    broken = client.post(
        "/writing-tasks/", {**base, "brief": {**brief_json(), "outline": [], "intent": "greedy"}}
    )
    assert {"brief.outline", "brief.intent"} <= set(broken.fields)
    assert list(client.post("/writing-tasks/", base).fields) == ["brief"]
    new = IdeaFactory(site=site, status=Idea.Status.NEW)
    elsewhere = IdeaFactory(site=SiteFactory())
    for idea, words in ((new, "Only an approved idea"), (elsewhere, "another site")):
        answer = client.post("/writing-tasks/", {**base, "idea": str(idea.id)})
        assert words in answer.fields["idea"][0]


def test_it_keeps_the_brief_locked(api: Any, site: Site) -> None:
    task, client = WritingTaskFactory(site=site), api()
    path = f"/writing-tasks/{task.id}/"
    locked = client.patch(path, {"brief": brief_json("another topic"), "title": "Other"})
    assert locked.status == 400 and set(locked.fields) == {"brief", "title"}
    fine = client.patch(path, {"status": "cancelled", "demand": 3, "title": task.title})
    assert (fine.data["status"], fine.data["demand"]) == ("cancelled", 3)
    assert list(client.patch(path, {"status": "written"}).fields) == ["status"]
    written = WritingTaskFactory(site=site, status="written")
    content = ContentFactory(site=site, task=written)
    assert client.get(f"/writing-tasks/{written.id}/").data["content"] == str(content.id)
    again = client.patch(f"/writing-tasks/{written.id}/", {"status": "waiting"})
    assert "delete its article" in again.fields["status"][0]
    content.delete()
    assert client.patch(f"/writing-tasks/{written.id}/", {"status": "waiting"}).status == 200


def test_it_lists_and_deletes_tasks(api: Any, site: Site) -> None:
    first = WritingTaskFactory(site=site, demand=5)
    WritingTaskFactory(site=site, demand=1, status="cancelled")
    client = api()
    assert [row["id"] for row in client.get("/writing-tasks/", status="waiting").data] == [str(first.id)]
    content = ContentFactory(site=site, task=first)
    assert client.delete(f"/writing-tasks/{first.id}/").status == 204
    content.refresh_from_db()
    assert content.task is None and Idea.objects.filter(pk=first.idea_id).exists()


def page_body(site: Site, **values: Any) -> dict[str, Any]:
    return {"site": str(site.id), "kind": "hub", "title": "All Guides", **values}


def test_it_gives_pages_their_addresses_by_the_tree(api: Any, site: Site) -> None:
    client = api("editor")
    home = client.post("/pages/", page_body(site, kind="home", title="Home", slug="ignored")).data
    assert (home["path"], home["slug"], home["status"]) == ("/", "", "planned")
    hub = client.post("/pages/", page_body(site, parent=home["id"])).data
    leaf = client.post("/pages/", page_body(site, parent=hub["id"], slug="PDF Apps", kind="article")).data
    assert (hub["path"], leaf["path"]) == ("/all-guides/", "/all-guides/pdf-apps/")
    moved = client.patch(f"/pages/{hub['id']}/", {"slug": "guides"}).data
    assert moved["path"] == "/guides/"
    assert client.get(f"/pages/{leaf['id']}/").data["path"] == "/guides/pdf-apps/"
    assert client.patch(f"/pages/{hub['id']}/", {"title": "Guides"}).data["path"] == "/guides/"


def test_it_counts_a_page_with_a_text_as_written(api: Any, site: Site) -> None:
    page, content = PageFactory(site=site), ContentFactory(site=site)
    answer = api().patch(f"/pages/{page.id}/", {"content": str(content.id)})
    assert answer.data["status"] == Page.Status.WRITTEN
    assert api().patch(f"/pages/{page.id}/", {"content": None}).data["status"] == Page.Status.PLANNED


def test_it_refuses_trees_that_cannot_be(api: Any, site: Site) -> None:
    client, other = api(), SiteFactory()
    top = PageFactory(site=site, slug="top")
    below = PageFactory(site=site, parent=top, slug="below", path="/top/below/")
    circle = client.patch(f"/pages/{top.id}/", {"parent": str(below.id)})
    assert "below itself" in circle.fields["parent"][0]
    assert list(client.patch(f"/pages/{top.id}/", {"parent": str(top.id)}).fields) == ["parent"]
    assert list(client.post("/pages/", page_body(site, slug="top")).fields) == ["slug"]
    assert list(client.post("/pages/", page_body(site, kind="castle")).fields) == ["kind"]
    assert list(client.patch(f"/pages/{top.id}/", {"site": str(other.id)}).fields) == ["site"]
    strange = {
        "parent": PageFactory(site=other),
        "cluster": ClusterFactory(site=other),
        "content": ContentFactory(site=other),
    }
    for name, row in strange.items():
        assert list(client.post("/pages/", page_body(site, **{name: str(row.id)})).fields) == [name]


def test_it_moves_a_page_among_and_between_the_others(api: Any, site: Site) -> None:
    client = api("editor")
    home = PageFactory(site=site, kind="home", slug="", path="/")
    hub, other = (PageFactory(site=site, slug=slug, parent=home, position=7) for slug in ("hub", "other"))
    leaf = PageFactory(site=site, slug="leaf", parent=hub, path="/hub/leaf/")
    moved = client.post(f"/pages/{leaf.id}/move/", {"parent": str(home.id), "position": 1})
    assert (moved.status, moved.data["path"], moved.data["position"]) == (200, "/leaf/", 1)
    rows = client.get("/pages/", parent=str(home.id), ordering="position").data
    assert [(row["slug"], row["position"]) for row in rows] == [("hub", 0), ("leaf", 1), ("other", 2)]
    last = client.post(f"/pages/{hub.id}/move/", {"parent": str(home.id), "position": 99}).data
    assert last["position"] == 2
    top = client.post(f"/pages/{other.id}/move/", {"parent": None, "position": 0}).data
    assert (top["parent"], top["path"]) == (None, "/other/")


def test_it_refuses_moves_that_cannot_be(api: Any, site: Site, other_account: Account) -> None:
    client = api()
    home = PageFactory(site=site, kind="home", slug="", path="/")
    top = PageFactory(site=site, slug="top", path="/top/")
    below = PageFactory(site=site, parent=top, slug="below", path="/top/below/")
    PageFactory(site=site, slug="below", path="/below/")
    to_top = {"parent": None, "position": 0}
    circle = client.post(f"/pages/{top.id}/move/", {"parent": str(below.id), "position": 0})
    assert circle.status == 400 and list(circle.fields) == ["parent"]
    assert list(client.post(f"/pages/{below.id}/move/", to_top).fields) == ["slug"]
    first = client.post(f"/pages/{home.id}/move/", {"parent": str(top.id), "position": 0})
    assert "stands at the top" in first.fields["parent"][0]
    assert set(client.post(f"/pages/{top.id}/move/", {"position": -1}).fields) == {"parent", "position"}
    assert api("viewer").post(f"/pages/{top.id}/move/", to_top).status == 403
    assert api(account=other_account).post(f"/pages/{top.id}/move/", to_top).status == 404


def test_it_deletes_a_page_with_those_below_and_keeps_their_texts(api: Any, site: Site) -> None:
    top = PageFactory(site=site)
    PageFactory(site=site, parent=top, content=ContentFactory(site=site))
    assert api().delete(f"/pages/{top.id}/").status == 204
    assert Page.objects.count() == 0 and Content.objects.count() == 1


def test_it_lists_pages_in_the_order_of_the_tree(api: Any, site: Site) -> None:
    PageFactory(site=site, slug="b")
    PageFactory(site=site, slug="a", kind="legal")
    client = api("viewer")
    assert [row["slug"] for row in client.get("/pages/", site=str(site.id)).data] == ["a", "b"]
    assert [row["slug"] for row in client.get("/pages/", kind="legal").data] == ["a"]


@pytest.mark.parametrize(("path", "factory"), [("writing-tasks", WritingTaskFactory), ("pages", PageFactory)])
def test_it_keeps_to_account_and_role(
    api: Any, site: Site, other_account: Account, path: str, factory: Any
) -> None:
    row = factory(site=site)
    stranger, viewer = api(account=other_account), api("viewer")
    assert stranger.get(f"/{path}/{row.id}/").status == 404
    assert stranger.patch(f"/{path}/{row.id}/", {"title": "x"}).status == 404
    assert stranger.delete(f"/{path}/{row.id}/").status == 404
    assert stranger.get(f"/{path}/").data == []
    assert list(stranger.post(f"/{path}/", page_body(site)).fields) == ["site"]
    assert viewer.get(f"/{path}/{row.id}/").status == 200
    assert viewer.patch(f"/{path}/{row.id}/", {}).status == 403
    assert viewer.post(f"/{path}/", {}).status == viewer.delete(f"/{path}/{row.id}/").status == 403
