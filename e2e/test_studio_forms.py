"""The forms of the rule editor: what starts a rule, its conditions with a live answer, its steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json
from browser import check_everyone_can_use
from system import System

HOOK, STEPS = "Form studio: called from outside", "Form studio: steps with settings"
WRITE: Json = {"id": "write", "type": "generate_content", "params": {"limit": 1}}
PAUSE: Json = {"id": "w", "type": "wait", "params": {"seconds": 60}}
OUT: Json = {"id": "out", "type": "publish_to_wordpress", "params": {}}


@pytest.fixture(scope="module")
def rules(studio: System, studio_api: Api) -> Iterator[dict[str, str]]:
    """The ids of this file's rules, by name; gone afterwards."""
    bodies: dict[str, Json] = {
        HOOK: {"trigger": "webhook", "actions": [{"id": "s", "type": "set", "params": {"word": "x"}}]},
        STEPS: {"trigger": "manual", "actions": [WRITE, OUT, PAUSE]},
    }
    common: Json = {"site": studio.demo()["site_id"], "is_active": False}
    made = {
        name: str(studio_api.post("/automation/rules/", {"name": name} | common | body)["id"])
        for name, body in bodies.items()
    }
    yield made
    for rule_id in made.values():
        studio_api.call("DELETE", f"/automation/rules/{rule_id}/")


@pytest.fixture(scope="module")
def editor(studio_page: Page) -> Page:
    """A page whose unsaved changes may be lost when a test goes on to the next address."""
    studio_page.on("dialog", lambda dialog: dialog.accept())
    return studio_page


def _open(page: Page, address: str, section: str) -> None:
    page.goto(address)
    page.get_by_role("tab", name=re.compile(f"^{section}")).click()


def _pick(page: Page, field: Locator, option: str | re.Pattern[str]) -> None:
    field.click()
    page.locator("[role=option]").filter(has_text=option).first.click()


def test_a_schedule_speaks_and_shows_its_next_five_times(editor: Page) -> None:
    page = editor
    _open(page, "/rules/new", "Trigger")
    page.get_by_role("radio", name="At set times").first.click()
    schedule = page.get_by_role("region", name="Schedule 1")
    zone = schedule.get_by_role("combobox", name="Time zone")
    zone.fill("Berlin")
    _pick(page, zone, "Europe / Berlin")
    expect(schedule).to_contain_text("Mondays at 09:00, Berlin")
    expect(schedule.get_by_role("listitem").filter(has_text="09:00")).to_have_count(5)
    schedule.get_by_label("Repeats", exact=True).select_option("every month")
    schedule.get_by_label("Day of the month").select_option("last day")
    expect(schedule).to_contain_text("on the last day of the month")
    schedule.get_by_label("Repeats", exact=True).select_option("as a cron expression says")
    schedule.get_by_label("Cron expression").fill("0 9 31 2 *")
    expect(schedule.get_by_role("status")).to_contain_text("is not a cron expression")
    page.get_by_role("button", name="Add a schedule").click()
    second = page.get_by_role("region", name="Schedule 2")
    second.get_by_text("Every so often").click()
    expect(second).to_contain_text("Every 2 hours")
    expect(second.get_by_role("listitem")).to_have_count(5)
    check_everyone_can_use(page)


def test_an_event_is_found_and_its_fields_go_into_conditions(editor: Page) -> None:
    page = editor
    _open(page, "/rules/new", "Trigger")
    page.get_by_role("radio", name="When something happens").click()
    event = page.get_by_role("combobox", name="What must happen")
    event.fill("text was changed")
    _pick(page, event, "Content updated")
    _pick(
        page, page.get_by_role("combobox", name="Only when one of these changed"), re.compile("^word_count$")
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="What the rule can read of it")).to_contain_text("seo_score")
    check_everyone_can_use(page)
    page.get_by_role("tab", name=re.compile("^Conditions")).click()
    page.get_by_role("button", name="Add a condition").click()
    page.keyboard.type("word count")
    page.get_by_role("option", name=re.compile("^Word count word_count")).click()
    page.get_by_label("Comparison").select_option("is greater than")
    page.get_by_role("textbox", name="Value").fill("1000000")
    _try_on_an_article(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    check_everyone_can_use(page)


def _try_on_an_article(page: Page) -> None:
    page.get_by_label("Try it on", exact=True).select_option("Fields of your own")
    page.get_by_label("Fields as JSON").fill('{"word_count": 812}')
    expect(page.get_by_text("word_count is 812: does not hold")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The conditions do not hold")).to_be_visible()
    page.get_by_role("button", name=re.compile("^More for Condition 1")).click()
    page.get_by_role("menuitem", name="Turn into its opposite").click()
    expect(page.get_by_role("status").filter(has_text="The conditions hold")).to_be_visible()
    page.get_by_role("button", name="Add a group").click()
    expect(page.get_by_role("group", name="Group of conditions")).to_be_visible()


def test_a_webhook_has_an_address_and_takes_a_test(editor: Page, rules: dict[str, str]) -> None:
    page = editor
    _open(page, f"/rules/{rules[HOOK]}/edit", "Trigger")
    address = page.get_by_role("textbox", name="Address")
    expect(address).to_have_value(re.compile(r"/hooks/[\w-]{20,}/$"))
    before = address.input_value()
    page.get_by_role("button", name="Send a test message").click()
    expect(page.get_by_role("link", name="Look at the run")).to_be_visible()
    check_everyone_can_use(page)
    page.get_by_role("button", name="New address and secret").click()
    page.get_by_role("button", name="Replace them").click()
    expect(address).not_to_have_value(before)


def test_a_step_takes_values_of_earlier_ones(editor: Page, rules: dict[str, str]) -> None:
    page = editor
    _open(page, f"/rules/{rules[STEPS]}/edit", "Steps")
    page.get_by_role("radiogroup", name="How to show the steps").get_by_text("List").click()
    page.get_by_text("Publish to WordPress", exact=True).click()
    page.get_by_role("button", name="Insert a value: Contents").click()
    page.get_by_role("option", name=re.compile("steps.write.content_ids")).first.click()
    expect(page.get_by_role("textbox", name="Contents")).to_have_value("{{ steps.write.content_ids }}")
    page.get_by_label("Publish as", exact=True).select_option("draft")
    page.get_by_role("button", name=re.compile("^If it fails")).click()
    page.get_by_role("radio", name="the run goes on").click()
    check_everyone_can_use(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(re.compile("Published: version 2"))).to_be_visible()
