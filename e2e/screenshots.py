"""Pictures of every screen of the running product: ``python e2e/screenshots.py [WORD]``

``--guide FOLDER`` takes those of the user guide: light, 1280 pixels wide. ``--all FOLDER`` takes every page
as a whole, wide and as on a phone, light and dark: ``rules-wide-light.png`` and so on. With WORD only the
screens whose name contains it are taken. The demo runs with a real WordPress beside it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from api import Api
from browser import chromium, log_in, visit
from pictures import automation, pages
from pictures.camera import Camera, Picture
from pictures.scene import make_scene
from pictures.visits import at
from system import System
from wordpress.wordpress import RealWordPress


def main() -> None:
    """Take them; ends with what could not be taken."""
    camera = _asked()
    with (
        RealWordPress() as blog,
        System(demo=True, network=False, env={"IGNY8_OUTGOING_ALLOW": "127.0.0.1/32"}) as system,
        chromium() as browser,
        visit(browser, system) as stranger,
        visit(browser, system) as owner,
    ):
        demo = system.demo()
        failures = camera.take(stranger.new_page(), _login())
        page, api = owner.new_page(), Api(system.url, demo["token"])
        # Whatever was not saved on a page may be lost when the next picture goes elsewhere.
        page.on("dialog", lambda dialog: dialog.accept())
        log_in(page, demo["email"], demo["password"])
        expect(page.get_by_role("heading", name="Rules", exact=True)).to_be_visible()
        failures += camera.take(page, pages.first_steps())
        failures += camera.take(page, every_picture(api, demo["site_id"], blog))
    if failures:
        raise SystemExit("\n".join(["These were not taken:", *failures]))


def _asked() -> Camera:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--all", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--guide", type=Path, default=None, metavar="FOLDER")
    asked = parser.parse_args()
    for folder in filter(None, (asked.all, asked.guide)):
        folder.mkdir(parents=True, exist_ok=True)
    return Camera(asked.word, asked.all, asked.guide)


def every_picture(api: Api, site: str, blog: RealWordPress) -> list[Picture]:
    """Make what is to be seen, and say how it is reached by somebody who is logged in."""
    scene = make_scene(api, site, blog)
    return [
        *automation.rules(),
        *automation.editor(scene),
        *automation.runs(scene),
        *automation.approvals(api),
        *pages.planning(scene),
        *pages.content(scene),
        *pages.publishing(blog),
        *pages.account(),
    ]


def _login() -> list[Picture]:
    return [Picture("login", at("/login", "Log in"), guide=700), Picture("login-wrong", _wrong_login)]


def _wrong_login(page: Page) -> None:
    log_in(page, "somebody@example.com", "not-the-password")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("do not belong together"))


if __name__ == "__main__":
    main()
