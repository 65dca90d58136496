"""Rules, their editor, runs and approvals."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page

from api import Api

from .camera import Picture
from .scene import CALENDAR, DEMO, MONDAYS, WEAK, Scene
from .visits import Act, Show, at, dialog_of, tab, then


def rules() -> list[Picture]:
    """The list of rules and what is done from it."""
    listed = at("/rules", MONDAYS)
    return [
        Picture("rules", listed, guide=860),
        Picture("rules-run", then(listed, dialog_of(f"Run {DEMO}")), guide=760),
        Picture("rules-more", then(listed, _more), guide=860),
        Picture("rules-selected", then(listed, _select)),
        Picture("templates", at("/templates", "Bootstrap a new site"), guide=860),
        Picture("template", then(at("/templates"), dialog_of("Use Approve before publishing")), guide=860),
    ]


def _more(page: Page) -> Locator:
    page.get_by_role("button", name=f"More for {MONDAYS}").click()
    return page.get_by_role("menu")


def _select(page: Page) -> Locator:
    for name in (MONDAYS, WEAK):
        page.get_by_role("checkbox", name=f"Select {name}").check()
    return page.get_by_role("region", name="With what is selected")


def editor(scene: Scene) -> list[Picture]:
    """Every part of the rule editor."""
    monday = at(f"/rules/{scene.rules[MONDAYS]}/edit", MONDAYS)
    weak = at(f"/rules/{scene.rules[WEAK]}/edit", WEAK)
    calendar = at(f"/rules/{scene.rules[CALENDAR]}/edit", CALENDAR)
    conditions = then(then(weak, tab("Conditions", "Add a condition")), _on_an_article(scene))
    return [
        Picture("editor-new", at("/rules/new", "New rule")),
        Picture("editor-details", then(monday, tab("Details", "How it runs")), guide=800),
        Picture("editor-schedule", then(monday, tab("Trigger", "Next times")), guide=860),
        Picture("editor-event", then(weak, tab("Trigger", "What the rule can read of it")), guide=860),
        Picture("editor-webhook", then(calendar, tab("Trigger", "Send a test message")), guide=800),
        Picture("editor-conditions", conditions, guide=860),
        Picture("editor-canvas", _steps(monday, "Canvas"), guide=860),
        Picture("editor-list", _steps(monday, "List"), guide=860),
        Picture("editor-add", then(_steps(monday, "Canvas"), _palette), guide=800),
        Picture("editor-step", then(_steps(monday, "List"), _step), guide=860),
        Picture("editor-budget", then(monday, tab("Budget", "What a run would cost now")), guide=800),
        Picture("editor-versions", then(monday, _from_menu("Versions", "Version 2")), guide=720),
        Picture("editor-plan", then(monday, _planned), guide=800),
    ]


def _on_an_article(scene: Scene) -> Act:
    """Ask how the conditions come out for an article."""

    def act(page: Page) -> Locator:
        page.get_by_label("Try it on", exact=True).select_option("An article")
        page.get_by_role("combobox", name="Which one").fill(scene.article["title"][:20])
        page.get_by_role("option", name=scene.article["title"]).first.click()
        return page.get_by_role("status").filter(has_text=re.compile("The conditions (do not )?hold"))

    return act


def _steps(show: Show, view: str) -> Show:
    def act(page: Page) -> Locator:
        page.get_by_role("tab", name=re.compile("^Steps")).click()
        choice = page.get_by_role("radiogroup", name="How to show the steps")
        choice.get_by_text(view, exact=True).click()
        return page.locator("[data-stop]").filter(has_text="Is there something")

    return then(show, act)


def _palette(page: Page) -> Locator:
    page.get_by_role("button", name="Add a step after Generate Content", exact=True).click()
    return page.get_by_role("listbox", name="Steps that can be added").get_by_role("option")


def _step(page: Page) -> Locator:
    page.get_by_text("Generate Images", exact=True).first.click()
    return page.get_by_label("Name of this step")


def _from_menu(item: str, sign: str) -> Act:
    def act(page: Page) -> Locator:
        page.get_by_role("button", name="More about this rule").click()
        page.get_by_role("menuitem", name=item).click()
        drawer = page.get_by_role("dialog", name=item)
        drawer.get_by_role("button", name=sign).click()
        return drawer.get_by_text(sign)

    return act


def _planned(page: Page) -> Locator:
    page.get_by_role("button", name="More about this rule").click()
    page.get_by_role("menuitem", name="Plan a run").click()
    page.get_by_role("button", name="Plan it").click()
    return page.get_by_role("list", name="Planned steps")


def runs(scene: Scene) -> list[Picture]:
    """Runs that are done, failed, were skipped, and wait; their history."""
    run, waiting = f"/runs/{scene.run}", f"/runs/{scene.waiting}"
    return [
        Picture("run", at(run, "6 of 6 steps done"), guide=1000),
        Picture("run-step", then(at(run), _unfolded), guide=1000),
        Picture("run-story", at(f"{run}?tab=story", "Generate Content"), guide=860),
        Picture("run-lineage", at(f"{run}?tab=lineage")),
        Picture("run-waiting", at(waiting, "This run waits for a decision"), guide=860),
        Picture("run-flow", then(at(f"{waiting}?tab=flow"), _flow_step), guide=1000),
        Picture("run-failed", at(f"/runs/{scene.failed}", "The run stopped with an error"), guide=760),
        Picture("run-again", then(at(f"/runs/{scene.failed}"), _again)),
        Picture("run-skipped", at(f"/runs/{scene.skipped}", "Nothing was done"), guide=760),
        Picture("runs", at("/runs", DEMO), guide=800),
    ]


def _unfolded(page: Page) -> Locator:
    page.get_by_role("button", name="Details of Generate Content").click()
    page.get_by_text("Output", exact=True).first.click()
    return page.get_by_text("content_ids")


def _flow_step(page: Page) -> Locator:
    flow = page.get_by_role("tabpanel", name="Flow")
    flow.get_by_text("Generate Content", exact=True).click()
    return page.get_by_role("region", name="What happened at Generate Content")


def _again(page: Page) -> Locator:
    page.get_by_role("button", name="Run again", exact=True).click()
    return page.get_by_role("menu")


def approvals(api: Api) -> list[Picture]:
    """What waits for a person, in the studio and behind the link of a mail."""
    waiting = api.get("/automation/approvals/", status="pending")[0]["id"]
    link = api.post(f"/automation/approvals/{waiting}/link/")["url"]
    return [
        Picture("approvals", at("/approvals", "Waiting for a decision"), guide=800),
        Picture("approval-link", at(link), guide=860),
    ]
