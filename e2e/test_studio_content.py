"""Articles, their site's structure and where they are published, in a real browser on a site of its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json
from browser import check_accessible, check_everyone_can_use
from wordpress.wordpress import RealWordPress

HTML = (
    "<h2>Before you scan</h2><p>A manual scan needs light. It is quick.</p>"
    '<table><thead><tr><th>Format</th><th align="right">Pages</th></tr></thead>'
    '<tbody><tr><td>PDF</td><td align="right">9</td></tr></tbody></table>'
)
UNKNOWN = "<table><caption>Prices</caption><tbody><tr><td>1</td></tr></tbody></table>"
PATIENCE = 30_000
"""Milliseconds within which a WordPress must have answered all checks."""


@pytest.fixture(scope="module")
def site(studio_api: Api) -> str:
    """A site that holds nothing but what these tests make."""
    made: Json = studio_api.post("/sites/", {"name": "Contents", "url": "https://contents.example"})
    return str(made["id"])


@pytest.fixture(scope="module")
def page(studio_page: Page, site: str) -> Page:
    """The studio with that site chosen."""
    choose = "id => localStorage.setItem('igny8-site', JSON.stringify({ state: { siteId: id }, version: 0 }))"
    studio_page.evaluate(choose, site)
    return studio_page


@pytest.fixture(scope="module")
def article(studio_api: Api, site: str) -> str:
    """The id of an article with a heading, a text and a table."""
    body = {"site": site, "title": "Manual scans", "keyphrase": "manual scan", "html": HTML}
    return str(studio_api.post("/content/", body)["id"])


def _told(page: Page, words: str) -> None:
    """A note says so; it is closed, so that it covers nothing."""
    note = page.get_by_role("alert").filter(has_text=words)
    expect(note).to_be_visible(timeout=PATIENCE)
    note.get_by_role("button").click()
    expect(note).to_have_count(0)


def _text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text of the article")


def test_an_article_is_begun_by_hand(page: Page) -> None:
    page.goto("/articles")
    page.get_by_role("button", name="New article").click()
    dialog = page.get_by_role("dialog", name="Write an article yourself")
    dialog.get_by_label("Title").fill("Begun by hand")
    dialog.get_by_role("button", name="Create and write").click()
    expect(page.get_by_role("heading", name="Begun by hand", level=1)).to_be_visible()
    expect(_text(page)).to_be_visible()
    page.get_by_role("link", name="All articles").click()
    expect(page.get_by_role("link", name="Begun by hand")).to_be_visible()
    check_everyone_can_use(page)


def test_an_article_is_written_and_checked_while_it_is(page: Page, studio_api: Api, article: str) -> None:
    page.goto(f"/articles/{article}?tab=edit")
    _text(page).get_by_text("It is quick.").click()
    page.keyboard.press("End")
    page.keyboard.type(" Then it is done.")
    page.get_by_label("Search description").fill("All about it")
    expect(page.get_by_text("109 more are good")).to_be_visible()
    finding = page.get_by_text("The meta description has 12 characters")
    expect(finding).to_be_visible()
    page.get_by_role("button", name="All about it").first.click()
    expect(page.get_by_label("Search description")).to_be_focused()
    page.keyboard.press("Control+s")
    _told(page, "Saved as version 2")
    kept = studio_api.get(f"/content/{article}/")
    assert kept["html"] == HTML.replace("It is quick.", "It is quick. Then it is done.")
    check_everyone_can_use(page)


def test_two_writers_lose_nothing(page: Page, studio_api: Api, article: str) -> None:
    page.goto(f"/articles/{article}?tab=edit")
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.fill("Manual scans, mine")
    studio_api.patch(f"/content/{article}/", {"meta_title": "Theirs"})
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save mine").click()
    _told(page, "Saved as version")
    kept = studio_api.get(f"/content/{article}/")
    assert (kept["title"], kept["meta_title"]) == ("Manual scans, mine", "Theirs")


def test_a_version_is_compared_and_brought_back(page: Page, studio_api: Api, article: str) -> None:
    before = studio_api.get(f"/content/{article}/")["version"]
    page.goto(f"/articles/{article}?tab=versions")
    page.get_by_role("button", name="Compare version 1 with the current one").click()
    compared = page.get_by_role("region", name=f"From version 1 to version {before}")
    expect(compared.locator("ins").filter(has_text="Then it is done.")).to_be_visible()
    check_everyone_can_use(page)
    page.get_by_role("button", name="Bring back version 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    _told(page, "Version 1 is back")
    kept = studio_api.get(f"/content/{article}/")
    assert (kept["version"], kept["html"]) == (before + 1, HTML)


def test_markup_that_the_editor_does_not_know_is_kept(page: Page, studio_api: Api, site: str) -> None:
    body = {"site": site, "title": "With a caption", "html": UNKNOWN}
    made = studio_api.post("/content/", body)["id"]
    page.goto(f"/articles/{made}?tab=edit")
    source = page.get_by_label("HTML of the article")
    expect(page.get_by_text("does not know some of this article's markup: <caption>")).to_be_visible()
    source.fill(f"{UNKNOWN}<p>And more.</p>")
    page.get_by_role("link", name="All articles").click()
    page.get_by_role("button", name="Stay here").click()
    page.get_by_role("button", name="Save", exact=True).click()
    _told(page, "Saved as version 2")
    assert studio_api.get(f"/content/{made}/")["html"] == f"{UNKNOWN}<p>And more.</p>"


def test_a_picture_is_drawn_and_described(page: Page, studio_api: Api, article: str) -> None:
    page.goto(f"/articles/{article}?tab=images")
    expect(page.get_by_text("No images yet")).to_be_visible()
    page.get_by_role("button", name="Draw a new one").click()
    _told(page, "A new featured image is there")
    page.get_by_label("Description (alt text)").fill("A phone above a page")
    page.get_by_role("button", name="Save the description").click()
    _told(page, "The description was saved")
    page.get_by_role("button", name="Draw a new one").click()
    _told(page, "A new featured image is there")
    page.get_by_role("button", name="Use it again").click()
    _told(page, "It is the featured image again")
    found = {image["alt_text"]: image["role"] for image in studio_api.get("/images/", content=article)}
    assert found.pop("A phone above a page") == "featured"
    assert list(found.values()) == ["former"]
    check_everyone_can_use(page)


def _branch(page: Page, title: str) -> Locator:
    return page.get_by_role("treeitem", name=re.compile(rf"^{title}\b.*(Planned|Written)$"))


def _page_ids(api: Api, site: str) -> dict[str, str]:
    """The site's pages by title, with their addresses."""
    return {row["title"]: row["path"] for row in api.every("/pages/", site=site)}


