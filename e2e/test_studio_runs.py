"""Rules and runs in the studio: find, change, delete and take back; watch, cancel, mend and run again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json, wait_until
from browser import check_everyone_can_use
from processes import free_port
from system import System

PREFIX = "Run studio:"
DAWN, DUSK, SLOW, SHAKY = (f"{PREFIX} {name}" for name in ("at dawn", "at dusk", "waits long", "is shaky"))
PATIENCE = 30_000
"""Milliseconds within which a small run must end."""


def _set(node_id: str, name: str) -> Json:
    return {"id": node_id, "type": "set", "name": name, "params": {"word": "done"}}


@pytest.fixture(scope="module")
def rules(studio: System, studio_api: Api) -> Iterator[dict[str, str]]:
    """The ids of this file's rules, by name; gone afterwards."""
    unreachable = {"method": "GET", "url": f"http://127.0.0.1:{free_port()}/"}
    broken = {"id": "call", "type": "http_request", "name": "Call", "params": unreachable}
    bodies: dict[str, Json] = {
        DAWN: _daily("0 6 * * *"),
        DUSK: _daily("30 18 * * 1,3"),
        SLOW: {"actions": [{"id": "w", "type": "wait", "name": "Long wait", "params": {"seconds": 600}}]},
        SHAKY: {
            "actions": [_set("first", "Prepare"), broken | {"retry": {"attempts": 1}}],
            "pause_after_failures": 0,
        },
    }
    common = {"trigger": "manual", "site": studio.demo()["site_id"]}
    made: dict[str, str] = {}
    for name, body in bodies.items():
        rule = studio_api.post("/automation/rules/", {"name": name} | common | body)
        made[name] = rule["id"]
    yield made
    for rule_id in made.values():
        studio_api.call("DELETE", f"/automation/rules/{rule_id}/")


def _daily(cron: str) -> Json:
    schedules = [{"cron": cron, "timezone": "Europe/Berlin"}]
    return {"trigger": "schedule", "schedules": schedules, "actions": [_set("only", "Only step")]}


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True))


def _find(page: Page, words: str) -> None:
    page.goto("/rules")
    page.get_by_role("searchbox", name="Search rules").fill(words)
    expect(page).to_have_url(re.compile(r"q="))


def _status(api: Api, rule_id: str) -> str:
    return str(api.get(f"/automation/rules/{rule_id}/")["status"])


@pytest.mark.usefixtures("rules")
def test_rules_are_found_sorted_and_told_in_words(studio_page: Page) -> None:
    page = studio_page
    _find(page, PREFIX)
    expect(page.get_by_role("row")).to_have_count(1 + 4)
    expect(_row(page, DAWN)).to_contain_text("Every day at 06:00, Berlin")
    expect(_row(page, DUSK)).to_contain_text("Mondays and Wednesdays at 18:30, Berlin")
    page.get_by_role("columnheader", name="Rule").get_by_role("button").click()
    page.get_by_role("columnheader", name="Rule").get_by_role("button").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text(SLOW)
    page.get_by_label("Trigger", exact=True).select_option("Schedule")
    expect(page.get_by_role("row")).to_have_count(1 + 2)
    page.reload()
    expect(page.get_by_role("row")).to_have_count(1 + 2)
    page.get_by_role("checkbox", name=f"Select {DAWN}").check()
    check_everyone_can_use(page)


def test_rules_are_paused_with_a_reason_and_activated_together(
    studio_page: Page, studio_api: Api, rules: dict[str, str]
) -> None:
    page = studio_page
    _find(page, f"{PREFIX} at")
    expect(page.get_by_role("row")).to_have_count(1 + 2)
    page.get_by_role("columnheader", name="Select all").get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="With what is selected")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Pause…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The holidays.")
    dialog.get_by_role("button", name="Pause").click()
    expect(_row(page, DUSK)).to_contain_text("The holidays.")
    assert {_status(studio_api, rules[name]) for name in (DAWN, DUSK)} == {"paused"}
    page.get_by_role("columnheader", name="Select all").get_by_role("checkbox").check()
    bar.get_by_role("button", name="Activate").click()
    expect(_row(page, DUSK)).not_to_contain_text("The holidays.")
    expect(_row(page, DAWN)).to_contain_text("Active")
    assert {_status(studio_api, rules[name]) for name in (DAWN, DUSK)} == {"active"}


