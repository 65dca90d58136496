"""From keywords to what is published, and the account's own pages."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from wordpress.wordpress import RealWordPress

from .camera import Picture
from .scene import BLOG, Scene
from .visits import Act, at, dialog_of, then

SPREADSHEET = b"""Phrase,Asked,How hard
scan a document with a phone,2400,31
scan to pdf for free,1900,44
best scanner app for receipts,880,52
merge two pdf files,6600,58
"""
CONSOLE = b"""Top queries,Clicks,Impressions,CTR,Position
scan to pdf,120,3400,3.53%,8.1
receipt scanner app,44,1210,3.64%,11.4
scan a book with a phone,12,640,1.88%,17.9
"""


def planning(scene: Scene) -> list[Picture]:
    """Keywords, clusters, ideas and writing tasks."""
    keywords, ideas = at("/keywords", "qr code"), at("/ideas", "weight")
    tasks = at("/writing-tasks", "Written")
    return [
        Picture("keywords", keywords, guide=800),
        Picture("keywords-import", then(keywords, _import("Queries.csv", CONSOLE)), guide=800),
        Picture("keywords-columns", then(keywords, _import("phrases.csv", SPREADSHEET)), guide=800),
        Picture("keywords-by-cluster", then(keywords, _by_cluster), guide=800),
        Picture("clusters", at("/clusters", "What your keywords are about"), guide=900),
        Picture("cluster", at(f"/clusters/{scene.cluster}", "Around"), guide=800),
        Picture("ideas", ideas, guide=860),
        Picture("ideas-list", at("/ideas?view=list", "New")),
        Picture("idea", then(ideas, _first_card), guide=860),
        Picture("writing-tasks", tasks, guide=760),
        Picture("writing-task", then(tasks, _waiting_task), guide=860),
    ]


def _import(name: str, content: bytes) -> Act:
    def act(page: Page) -> Locator:
        page.get_by_role("button", name="Import keywords").first.click()
        form = page.get_by_role("dialog", name="Import keywords")
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        form.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a plain dict
        return form.get_by_role("table")

    return act


def _by_cluster(page: Page) -> Locator:
    page.get_by_text("By cluster").click()
    groups = page.get_by_role("main").get_by_role("button", name=re.compile(r"\d+ keywords"))
    groups.first.click()
    return page.get_by_role("link", name=re.compile(r"^(Show [\d,]+ more|Work with these)"))


def _first_card(page: Page) -> Locator:
    column = page.get_by_role("region", name="New", exact=True)
    card = column.get_by_role("listitem").first
    card.get_by_role("button").filter(has_text=re.compile(r"\w{3}")).first.click()
    return page.get_by_role("dialog").get_by_text("Outline")


def _waiting_task(page: Page) -> Locator:
    page.get_by_label("Status", exact=True).select_option("Waiting")
    page.get_by_role("table").get_by_role("row").nth(1).get_by_role("button").first.click()
    return page.get_by_role("dialog").get_by_text("Outline")


def content(scene: Scene) -> list[Picture]:
    """Articles, and the tree of the site's pages."""
    article, title = f"/articles/{scene.article['id']}", scene.article["title"]
    preview = f"/preview/{scene.site}/"
    return [
        Picture("articles", at("/articles", title), guide=760),
        Picture("article", at(article, title), guide=1000),
        Picture("article-edit", at(f"{article}?tab=edit", "Checks while you write"), guide=1000),
        Picture("article-versions", then(at(f"{article}?tab=versions"), _compare), guide=860),
        Picture("article-images", at(f"{article}?tab=images", "Draw a new one"), guide=860),
        Picture("article-published", at(f"{article}?tab=published", BLOG)),
        Picture("structure", then(at("/structure"), _second_page), guide=900),
        Picture("preview", at(preview), guide=900),
        Picture("preview-article", at(f"{preview}{scene.article['slug']}/")),
    ]


def _compare(page: Page) -> Locator:
    page.get_by_role("button", name="Compare version 1 with the current one").click()
    return page.get_by_role("region", name=re.compile("^From version 1"))


def _second_page(page: Page) -> Locator:
    page.get_by_role("treeitem").nth(1).click()
    return page.get_by_label("Purpose")


def publishing(blog: RealWordPress) -> list[Picture]:
    """Connections, the set-up of a WordPress, and what went where."""
    connections = at("/publishing", BLOG)
    wizard = then(connections, dialog_of("Connect a WordPress"))
    return [
        Picture("publishing", connections, guide=860),
        Picture("publishing-address", wizard),
        Picture("publishing-password", then(wizard, _password(blog)), guide=900),
        Picture("publishing-test", then(connections, _change_and_test), guide=800),
        Picture("publishing-went", at("/publishing?tab=publications", BLOG), guide=760),
    ]


def _password(blog: RealWordPress) -> Act:
    def act(page: Page) -> Locator:
        wizard = page.get_by_role("dialog", name="Connect a WordPress")
        wizard.get_by_label("Address of the WordPress site").fill(blog.url)
        wizard.get_by_role("button", name="Next").click()
        return wizard.get_by_label("Application password")

    return act


def _change_and_test(page: Page) -> Locator:
    page.get_by_role("button", name=f"More for “{BLOG}”").click()
    page.get_by_role("menuitem", name="Change").click()
    wizard = page.get_by_role("dialog", name=f"Change “{BLOG}”")
    wizard.get_by_role("button", name="Next").click()
    wizard.get_by_role("button", name="Save and test").click()
    return wizard.get_by_text("The connection works")


def first_steps() -> list[Picture]:
    """What a newcomer is led through, while some of it is still to be done."""
    return [Picture("start", at("/start", "Next"), guide=860)]


def account() -> list[Picture]:
    """Overview, credits, settings, and what is reached from everywhere."""
    tokens = at("/settings/tokens", "Nightly report")
    return [
        Picture("insights", at("/insights", "Runs over time"), guide=1000),
        Picture("credits", at("/credits", "Spending by day"), guide=1000),
        Picture("notifications", at("/notifications"), guide=760),
        Picture("bell", then(at("/rules"), _bell), guide=700),
        Picture("search", then(at("/rules"), _search), guide=700),
        Picture("settings", at("/settings", "On this device"), guide=900),
        Picture("settings-sites", at("/settings/sites", "Language"), guide=600),
        Picture("settings-site", then(at("/settings/sites"), dialog_of(re.compile("^Change "))), guide=900),
        Picture("settings-people", at("/settings/members", "Kim Berg"), guide=640),
        Picture("settings-ai", at("/settings/ai", "Comparing keywords"), guide=860),
        Picture("settings-tokens", tokens, guide=640),
        Picture("settings-token", then(tokens, dialog_of("Create a token"))),
        Picture("settings-audit", at("/settings/audit", "Who"), guide=700),
        Picture("missing", at("/no-such-page", "There is no such page")),
        Picture("api", at("/api/v1/docs/")),
    ]


def _bell(page: Page) -> Locator:
    page.get_by_role("button", name=re.compile("^Notifications")).click()
    return page.get_by_text("All notifications")


def _search(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill("scan")
    expect(page.get_by_role("group", name="Keywords").get_by_role("option").first).to_be_visible()
    return page.get_by_role("listbox", name="Results")