def test_the_structure_is_planned_by_hand(page: Page, studio_api: Api, site: str) -> None:
    page.goto("/structure")
    page.get_by_role("button", name="Begin with a home page").click()
    for title, place in (("Home", ""), ("Guides", "Home"), ("First guide", "Guides"), ("About", "Home")):
        if place:
            _branch(page, place).click()
            page.get_by_role("button", name="Add a page below").click()
        page.get_by_role("textbox", name="Title", exact=True).fill(title)
        page.get_by_role("button", name="Add the page").click()
        expect(_branch(page, title)).to_have_attribute("aria-selected", "true")
        _told(page, f"“{title}” was added")
    assert _page_ids(studio_api, site) == {
        "Home": "/",
        "Guides": "/guides/",
        "First guide": "/guides/first-guide/",
        "About": "/about/",
    }
    check_everyone_can_use(page)


def test_pages_are_moved_by_keys_and_by_the_mouse(page: Page, studio_api: Api, site: str) -> None:
    page.goto("/structure")
    about = _branch(page, "About")
    about.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(about).to_have_attribute("aria-level", "3")
    expect(page.get_by_text("About: now /guides/about/")).to_be_attached()
    expect(about).to_contain_text("/guides/about/")
    guide = _branch(page, "First guide")
    grip, goal = about.locator("[title^='Drag']").bounding_box(), guide.bounding_box()
    assert grip
    assert goal
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, grip["y"] - 12, steps=4)
    page.mouse.move(grip["x"] + 8, goal["y"] + 4, steps=6)
    with page.expect_response(re.compile(r"/move/$")):
        page.mouse.up()
    expect(about).to_have_attribute("aria-posinset", "1")
    assert [row["title"] for row in _below(studio_api, site, "Guides")] == ["About", "First guide"]


