"""The rule editor in a real browser: a rule with a branch and a loop, from nothing to live and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json
from browser import check_accessible, check_everyone_can_use

NAME = "Editor: ideas, told one by one"
PARTS = {
    "Details": "How it runs",
    "Trigger": "When does it start?",
    "Conditions": "Add a condition",
    "Budget": "What a run would cost now",
}
TRIGGERS = ("At set times", "When something happens", "When another system calls", "By hand")


def _add(page: Page, where: str, kind: str) -> Locator:
    """Put a step in from the palette; gives the panel of its settings."""
    page.get_by_role("button", name=where, exact=True).click()
    search = page.get_by_label("Search for a step")
    search.fill(kind)
    choices = page.get_by_role("listbox", name="Steps that can be added").get_by_role("option")
    expect(choices.first).to_contain_text(kind)
    search.press("Enter")
    panel = page.get_by_role("region", name=kind)
    expect(panel).to_be_visible()
    return panel


def _name(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Name")


def _published(page: Page, version: int) -> None:
    """Publish, and wait until the server has it."""
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(f"Version {version}", exact=True)).to_be_visible()


def _id_in(page: Page) -> str:
    return page.url.split("/")[-2]


def _more(page: Page, item: str) -> Locator:
    """Open something from the menu of the rule."""
    page.get_by_role("button", name="More about this rule").click()
    page.get_by_role("menuitem", name=item).click()
    dialog = page.get_by_role("dialog", name=item)
    expect(dialog).to_be_visible()
    return dialog


@pytest.fixture(scope="module")
def made(studio_page: Page, studio_api: Api) -> Iterator[str]:
    """The id of a rule made on the screen: ideas, and if there are any, a loop that tells of each; live."""
    page = studio_page
    page.goto("/rules/new")
    page.get_by_role("button", name="Publish").click()
    expect(_name(page)).to_be_focused()
    _name(page).fill(NAME)
    page.get_by_role("tab", name="Steps").click()
    _add(page, "Add the first step", "Generate Ideas")
    _add(page, "Add a step after Generate Ideas", "If / else")
    loop = _add(page, "Add a step at the beginning of Always of If / else", "For each")
    loop.get_by_role("button", name="Insert a value: For each of").click()
    page.get_by_text("steps.generate_ideas.idea_ids").click()
    _add(page, "Add a step at the beginning of For each item of For each", "Notify")
    page.get_by_role("button", name="1 problem", exact=True).click()
    page.get_by_role("button", name=re.compile("message must be given")).click()
    page.get_by_role("region", name="Notify").get_by_label("Message", exact=True).fill("{{ item }}")
    expect(page.get_by_text(re.compile(r"about [\d,]+ credits a run"))).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile("/rules/[^/]+/edit$"))
    expect(page.get_by_text("You see the draft")).to_be_visible()
    _published(page, 2)
    rule_id = _id_in(page)
    yield rule_id
    studio_api.call("DELETE", f"/automation/rules/{rule_id}/")


def _rule(api: Api, rule_id: str) -> Json:
    found: Json = api.get(f"/automation/rules/{rule_id}/")
    return found


def _opened(page: Page, rule_id: str) -> Page:
    page.goto(f"/rules/{rule_id}/edit")
    expect(page.get_by_role("dialog", name=re.compile("Editor: ideas"))).to_be_visible()
    return page


def test_it_makes_a_rule_with_a_branch_and_a_loop(studio_api: Api, made: str) -> None:
    rule = _rule(studio_api, made)
    ideas, branch = rule["actions"]
    assert ideas["type"] == "generate_ideas"
    (loop,) = branch["branches"][0]["actions"]
    assert loop["items"] == "{{ steps.generate_ideas.idea_ids }}"
    assert loop["actions"][0]["params"]["message"] == "{{ item }}"
    assert (rule["name"], rule["draft"], rule["is_active"]) == (NAME, None, True)


def test_each_part_can_be_used_by_everyone(studio_page: Page, made: str) -> None:
    page = _opened(studio_page, made)
    for tab, shown in PARTS.items():
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").get_by_text(shown, exact=True)).to_be_visible()
        check_accessible(page)
    page.get_by_role("tab", name="Steps").click()
    page.get_by_role("button", name=re.compile("^For each")).first.click()
    expect(page.get_by_role("region", name="For each")).to_be_visible()
    check_everyone_can_use(page)


def test_a_change_is_undone_redone_and_guarded(studio_page: Page, made: str) -> None:
    page = _opened(studio_page, made)
    page.get_by_role("tab", name="Details").click()
    name = _name(page)
    name.fill("Editor: ideas, another name")
    page.get_by_role("button", name="Undo").click()
    expect(name).to_have_value(NAME)
    page.get_by_role("button", name="Redo").click()
    expect(name).to_have_value("Editor: ideas, another name")
    page.get_by_role("button", name="Close the editor").click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Stay here").click()
    page.get_by_role("button", name="Close the editor").click()
    page.get_by_role("button", name="Leave, lose the changes").click()
    expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()


def test_every_kind_of_trigger_can_be_chosen(studio_page: Page, made: str) -> None:
    page = _opened(studio_page, made)
    page.get_by_role("tab", name="Trigger").click()
    kinds = page.get_by_role("radiogroup", name="When does it start?")
    for kind in TRIGGERS:
        kinds.get_by_role("radio", name=kind).click()
        expect(kinds.get_by_role("radio", name=kind)).to_be_checked()
        check_accessible(page)
    # That leaves the rule as it was.
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_a_version_is_compared_and_restored(studio_page: Page, made: str, studio_api: Api) -> None:
    page = _opened(studio_page, made)
    page.get_by_role("tab", name="Budget").click()
    page.get_by_label("A run may cost at most").fill("700")
    _published(page, 3)
    versions = _more(page, "Versions")
    versions.get_by_role("button", name="Version 3").click()
    expect(versions.get_by_role("list", name="What changed")).to_contain_text("budget")
    versions.get_by_role("button", name="Version 2").click()
    versions.get_by_role("button", name="Restore", exact=True).click()
    versions.get_by_role("button", name="Restore now").click()
    expect(page.get_by_text("Version 4", exact=True)).to_be_visible()
    assert _rule(studio_api, made)["budget"] is None


def test_it_shows_what_a_run_would_do(studio_page: Page, made: str) -> None:
    page = _opened(studio_page, made)
    plan = _more(page, "Plan a run")
    plan.get_by_role("button", name="Plan it").click()
    expect(plan.get_by_role("list", name="Planned steps")).to_contain_text("Generate Ideas")
    expect(plan).to_contain_text("Depends on the run")
    check_accessible(page)


def test_a_document_leads_to_another_rule(studio_page: Page, made: str, studio_api: Api) -> None:
    page = _opened(studio_page, made)
    page.get_by_role("button", name="More about this rule").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Export as a file").click()
    exported = download.value
    assert exported.suggested_filename == "editor-ideas-told-one-by-one.json"
    dialog = _more(page, "Import a rule")
    dialog.get_by_label("Or paste it here").fill(exported.path().read_text())
    dialog.get_by_role("button", name="Import").click()
    expect(page).not_to_have_url(re.compile(made))
    copy = _rule(studio_api, _id_in(page))
    assert (copy["name"], copy["is_active"]) == (NAME, False)
    studio_api.call("DELETE", f"/automation/rules/{copy['id']}/")
