"""How a page is brought to what a picture shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Show = Callable[[Page], None]
Act = Callable[[Page], Locator]
"""What is done on a page; gives what is to be seen afterwards."""


def at(path: str, text: str = "") -> Show:
    """A page; it is there when it shows the text, else when it has a title."""

    def show(page: Page) -> None:
        page.goto(path)
        sign = page.get_by_text(text) if text else page.get_by_role("heading", level=1)
        expect(sign.filter(visible=True).first).to_be_visible()

    return show


def then(show: Show, act: Act) -> Show:
    """A page, and something done on it; it is there when what ``act`` gives is visible."""

    def both(page: Page) -> None:
        show(page)
        expect(act(page).first).to_be_visible()

    return both


def dialog_of(button: str | re.Pattern[str]) -> Act:
    """Press a button that opens a dialog."""

    def act(page: Page) -> Locator:
        page.get_by_role("button", name=button).first.click()
        return page.get_by_role("dialog").last

    return act


def tab(name: str, sign: str) -> Act:
    """Choose a tab; it is there when it shows the text."""

    def act(page: Page) -> Locator:
        page.get_by_role("tab", name=re.compile(f"^{name}")).click()
        return page.get_by_role("tabpanel").get_by_text(sign)

    return act
