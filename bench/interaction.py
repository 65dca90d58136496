#!/usr/bin/env python3
"""How long the studio takes to answer a click or a key while many runs go on.

``python bench/interaction.py [--runs 100] [--limit 200]`` starts the embedded system, sets so many runs going
(each works off its items one a second), uses the pages of rules and runs in Chromium, and prints the worst
time from each input to the next painted frame, in milliseconds, as the browser's Event Timing tells it. It
ends with 1 where one is over the limit. The front end must be built (``make build``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

from playwright.sync_api import Page, expect  # noqa: E402 - the folders come first

from api import Api, wait_until  # noqa: E402
from browser import chromium, log_in, visit  # noqa: E402
from pipeline import make_site  # noqa: E402
from system import Account, System  # noqa: E402

RULE = "Goes on and on"
ITEMS = 600
SHORTEST = 16
"""Milliseconds; what is quicker the browser does not tell."""
WATCH = f"""
window.worst = 0;
new PerformanceObserver((list) => {{
  for (const entry of list.getEntries()) {{
    if (entry.interactionId) window.worst = Math.max(window.worst, entry.duration);
  }}
}}).observe({{ type: "event", durationThreshold: {SHORTEST} }});
"""


def start_runs(account: Account, count: int) -> str:
    """Set runs going; gives the id of one of them."""
    api, site = account.api, make_site(account)
    step = {"id": "w", "type": "wait", "params": {"seconds": 1}}
    loop = {"id": "f", "type": "for_each", "items": list(range(ITEMS)), "concurrency": 1, "actions": [step]}
    body = {"name": RULE, "site": site, "trigger": "manual", "mode": "parallel", "max_runs": count}
    rule = api.post("/automation/rules/", body | {"actions": [loop]})["id"]
    runs = [api.start(rule) for _ in range(count)]
    wait_until(lambda: _going_on(api) >= count, seconds=120, what=f"{count} runs that go on")
    return runs[0]


def _going_on(api: Api) -> int:
    going_on = {"status": "running,waiting", "page_size": 1}
    response = api.call("GET", "/automation/scheduled-tasks/", params=going_on)
    return int(response.json()["pagination"]["count"])


def _history(page: Page) -> None:
    page.goto("/runs")
    rows = page.get_by_role("table", name="Runs").get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    rows.nth(2).get_by_role("checkbox").click()
    page.get_by_role("columnheader").first.get_by_role("checkbox").click()
    page.get_by_role("columnheader", name="Credits").get_by_role("button").click()
    page.get_by_role("radiogroup").get_by_text("Waiting", exact=True).click()
    page.get_by_role("searchbox").press_sequentially("goes", delay=60)
    expect(rows.nth(1)).to_be_visible()


def _rules(page: Page) -> None:
    page.goto("/rules")
    page.get_by_role("button", name=f"More for {RULE}").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox", name="Search rules").press_sequentially("goes", delay=60)
    page.get_by_role("button", name=f"Run {RULE}").click()
    expect(page.get_by_role("button", name="Run now")).to_be_visible()


def _run(page: Page, run: str) -> None:
    page.goto(f"/runs/{run}")
    expect(page.get_by_role("tab", name="Steps")).to_be_visible()
    for tab in ("Flow", "Story", "Steps"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel", name=tab)).to_be_visible()
    page.get_by_role("button", name="Refresh").click()


def worst_of(page: Page, use: Callable[[Page], None]) -> int:
    """The longest that an input waited for its frame; the shortest that is told where all were quicker."""
    use(page)
    # Entries come with the frame after the one they tell of.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return max(SHORTEST, round(page.evaluate("window.worst")))


def measure(count: int) -> dict[str, int]:
    """Milliseconds by page."""
    with System() as system, chromium() as browser:
        account = system.account(credits=100_000)
        run = start_runs(account, count)
        with visit(browser, system) as context:
            context.add_init_script(WATCH)
            page = context.new_page()
            log_in(page, account.email, account.password)
            expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
            uses = {"runs": _history, "rules": _rules, "run": lambda shown: _run(shown, run)}
            return {name: worst_of(page, use) for name, use in uses.items()}


def main() -> int:
    """Measure, print, and say whether all is within the limit."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--limit", type=int, default=200)
    given = options.parse_args()
    found = measure(given.runs)
    print(json.dumps({"runs": given.runs, "limit_ms": given.limit, "worst_ms": found}))
    return int(max(found.values()) > given.limit)


if __name__ == "__main__":
    sys.exit(main())