def test_a_deleted_rule_is_taken_back_or_gone(
    studio_page: Page, studio_api: Api, rules: dict[str, str]
) -> None:
    page = studio_page
    _find(page, PREFIX)
    page.get_by_role("button", name=f"More for {DUSK}").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(_row(page, DUSK)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(_row(page, DUSK)).to_be_visible()
    page.get_by_role("button", name=f"More for {DUSK}").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(_row(page, DUSK)).to_have_count(0)
    # Whoever leaves the page does not want it back.
    page.goto("/runs")
    path = f"/automation/rules/{rules[DUSK]}/"
    wait_until(lambda: studio_api.call("GET", path).status_code == 404, seconds=5, what="the deletion")
    _find(page, PREFIX)
    expect(page.get_by_role("row")).to_have_count(1 + 3)


@pytest.mark.usefixtures("rules")
def test_a_copy_is_made_and_a_rule_is_taken_away_as_a_file(studio_page: Page, studio_api: Api) -> None:
    page = studio_page
    _find(page, PREFIX)
    page.get_by_role("button", name=f"More for {DAWN}").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="Export as a file").click()
    assert saved.value.suggested_filename == "run-studio-at-dawn.json"
    page.get_by_role("button", name=f"More for {DAWN}").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(page.get_by_role("row")).to_have_count(1 + 4)
    copy = next(rule for rule in studio_api.every("/automation/rules/", search=DAWN) if rule["name"] != DAWN)
    expect(_row(page, copy["name"])).to_contain_text("Inactive")
    studio_api.call("DELETE", f"/automation/rules/{copy['id']}/")


@pytest.mark.usefixtures("rules")
def test_a_run_is_watched_on_its_flow_and_cancelled(studio_page: Page) -> None:
    page = studio_page
    _find(page, SLOW)
    page.get_by_role("button", name=f"Run {SLOW}").click()
    page.get_by_role("button", name="Run now").click()
    expect(page.get_by_role("heading", name=f"Run of {SLOW}")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Flow").click()
    page.get_by_role("tabpanel", name="Flow").get_by_text("Long wait", exact=True).click()
    told = page.get_by_role("region", name="What happened at Long wait")
    expect(told).to_contain_text("Waiting")
    page.get_by_role("button", name="Cancel the run").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the run").click()
    expect(page.get_by_role("button", name="Run again", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(told).to_contain_text("Cancelled")
    check_everyone_can_use(page)


def test_a_failed_run_is_mended_and_goes_on_where_it_failed(
    studio_page: Page, studio_api: Api, rules: dict[str, str]
) -> None:
    page = studio_page
    failed = studio_api.finished(studio_api.start(rules[SHAKY]))
    assert failed["status"] == "failed"
    page.goto(f"/runs/{failed['id']}")
    expect(page.get_by_text("The run stopped with an error")).to_be_visible()
    actions = [_set("first", "Prepare"), _set("call", "Call")]
    studio_api.patch(f"/automation/rules/{rules[SHAKY]}/", {"actions": actions})
    page.get_by_role("button", name="Run again", exact=True).click()
    page.get_by_role("menuitem", name="From the failed step, as the rule is now").click()
    expect(page).not_to_have_url(re.compile(failed["id"]))
    expect(page.get_by_text("2 of 2 steps done")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Kept from the earlier run")).to_be_visible()
    expect(page.get_by_role("link", name="Older run")).to_have_attribute("href", f"/runs/{failed['id']}")


def test_runs_are_found_again_and_taken_away_as_a_table(
    studio_page: Page, studio_api: Api, rules: dict[str, str]
) -> None:
    page = studio_page
    rule = rules[SHAKY]
    studio_api.finished(studio_api.start(rule))
    known = studio_api.every("/automation/rules/execution-history/", rule=rule)
    page.goto("/runs")
    page.get_by_label("Rule", exact=True).select_option(SHAKY)
    expect(page.get_by_role("row")).to_have_count(1 + len(known))
    check_everyone_can_use(page)
    page.get_by_role("radiogroup").get_by_text("Failed", exact=True).click()
    failures = sum(run["status"] == "failed" for run in known)
    expect(page.get_by_role("row")).to_have_count(1 + failures)
    expect(page).to_have_url(re.compile(f"rule={rule}.*status=failed"))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Export as CSV").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + failures
    assert SHAKY in lines[1]
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("To", exact=True).fill("2001-01-02")
    expect(page.get_by_text("No run matches these filters")).to_be_visible()
    page.get_by_role("button", name="Clear the filters").first.click()
    expect(page).to_have_url(re.compile(r"/runs$"))


def test_several_runs_are_run_again(studio_page: Page, studio_api: Api, rules: dict[str, str]) -> None:
    page = studio_page
    before = len(studio_api.every("/automation/scheduled-tasks/", rule=rules[SHAKY]))
    page.goto(f"/runs?rule={rules[SHAKY]}&status=completed")
    row = page.get_by_role("row").nth(1)
    row.get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="With what is selected")
    bar.get_by_role("button", name="Run again").click()
    expect(page.get_by_text("1 run has started.")).to_be_visible()
    after = studio_api.every("/automation/scheduled-tasks/", rule=rules[SHAKY])
    assert len(after) == before + 1
    assert studio_api.finished(after[0]["id"])["status"] == "completed"