def _below(api: Api, site: str, title: str) -> list[Json]:
    rows = api.every("/pages/", site=site, ordering="position")
    parent = next(row["id"] for row in rows if row["title"] == title)
    return [row for row in rows if row["parent"] == parent]


@pytest.fixture(scope="module")
def connected(page: Page, real_wordpress: RealWordPress) -> str:
    """The name of a connection, made by the guided set-up."""
    real_wordpress.reset()
    user = real_wordpress.user("editor")
    page.goto("/publishing")
    page.get_by_role("button", name="Connect a WordPress").click()
    wizard = page.get_by_role("dialog", name="Connect a WordPress")
    wizard.get_by_label("Address of the WordPress site").fill(f"{real_wordpress.url}/wp-admin/")
    wizard.get_by_label("Name", exact=True).fill("Real blog")
    wizard.get_by_role("button", name="Next").click()
    expect(wizard.get_by_role("link", name="Open that page of")).to_have_attribute(
        "href", re.compile("#application-passwords-section$")
    )
    wizard.get_by_label("User name").fill(user.login)
    wizard.get_by_label("Application password").fill("not the right one")
    wizard.get_by_role("button", name="Save and test").click()
    expect(wizard.get_by_text("Not yet. Mend what is marked")).to_be_visible(timeout=PATIENCE)
    check_accessible(page)
    wizard.get_by_role("button", name="Back").click()
    wizard.get_by_label("Application password").fill(user.password)
    wizard.get_by_role("button", name="Save and test").click()
    expect(wizard.get_by_text("The connection works")).to_be_visible(timeout=PATIENCE)
    wizard.get_by_role("button", name="Done").click()
    expect(wizard).to_have_count(0)
    return "Real blog"


def test_a_wordpress_is_connected_step_by_step(page: Page, connected: str) -> None:
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=connected))
    expect(card.get_by_text("Works", exact=True)).to_be_visible()
    card.get_by_role("button", name=f"Test “{connected}”").click()
    _told(page, f"“{connected}” works")
    card.get_by_role("button", name=f"More for “{connected}”").click()
    with page.expect_download() as loaded:
        page.get_by_role("menuitem", name="Load the plug-in down").click()
    assert loaded.value.suggested_filename == "igny8-companion.zip"
    check_everyone_can_use(page)


@pytest.mark.usefixtures("connected")
def test_what_was_published_is_told_with_its_version(
    page: Page, studio_api: Api, site: str, article: str
) -> None:
    publish = {"id": "out", "type": "publish_to_wordpress", "params": {"content_ids": [article]}}
    rule = studio_api.post(
        "/automation/rules/",
        {"name": "Content studio: publish", "site": site, "trigger": "manual", "actions": [publish]},
    )
    run = studio_api.finished(studio_api.start(rule["id"]), seconds=60)
    assert run["status"] == "completed", run["error_message"]
    studio_api.patch(f"/content/{article}/", {"title": "Manual scans, since then"})
    page.goto("/publishing?tab=publications")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Manual scans, since then"))
    expect(row).to_contain_text("Real blog")
    expect(row).to_contain_text(re.compile(r"\d+; here it is \d+"))
    expect(row.get_by_role("link", name="View", exact=False)).to_have_attribute(
        "href", re.compile(r"^http://127\.0\.0\.1")
    )
    check_everyone_can_use(page)
    row.get_by_role("link", name="Manual scans, since then", exact=True).click()
    page.get_by_role("tab", name="Published").click()
    expect(page.get_by_text("Real blog")).to_be_visible()
    studio_api.call("DELETE", f"/automation/rules/{rule['id']}/")
