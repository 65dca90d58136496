"""The walk of somebody who is new: from an empty account to a rule of their own that has worked."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser import check_everyone_can_use, log_in, visit
from system import Account, System

KEYWORDS = b"scan documents\nscan to pdf\npdf scanner app\nscan receipts\nreceipt scanner\n"
MOST_CLICKS = 14
"""From the login to a finished run; what is typed is not counted."""
MOST_SECONDS = 300
COUNT = """
addEventListener("click", (event) => {
  if (event.isTrusted) localStorage.setItem("clicks", Number(localStorage.getItem("clicks")) + 1);
}, true);
"""


@pytest.fixture(scope="module")
def newcomer(studio: System) -> Account:
    """An account in which nothing has been done."""
    return studio.account(credits=5000)


@pytest.fixture(scope="module")
def page(browser: Browser, studio: System, newcomer: Account) -> Iterator[Page]:
    """The newcomer, logged in; every click is counted from the login on."""
    with visit(browser, studio) as context:
        page = context.new_page()
        log_in(page, newcomer.email, newcomer.password)
        expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        page.add_init_script(COUNT)
        page.reload()
        yield page


def _next_step(page: Page) -> Locator:
    """The way to the next step, from the list of them."""
    page.get_by_role("link", name="First steps").click()
    step = page.get_by_role("list", name="Steps").get_by_role("listitem").filter(has_text="Next")
    return step.get_by_role("link")


def _add_site(page: Page) -> None:
    page.get_by_role("region", name="First steps").get_by_role("link", name="Add a site").click()
    page.get_by_role("button", name="Add a site").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("My site")
    dialog.get_by_role("textbox", name="Address").fill("my-site.example")
    dialog.get_by_role("button", name="Save the site").click()
    expect(page.get_by_role("table", name="Sites")).to_contain_text("My site")


def _import_keywords(page: Page) -> None:
    _next_step(page).click()
    page.get_by_role("button", name="Import keywords").first.click()
    dialog = page.get_by_role("dialog", name="Import keywords")
    file = {"name": "keywords.txt", "mimeType": "text/plain", "buffer": KEYWORDS}
    dialog.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a plain dict
    dialog.get_by_role("button", name="Import", exact=True).click()
    dialog.get_by_role("button", name="Show the keywords").click()
    expect(page.get_by_role("row", name=re.compile("scan receipts"))).to_be_visible()


def _make_rule(page: Page) -> None:
    page.get_by_role("link", name="Templates").click()
    page.get_by_role("button", name="Use Bootstrap a new site").click()
    page.get_by_role("dialog").get_by_role("button", name="Create the rule").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()


def _run_it(page: Page) -> None:
    page.get_by_role("button", name="Run Bootstrap a new site").click()
    page.get_by_role("button", name="Run now").click()
    expect(page).to_have_url(re.compile("/runs/"))
    expect(page.get_by_role("button", name="Run again", exact=True)).to_be_visible(timeout=120_000)


def test_a_newcomer_gets_to_a_rule_that_has_worked_in_five_minutes(page: Page) -> None:
    began = time.monotonic()
    _add_site(page)
    _import_keywords(page)
    _make_rule(page)
    _run_it(page)
    clicks = int(page.evaluate("localStorage.getItem('clicks')"))
    assert clicks <= MOST_CLICKS, f"{clicks} clicks"
    assert time.monotonic() - began < MOST_SECONDS


def test_the_first_steps_tell_what_is_done(page: Page) -> None:
    page.get_by_role("link", name="First steps").click()
    steps = page.get_by_role("list", name="Steps").get_by_role("listitem")
    for done in ("Add your site", "Import keywords", "Make a rule", "Run it"):
        expect(steps.filter(has_text=done)).to_contain_text("Done")
    check_everyone_can_use(page)
