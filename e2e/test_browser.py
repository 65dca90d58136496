"""The first screen in a real browser: a newcomer logs in, runs the demo rule and reads what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api import Json
from browser import check_accessible, check_everyone_can_use, log_in, visit
from system import System

RULE = "Keywords to published drafts"
PATIENCE = 60_000
"""Milliseconds within which the demo run must end."""


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(demo=True, network=False) as running:
        yield running


@pytest.fixture(scope="module")
def details(system: System) -> Json:
    return system.demo()


@pytest.fixture(scope="module")
def visitor(browser: Browser, system: System) -> Iterator[Page]:
    """Somebody who is not logged in."""
    with visit(browser, system) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def owner(browser: Browser, system: System, details: Json) -> Iterator[Page]:
    """The demo account's owner; logged in."""
    with visit(browser, system) as context:
        page = context.new_page()
        log_in(page, details["email"], details["password"])
        expect(page.get_by_role("heading", name="Rules")).to_be_visible()
        yield page


@pytest.fixture(scope="module")
def run_page(owner: Page) -> str:
    """The address of a completed run of the demo rule, started and watched on the screen."""
    owner.goto("/rules")
    owner.get_by_role("button", name=f"Run {RULE}").click()
    price = owner.get_by_role("dialog")
    expect(price).to_contain_text(re.compile(r"\d+–\d+ credits"))
    expect(price).to_contain_text("Publish to WordPress")
    price.get_by_role("button", name="Run now").click()
    expect(owner.get_by_role("heading", name=f"Run of {RULE}")).to_be_visible()
    expect(owner.get_by_text("Live", exact=True)).to_be_visible()
    expect(owner.get_by_text(re.compile(r"^\d of 6 steps done"))).to_be_visible()
    expect(owner.get_by_role("button", name="Run again", exact=True)).to_be_visible(timeout=PATIENCE)
    return owner.url


def test_a_wrong_password_is_refused_in_plain_words(visitor: Page, details: Json) -> None:
    log_in(visitor, details["email"], "not-the-password")
    expect(visitor.get_by_role("alert")).to_contain_text("Email and password do not belong together")
    expect(visitor).to_have_url(re.compile("/login"))
    check_everyone_can_use(visitor)


def test_a_visitor_is_asked_to_log_in_first(visitor: Page) -> None:
    visitor.goto("/articles")
    expect(visitor.get_by_role("button", name="Log in")).to_be_visible()


def test_a_file_without_keywords_is_asked_about_and_one_of_another_kind_refused(owner: Page) -> None:
    owner.goto("/keywords")
    owner.get_by_role("button", name="Import keywords").click()
    form = owner.get_by_role("dialog")
    bad = {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    form.locator("input[type=file]").set_input_files(bad)  # type: ignore[arg-type]
    expect(form.get_by_role("alert")).to_contain_text("Which column holds the keywords?")
    expect(form.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    form.get_by_role("button", name="Take another file").click()
    picture = {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)}
    form.locator("input[type=file]").set_input_files(picture)  # type: ignore[arg-type]
    expect(form.get_by_role("alert")).to_contain_text("The file was not imported")
    check_accessible(owner)
    form.get_by_role("button", name="Close").click()


def test_the_run_is_watched_to_its_end(owner: Page, run_page: str) -> None:
    expect(owner.get_by_text("6 of 6 steps done")).to_be_visible()
    expect(owner.get_by_text("100 %")).to_be_visible()
    expect(owner.get_by_text(re.compile(r"keywords into \d+ clusters"))).to_be_visible()
    expect(owner.get_by_role("link", name="Open “")).to_have_count(5)
    expect(owner.get_by_text("Published", exact=True)).to_have_count(5)
    check_everyone_can_use(owner)


def test_a_step_tells_what_went_in_and_came_out(owner: Page, run_page: str) -> None:
    owner.goto(run_page)
    owner.get_by_role("button", name="Details of Generate Content").click()
    owner.get_by_text("Output", exact=True).click()
    expect(owner.get_by_text("content_ids")).to_be_visible()


def test_the_articles_are_listed_and_read(owner: Page, run_page: str) -> None:
    owner.goto("/articles")
    table = owner.get_by_role("table", name="Articles")
    expect(table.get_by_role("row")).to_have_count(1 + 5)
    check_everyone_can_use(owner)
    link = table.get_by_role("link").first
    title = link.inner_text()
    link.click()
    expect(owner.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(owner.get_by_text(re.compile(r"Score \d+ of 100"))).to_be_visible()
    expect(owner.frame_locator("iframe").locator("h2").first).to_be_visible()
    expect(owner.locator("figure img").first).to_be_visible()
    check_everyone_can_use(owner)


def test_the_preview_shows_the_article(owner: Page, run_page: str) -> None:
    owner.goto("/articles")
    link = owner.get_by_role("table", name="Articles").get_by_role("link").first
    title = link.inner_text()
    link.click()
    with owner.expect_popup() as opened:
        owner.get_by_role("link", name="View published").click()
    preview = opened.value
    expect(preview.get_by_role("heading", name=title, level=1)).to_be_visible()
    assert "/preview/" in preview.url
    preview.close()


@pytest.mark.parametrize(
    ("path", "text"), [("/rules", RULE), ("/runs", RULE), ("/keywords", "qr code scanner")]
)
def test_the_other_pages_are_for_everyone(owner: Page, run_page: str, path: str, text: str) -> None:
    owner.goto(path)
    expect(owner.get_by_role("table")).to_contain_text(text)
    check_everyone_can_use(owner)
