"""Keywords to writing tasks in a real browser, on a site of its own: import, cluster, decide, plan."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json
from browser import check_accessible, check_everyone_can_use

PHRASES = b"Phrase;Asked\nplan alpha;1200\nplan beta;300\nplan gamma;\n"
CONSOLE = b"Top queries,Clicks,Impressions,CTR,Position\nplan delta,12,340,3.5%,8.1\n"
BRIEF = {
    "h1": "Planning, from the start",
    "meta_title": "Planning from the start",
    "meta_description": "How to plan from the start.",
    "target_keyphrase": "plan alpha",
    "intent": "informational",
    "content_type": "guide",
    "outline": [{"level": 2, "heading": "Before the plan", "notes": "What is needed."}],
    "word_count_min": 600,
    "word_count_max": 900,
    "language": "en",
}


@pytest.fixture(scope="module")
def site(studio_api: Api) -> str:
    """A site that holds nothing but what these tests make."""
    made: Json = studio_api.post("/sites/", {"name": "Planning", "url": "https://planning.example"})
    return str(made["id"])


@pytest.fixture(scope="module")
def page(studio_page: Page, site: str) -> Page:
    """The studio with that site chosen."""
    choose = "id => localStorage.setItem('igny8-site', JSON.stringify({ state: { siteId: id }, version: 0 }))"
    studio_page.evaluate(choose, site)
    return studio_page


def _choose_file(page: Page, name: str, content: bytes) -> Locator:
    page.goto("/keywords")
    page.get_by_role("button", name="Import keywords").first.click()
    dialog = page.get_by_role("dialog", name="Import keywords")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    dialog.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a plain dict
    return dialog


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=re.compile(name))


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("button", name=title, exact=True))


def _column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def test_it_is_asked_what_unknown_columns_hold_before_anything_is_stored(page: Page) -> None:
    dialog = _choose_file(page, "phrases.csv", PHRASES)
    expect(dialog.get_by_text("Which column holds the keywords?")).to_be_visible()
    expect(dialog.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    dialog.get_by_label("Phrase").select_option("keyword")
    dialog.get_by_label("Asked").select_option("volume")
    check_everyone_can_use(page)
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog.get_by_text("3 new · 0 updated · 0 skipped")).to_be_visible()
    dialog.get_by_role("button", name="Show the keywords").click()
    expect(_row(page, "plan alpha")).to_contain_text("1,200 searches")
    expect(_row(page, "plan gamma")).to_contain_text("unknown")


def test_impressions_are_called_what_they_are(page: Page) -> None:
    dialog = _choose_file(page, "Queries.csv", CONSOLE)
    expect(dialog.get_by_text("Google Search Console · 1 row")).to_be_visible()
    expect(dialog.get_by_text("This file has impressions, not search volumes")).to_be_visible()
    dialog.get_by_role("button", name="Import", exact=True).click()
    dialog.get_by_role("button", name="Show the keywords").click()
    expect(_row(page, "plan delta")).to_contain_text("340 impressions")


def test_a_number_is_changed_where_it_stands(page: Page) -> None:
    page.goto("/keywords?sort=text")
    row = _row(page, "plan gamma")
    row.get_by_role("button", name="Difficulty").click()
    field = row.get_by_role("textbox", name="Difficulty of “plan gamma”")
    expect(field).to_be_focused()
    field.fill("41")
    field.press("Enter")
    expect(row.get_by_role("button", name="41 change: Difficulty")).to_be_focused()
    page.reload()
    expect(_row(page, "plan gamma")).to_contain_text("41")
    check_everyone_can_use(page)


def test_keywords_are_moved_into_a_cluster_together(page: Page, studio_api: Api, site: str) -> None:
    for name in ("Plan one", "Plan two"):
        studio_api.post("/clusters/", {"site": site, "name": name, "head_keyword": name.lower()})
    page.goto("/keywords")
    for name in ("plan alpha", "plan beta"):
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.get_by_role("region", name="With what is selected").get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog", name="Move to a cluster")
    dialog.get_by_role("combobox", name="Cluster").fill("one")
    page.get_by_role("option", name="Plan one").click()
    dialog.get_by_role("button", name="Move 2 keywords").click()
    expect(_row(page, "plan beta").get_by_role("link", name="Plan one")).to_be_visible()
    page.get_by_text("By cluster").click()
    page.get_by_role("button", name=re.compile("Plan one")).click()
    expect(page.get_by_text("1,200 searches", exact=True)).to_be_visible()
    check_everyone_can_use(page)


def test_clusters_are_seen_by_size_and_merged(page: Page) -> None:
    page.goto("/clusters")
    expect(_row(page, "Plan one")).to_contain_text("1,500 searches")
    for name in ("Plan one", "Plan two"):
        page.get_by_role("checkbox", name=f"Select {name}").check()
    page.get_by_role("button", name="Merge into one").click()
    dialog = page.get_by_role("dialog", name="Merge clusters")
    expect(dialog.get_by_role("radio", name="Plan one")).to_be_checked()
    dialog.get_by_role("button", name="Merge 2 clusters").click()
    expect(_row(page, "Plan two")).to_have_count(0)
    check_everyone_can_use(page)
    _row(page, "Plan one").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Plan one", level=1)).to_be_visible()
    expect(page.get_by_role("table", name="Keywords").get_by_role("row")).to_have_count(1 + 2)
    check_everyone_can_use(page)


@pytest.fixture(scope="module")
def ideas(studio_api: Api, site: str) -> list[str]:
    """Two proposals with a brief."""
    common = {"site": site, "content_type": "guide", "intent": "informational", "brief": BRIEF}
    titles = ["Planning from the start", "Planning for two"]
    for title in titles:
        studio_api.post("/ideas/", {**common, "title": title, "target_keyphrase": title.lower()})
    return titles


def test_ideas_are_approved_by_mouse_and_by_keyboard(page: Page, ideas: list[str]) -> None:
    page.goto("/ideas")
    expect(_column(page, "New").get_by_role("listitem")).to_have_count(2)
    check_accessible(page)
    _drag(page, _card(page, ideas[0]), _column(page, "Approved"))
    expect(_column(page, "Approved")).to_contain_text(ideas[0])
    handle = page.get_by_role("button", name=f"Carry {ideas[1]}")
    handle.press("Space")
    expect(page.get_by_text(f"{ideas[1]} taken up")).to_be_attached()
    handle.press("ArrowRight")
    expect(page.get_by_text("Over Approved.")).to_be_attached()
    handle.press("Space")
    expect(_column(page, "Approved").get_by_role("listitem")).to_have_count(2)
    page.reload()
    expect(_column(page, "Approved").get_by_role("listitem")).to_have_count(2)


def _drag(page: Page, card: Locator, column: Locator) -> None:
    start, end = card.bounding_box(), column.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + start["height"] - 12)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 120, steps=8)
    expect(page.get_by_text("Over Approved.")).to_be_attached()
    page.mouse.up()


def test_the_list_of_ideas_serves_phones_and_many_at_once(page: Page, ideas: list[str]) -> None:
    page.goto("/ideas?view=list")
    page.get_by_role("checkbox", name=f"Select {ideas[1]}").check()
    page.get_by_role("region", name="With what is selected").get_by_role("button", name="Reject").click()
    expect(_row(page, ideas[1])).to_contain_text("Rejected")
    check_everyone_can_use(page)


def test_an_approved_idea_becomes_a_writing_task(page: Page, ideas: list[str]) -> None:
    page.goto("/ideas")
    page.get_by_role("button", name=ideas[0], exact=True).click()
    drawer = page.get_by_role("dialog", name=ideas[0])
    expect(drawer.get_by_text("Before the plan")).to_be_visible()
    check_everyone_can_use(page)
    drawer.get_by_role("button", name="Make it a writing task").click()
    drawer.get_by_role("link", name="Open its writing task").click()
    expect(page.get_by_role("table", name="Writing tasks")).to_contain_text(ideas[0])
    check_everyone_can_use(page)


def test_a_task_is_put_aside_and_taken_up_again(page: Page, ideas: list[str]) -> None:
    page.goto("/writing-tasks")
    page.get_by_role("button", name=ideas[0], exact=True).click()
    drawer = page.get_by_role("dialog", name=ideas[0])
    expect(drawer.get_by_text("600 to 900 words")).to_be_visible()
    check_everyone_can_use(page)
    drawer.get_by_role("button", name="Do not write it").click()
    drawer.get_by_role("button", name="Have it written again").click()
    expect(drawer.get_by_role("button", name="Do not write it")).to_be_visible()
