"""The first screen in a real browser: a newcomer logs in, runs the demo rule and reads what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api import Json
from system import ROOT, System

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
RULE = "Keywords to published drafts"
PATIENCE = 60_000
"""Milliseconds within which the demo run must end."""
LOOK = 15_000
"""Milliseconds within which a page must show what it is asked for."""

pytestmark = pytest.mark.skipif(
    not (ROOT / "frontend" / "dist" / "index.html").is_file(), reason="the front end is not built"
)


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    with System(demo=True, network=False) as running:
        yield running


@pytest.fixture(scope="module")
def details(system: System) -> Json:
    return system.demo()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def visitor(browser: Browser, system: System) -> Iterator[Page]:
    """Somebody who is not logged in."""
    with _context(browser, system) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def owner(browser: Browser, system: System, details: Json) -> Iterator[Page]:
    """The demo account's owner; logged in."""
    with _context(browser, system) as context:
        page = context.new_page()
        _log_in(page, details["email"], details["password"])
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
    expect(owner.get_by_role("button", name="Run again")).to_be_visible(timeout=PATIENCE)
    return owner.url


def _context(browser: Browser, system: System) -> BrowserContext:
    context = browser.new_context(base_url=system.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(LOOK)
    expect.set_options(timeout=LOOK)
    return context


def _log_in(page: Page, email: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def _violations(page: Page, scheme: str) -> list[str]:
    """What axe finds serious or worse in a theme."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    page.evaluate("document.fonts.ready")
    # A theme's colours fade in; axe would measure the ones in between.
    page.evaluate("Promise.allSettled(document.getAnimations().map((fade) => fade.finished))")
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{scheme}: {one['id']} at {one['nodes'][0]['html'][:160]}" for one in serious]


def _accessible(page: Page) -> None:
    assert _violations(page, "light") + _violations(page, "dark") == []


def _fits_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_a_wrong_password_is_refused_in_plain_words(visitor: Page, details: Json) -> None:
    _log_in(visitor, details["email"], "not-the-password")
    expect(visitor.get_by_role("alert")).to_contain_text("Email and password do not belong together")
    expect(visitor).to_have_url(re.compile("/login"))
    _accessible(visitor)
    _fits_a_phone(visitor)


def test_a_visitor_is_asked_to_log_in_first(visitor: Page) -> None:
    visitor.goto("/articles")
    expect(visitor.get_by_role("button", name="Log in")).to_be_visible()


def test_a_bad_file_is_named_with_what_is_wrong(owner: Page) -> None:
    owner.goto("/keywords")
    owner.get_by_role("button", name="Import keywords").click()
    form = owner.get_by_role("dialog")
    bad = {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    form.locator("input[type=file]").set_input_files(bad)  # type: ignore[arg-type]
    form.get_by_role("button", name="Import", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("'prices.csv' has no column of keywords")
    _accessible(owner)
    form.get_by_role("button", name="Close").click()


def test_the_run_is_watched_to_its_end(owner: Page, run_page: str) -> None:
    expect(owner.get_by_text("6 of 6 steps done")).to_be_visible()
    expect(owner.get_by_text("100 %")).to_be_visible()
    expect(owner.get_by_text(re.compile(r"keywords into \d+ clusters"))).to_be_visible()
    expect(owner.get_by_role("link", name="Open “")).to_have_count(5)
    expect(owner.get_by_text("Published", exact=True)).to_have_count(5)
    _accessible(owner)
    _fits_a_phone(owner)


def test_a_step_tells_what_went_in_and_came_out(owner: Page, run_page: str) -> None:
    owner.goto(run_page)
    owner.get_by_role("button", name="Details of Generate Content").click()
    owner.get_by_text("Output", exact=True).click()
    expect(owner.get_by_text("content_ids")).to_be_visible()


def test_the_articles_are_listed_and_read(owner: Page, run_page: str) -> None:
    owner.goto("/articles")
    table = owner.get_by_role("table", name="Articles")
    expect(table.get_by_role("row")).to_have_count(1 + 5)
    _accessible(owner)
    _fits_a_phone(owner)
    link = table.get_by_role("link").first
    title = link.inner_text()
    link.click()
    expect(owner.get_by_role("heading", name=title, level=1)).to_be_visible()
    expect(owner.get_by_text(re.compile(r"Score \d+ of 100"))).to_be_visible()
    expect(owner.frame_locator("iframe").locator("h2").first).to_be_visible()
    expect(owner.locator("figure img").first).to_be_visible()
    _accessible(owner)
    _fits_a_phone(owner)


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
    _accessible(owner)
    _fits_a_phone(owner)
