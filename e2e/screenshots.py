"""Pictures of every screen of the running product: ``python e2e/screenshots.py FOLDER [WORD]``

Wide and as on a phone, light and dark: ``rules-wide-light.png`` and so on. The demo runs once as it is and
once against a website that is not there. With WORD only the screens whose name contains it are taken.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from api import Api, Json
from browser import PHONE, chromium, log_in, put_on, visit
from processes import free_port
from system import System

RULE = "Keywords to published drafts"
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": PHONE}
PATIENCE = 90_000
Shot = Callable[[Page], None]


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("word", nargs="?", default="")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with (
        System(demo=True, network=False, env={"IGNY8_OUTGOING_ALLOW": "127.0.0.1/32"}) as system,
        chromium() as browser,
        visit(browser, system) as stranger,
        visit(browser, system) as owner,
    ):
        _take(stranger.new_page(), {"login": _at("/login", "Log in"), "login-wrong": _wrong_login}, asked)
        page, demo = owner.new_page(), system.demo()
        log_in(page, demo["email"], demo["password"])
        expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        _take(page, {"rules-run": _price}, asked)
        _take(page, _shots(Api(system.url, demo["token"])), asked)


def _take(page: Page, shots: dict[str, Shot], asked: argparse.Namespace) -> None:
    for name, show in shots.items():
        if asked.word not in name:
            continue
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)  # type: ignore[arg-type]  # a plain dict
            show(page)
            for scheme in ("light", "dark"):
                _settle(page, scheme)
                page.screenshot(path=asked.folder / f"{name}-{size}-{scheme}.png", full_page=True)
                print(f"{name}-{size}-{scheme}")


def _settle(page: Page, scheme: str) -> None:
    if page.locator("html[data-mantine-color-scheme]").count():
        put_on(page, scheme)
    else:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a plain str
    page.wait_for_timeout(300)


def _shots(api: Api) -> dict[str, Shot]:
    """Every screen of somebody who is logged in, after a good and a bad run."""
    rule = next(one for one in api.get("/automation/rules/") if one["name"] == RULE)
    run = api.start(rule["id"])
    api.finished(run, seconds=PATIENCE / 1000)
    failed = _failed_run(api, rule)
    article = api.get("/content/", site=rule["site"], status="published")[0]
    preview = f"/preview/{rule['site']}/"
    return {
        "rules": _at("/rules", RULE),
        "run": _at(f"/runs/{run}", "6 of 6 steps done"),
        "run-steps": _unfolded(f"/runs/{run}"),
        "run-failed": _at(f"/runs/{failed}", "The run stopped with an error"),
        "runs": _at("/runs", RULE),
        "articles": _at("/articles", article["title"]),
        "article": _at(f"/articles/{article['id']}", article["title"]),
        "keywords": _at("/keywords", "qr code"),
        "keywords-import": _import,
        "missing": _at("/no-such-page", "There is no such page"),
        "preview": _at(preview),
        "preview-article": _at(f"{preview}{article['slug']}/"),
        "api": _at("/api/v1/docs/"),
    }


def _failed_run(api: Api, rule: Json) -> str:
    login = {"username": "editor", "secret": "not a password"}
    away = {"kind": "wordpress", "name": "Elsewhere", "url": f"http://127.0.0.1:{free_port()}"}
    connection = api.post("/connections/", {"site": rule["site"]} | away | login)["id"]
    actions = [dict(node) for node in rule["actions"]]
    actions[-1]["params"] = {**actions[-1]["params"], "integration_id": connection}
    actions[-1]["retry"] = {"attempts": 1, "backoff_seconds": 0}
    body = {"name": "To a site that is down", "site": rule["site"], "trigger": "manual", "actions": actions}
    run = api.start(api.post("/automation/rules/", body)["id"])
    api.finished(run, seconds=PATIENCE / 1000)
    return run


def _at(path: str, text: str = "") -> Shot:
    """A page; it is there when it shows the text, else when it has a title."""

    def show(page: Page) -> None:
        page.goto(path)
        sign = page.get_by_text(text) if text else page.get_by_role("heading", level=1)
        expect(sign.first).to_be_visible()

    return show


def _wrong_login(page: Page) -> None:
    log_in(page, "somebody@example.com", "not-the-password")
    expect(page.get_by_role("alert")).to_be_visible()


def _price(page: Page) -> None:
    page.goto("/rules")
    page.get_by_role("button", name=f"Run {RULE}").click()
    expect(page.get_by_role("dialog")).to_contain_text("Publish to WordPress")


def _unfolded(path: str) -> Shot:
    def show(page: Page) -> None:
        page.goto(path)
        page.get_by_role("button", name="Details of Generate Content").click()
        page.get_by_text("Output", exact=True).first.click()

    return show


def _import(page: Page) -> None:
    page.goto("/keywords")
    page.get_by_role("button", name="Import keywords").first.click()
    form = page.get_by_role("dialog")
    bad = {"name": "prices.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    form.locator("input[type=file]").set_input_files(bad)  # type: ignore[arg-type]  # a plain dict
    form.get_by_role("button", name="Import", exact=True).click()
    expect(form.get_by_role("alert")).to_be_visible()


if __name__ == "__main__":
    main()
