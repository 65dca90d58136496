"""The flow of a rule in a real browser: drag, keyboard, list, phone, and the way that a run took."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from api import Api, Json
from browser import PHONE, WIDE, check_everyone_can_use
from system import System

NAME = "Flow: steps to and fro"


def _step(name: str) -> Json:
    return {"id": name.lower(), "type": "set", "name": name, "params": {"word": name}}


def _gate() -> Json:
    way = {"name": "Good ones", "conditions": [{"field": "now", "operator": "exists"}], "actions": []}
    return {"id": "gate", "type": "branch", "name": "Gate", "branches": [way], "else": [_step("Lesser")]}


@pytest.fixture
def rule(studio: System, studio_api: Api) -> Iterator[str]:
    """The id of a rule of two steps and a branch between them; gone afterwards."""
    actions = [_step("First"), _gate(), _step("Last")]
    body = {"name": NAME, "trigger": "manual", "site": studio.demo()["site_id"], "actions": actions}
    made: str = studio_api.post("/automation/rules/", body)["id"]
    yield made
    studio_api.call("DELETE", f"/automation/rules/{made}/")


def _shape(nodes: list[Json]) -> str:
    """Names in the order of the rule, with what is in a branch in brackets."""
    words = []
    for node in nodes:
        ways = [way["actions"] for way in node.get("branches", [])] + [node.get("else", [])]
        inside = "|".join(filter(None, map(_shape, ways)))
        words.append(f"{node['id']}({inside})" if inside else node["id"])
    return " ".join(words)


def _steps(page: Page, rule_id: str, view: str) -> Page:
    """The steps of the rule in the editor, as a canvas or as a list."""
    page.goto(f"/rules/{rule_id}/edit")
    page.get_by_role("tab", name="Steps").click()
    page.get_by_role("radiogroup", name="How to show the steps").get_by_text(view, exact=True).click()
    expect(_card(page, "First")).to_be_visible()
    return page


def _card(page: Page, name: str) -> Locator:
    return page.locator("[data-stop]").filter(has_text=name)


def _published(page: Page, api: Api, rule_id: str) -> str:
    """Publish; gives the shape of what the server has then."""
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()
    return _shape(api.get(f"/automation/rules/{rule_id}/")["actions"])


def _drag_onto(page: Page, card: Locator, plus: Locator) -> None:
    """Take a card by its corner until its middle is over the place where a step can be put in."""
    box, goal = card.bounding_box(), plus.bounding_box()
    assert box is not None
    assert goal is not None
    page.mouse.move(box["x"] + 40, box["y"] + 20)
    page.mouse.down()
    x = goal["x"] + goal["width"] / 2 - box["width"] / 2 + 40
    y = goal["y"] + goal["height"] / 2 - box["height"] / 2 + 20
    page.mouse.move(x, y, steps=12)
    expect(page.locator("[data-over]")).to_have_count(1)
    page.mouse.up()


def test_it_drags_a_step_into_a_branch(studio_page: Page, studio_api: Api, rule: str) -> None:
    page = _steps(studio_page, rule, "Canvas")
    into = page.get_by_role("button", name="Add a step at the beginning of Good ones of Gate")
    _drag_onto(page, _card(page, "First"), into)
    expect(page.get_by_text("Moved First: now number 1 of 1 in Good ones of Gate.")).to_be_attached()
    assert _published(page, studio_api, rule) == "gate(first|lesser) last"


def test_everything_goes_by_keyboard(studio_page: Page, studio_api: Api, rule: str) -> None:
    page = _steps(studio_page, rule, "Canvas")
    _card(page, "First").focus()
    page.keyboard.press("ArrowDown")
    expect(_card(page, "Gate")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("Moved Gate: now number 1 of 3.")).to_be_attached()
    expect(_card(page, "Gate")).to_be_focused()
    page.keyboard.press("ControlOrMeta+c")
    _card(page, "Last").focus()
    page.keyboard.press("ControlOrMeta+v")
    expect(page.get_by_text("Added Gate.", exact=True)).to_be_attached()
    _card(page, "First").focus()
    page.keyboard.press("Delete")
    expect(_card(page, "First")).to_have_count(0)
    page.keyboard.press("a")
    page.get_by_label("Search for a step").fill("approval")
    page.keyboard.press("Enter")
    expect(_card(page, "Approval")).to_be_visible()
    shape = _published(page, studio_api, rule)
    assert shape == "gate(lesser) last approval gate_2(lesser_2)", shape


def test_canvas_and_list_can_be_used_by_everyone(studio_page: Page, rule: str) -> None:
    for view in ("Canvas", "List"):
        check_everyone_can_use(_steps(studio_page, rule, view))


def test_a_phone_has_the_list_and_all_moves(studio_page: Page, studio_api: Api, rule: str) -> None:
    page = studio_page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dict
    try:
        _steps(page, rule, "List")
        page.get_by_role("button", name="More for Last").click()
        page.get_by_role("menuitem", name="Move into Otherwise of Gate").click()
        expect(page.get_by_text("Moved Last: now number 2 of 2 in Otherwise of Gate.")).to_be_attached()
        assert _published(page, studio_api, rule) == "first gate(lesser last)"
    finally:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # a plain dict


def test_a_run_shows_the_way_that_it_took(studio_page: Page, studio_api: Api, rule: str) -> None:
    page = studio_page
    run = studio_api.start(rule)
    studio_api.finished(run)
    page.goto(f"/runs/{run}?tab=flow")
    expect(_card(page, "First")).to_contain_text("completed")
    expect(page.get_by_text("Good ones", exact=True)).to_have_attribute("data-taken", "true")
    expect(page.get_by_text("Otherwise", exact=True)).not_to_have_attribute("data-taken", "true")
    check_everyone_can_use(page)
