"""The studio in a real browser: signing in, and what every screen must keep to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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
_FADED = """Promise.race([
  Promise.allSettled(document.getAnimations().map((fade) => fade.finished)),
  new Promise((done) => { setTimeout(done, 2000); }),
])"""
"""At most two seconds: what turns for ever, or fades inside of something folded up, never finishes."""
LOOK = 15_000
"""Milliseconds within which a page must show what it is asked for."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; the front end must be built (``make build``, which ``make test`` does first)."""
    built = ROOT / "frontend" / "dist" / "index.html"
    assert built.is_file(), "The front end is not built: run `make build`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, system: System) -> BrowserContext:
    """Somebody at the system's address; close it, or use it with ``with``."""
    context = browser.new_context(base_url=system.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(LOOK)
    expect.set_options(timeout=LOOK)
    return context


def log_in(page: Page, email: str, password: str) -> None:
    """Fill in the login form and send it."""
    page.goto("/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()


def put_on(page: Page, scheme: str) -> None:
    """Show the page in a theme, ``light`` or ``dark``, and wait until nothing moves."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # a plain str
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    page.evaluate("document.fonts.ready")
    # A theme's colours fade in; axe would measure the ones in between.
    page.evaluate(_FADED)


def _violations(page: Page, scheme: str) -> list[str]:
    """What axe finds serious or worse in a theme."""
    put_on(page, scheme)
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{scheme}: {one['id']} at {one['nodes'][0]['html'][:160]}" for one in serious]


def check_accessible(page: Page) -> None:
    """No serious fault in either theme."""
    found = _violations(page, "light") + _violations(page, "dark")
    assert found == [], found


def check_fits_a_phone(page: Page) -> None:
    """Nothing reaches over the edge of a phone."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a plain dict


def check_everyone_can_use(page: Page) -> None:
    """Accessible, and fit for a phone."""
    check_accessible(page)
    check_fits_a_phone(page)
