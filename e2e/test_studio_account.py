"""The studio's account pages in a browser: search, credits, insights, templates, settings, first steps."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from browser import check_everyone_can_use
from system import System

PAGES = {
    "/start": "First steps",
    "/insights": "Insights",
    "/credits": "Credits",
    "/templates": "Templates",
    "/notifications": "Notifications",
    "/settings": "Settings",
    "/settings/sites": "Settings",
    "/settings/members": "Settings",
    "/settings/ai": "Settings",
    "/settings/tokens": "Settings",
    "/settings/audit": "Settings",
}


def _open(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", name=PAGES[path], level=1)).to_be_visible()
    expect(page.get_by_role("status", name="Loading…")).to_have_count(0)


def test_it_finds_pages_and_keywords_by_keyboard(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/start")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search")
    box.fill("scan")
    expect(page.get_by_role("group", name="Keywords").get_by_role("option").first).to_be_visible()
    check_everyone_can_use(page)
    box.fill("insi")
    results = page.get_by_role("listbox", name="Results")
    expect(results.get_by_role("option").first).to_have_text("Insights")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/insights$"))


@pytest.mark.parametrize("path", PAGES)
def test_everyone_can_use_it(studio_page: Page, path: str) -> None:
    _open(studio_page, path)
    check_everyone_can_use(studio_page)


def test_it_limits_what_is_spent_and_tells_where_credits_went(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/credits")
    page.get_by_role("button", name="Set a limit: A month").click()
    page.get_by_label("Credits, A month").fill("2000000")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("of 2,000,000 used")).to_be_visible()
    page.get_by_role("button", name="Change the limit: A month").click()
    page.get_by_role("button", name="No limit").click()
    expect(page.get_by_role("button", name="Set a limit: A month")).to_be_visible()
    page.get_by_label("Kind").select_option("Added")
    ledger = page.get_by_role("table", name="Every movement")
    expect(ledger).to_contain_text("+100,000")
    expect(ledger).not_to_contain_text("Spent")


def test_it_keeps_a_rule_as_a_template(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/templates")
    page.get_by_role("button", name="Save a rule as template").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Rule").select_option("Keywords to published drafts")
    dialog.get_by_label("Name of the template").fill("Ours, to keep")
    dialog.get_by_role("button", name="Save the template").click()
    own = page.get_by_role("region", name="Your own")
    expect(own.get_by_role("heading", name="Ours, to keep")).to_be_visible()
    own.get_by_role("button", name="Delete Ours, to keep").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Ours, to keep")).to_have_count(0)


def _status(studio: System, secret: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.get(f"{studio.url}/api/v1/me/", headers=headers, timeout=30).status_code


def test_it_makes_a_token_that_works_until_it_is_revoked(studio_page: Page, studio: System) -> None:
    page = studio_page
    _open(page, "/settings/tokens")
    page.get_by_role("button", name="Create a token").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Nightly report")
    dialog.get_by_role("button", name="Create").click()
    secret = dialog.locator("output").inner_text()
    assert _status(studio, secret) == 200
    dialog.get_by_role("button", name="I have copied it").click()
    page.get_by_role("button", name="Revoke Nightly report").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("“Nightly report” is revoked.")).to_be_visible()
    assert _status(studio, secret) == 401


def test_it_adds_a_site_and_deletes_it(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/settings/sites")
    page.get_by_role("button", name="Add a site").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("Second site")
    dialog.get_by_role("textbox", name="Address").fill("second.example")
    dialog.get_by_role("button", name="Save the site").click()
    expect(page.get_by_role("table", name="Sites")).to_contain_text("https://second.example")
    page.get_by_role("button", name="Delete Second site").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Second site")
    dialog.get_by_role("button", name="Delete the site").click()
    expect(page.get_by_role("table", name="Sites")).not_to_contain_text("Second site")


def test_it_adds_a_person_and_says_whether_providers_answer(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/settings/members")
    page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email").fill("kim@example.com")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.locator("output")).to_have_text(re.compile(r"\S{8,}"))
    dialog.get_by_role("button", name="I have copied it").click()
    page.get_by_role("button", name="Remove kim@example.com").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("table", name="People")).not_to_contain_text("kim@example.com")
    _open(page, "/settings/ai")
    page.get_by_role("button", name="Test: Texts").click()
    expect(page.get_by_role("region", name="Texts").get_by_role("status")).to_contain_text("It answers")


def test_it_writes_dates_and_numbers_as_is_chosen(studio_page: Page) -> None:
    page = studio_page
    _open(page, "/settings")
    page.get_by_label("Dates and numbers").select_option("de-DE")
    expect(page.get_by_text(re.compile(r"Example: .*1\.234,5"))).to_be_visible()
    page.get_by_label("Dates and numbers").select_option("")
    expect(page.get_by_text(re.compile(r"Example: .*1,234\.5"))).to_be_visible()
