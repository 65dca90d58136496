"""Takes pictures: of a page as it is at first sight, and of all of it in both sizes and themes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, Page

from browser import PHONE, put_on

WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 120_000
"""What a picture of the guide may weigh."""
_COLOURS = (256, 128, 64, 32, 16)
_LOADED = """() => [...document.images].every((image) => image.complete || image.loading === "lazy")
  && !document.querySelector('[role=status][aria-label="Loading…"], [data-loading=true]')"""
_QUIET = """() => new Promise((done) => {
  const end = () => { seen.disconnect(); clearTimeout(last); done(); };
  let calm = setTimeout(end, 250);
  const last = setTimeout(end, 4000);
  const seen = new MutationObserver(() => { clearTimeout(calm); calm = setTimeout(end, 250); });
  seen.observe(document, { subtree: true, childList: true, attributes: true });
})"""
"""Charts and canvases draw themselves step by step: until nothing changes any more, at most four seconds."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be seen.

    :param show: brings a page there.
    :param guide: its height in the user guide, in pixels; 0: the guide does not show it.
    """

    name: str
    show: Callable[[Page], None]
    guide: int = 0


@dataclass(frozen=True, slots=True)
class Camera:
    """Where pictures go.

    :param word: only those whose name contains it are taken.
    :param matrix: folder of every page, wide and as on a phone, light and dark; None: not taken.
    :param guide: folder of the pictures of the user guide; None: not taken.
    """

    word: str
    matrix: Path | None
    guide: Path | None

    def take(self, page: Page, pictures: Iterable[Picture]) -> list[str]:
        """Take them; gives what could not be taken, and why."""
        failures = []
        for picture in pictures:
            if self.word in picture.name:
                try:
                    self._take(page, picture)
                except (AssertionError, Error) as error:  # the others are wanted all the same
                    failures.append(f"{picture.name}: {error}")
        return failures

    def _take(self, page: Page, picture: Picture) -> None:
        print(picture.name, flush=True)
        self._show(page, picture, {"width": WIDTH, "height": picture.guide or HEIGHT})
        if self.guide and picture.guide:
            save_small(page.screenshot(), self.guide / f"{picture.name}.png")
        if self.matrix:
            self._both_themes(page, self.matrix / f"{picture.name}-wide")
            self._show(page, picture, PHONE)
            self._both_themes(page, self.matrix / f"{picture.name}-phone")

    def _show(self, page: Page, picture: Picture, size: dict[str, int]) -> None:
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict
        picture.show(page)
        _settle(page, "light")

    def _both_themes(self, page: Page, path: Path) -> None:
        for scheme in ("light", "dark"):
            # What stays at the top of the window would be drawn in the middle of the page.
            page.evaluate("scrollTo(0, 0)")
            _settle(page, scheme)
            page.screenshot(path=f"{path}-{scheme}.png", full_page=True)


def _settle(page: Page, scheme: str) -> None:
    """Wait until all that is asked for is there and stands still."""
    if page.locator("html[data-mantine-color-scheme]").count():
        put_on(page, scheme)
    else:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a plain str
    page.wait_for_function(_LOADED)
    page.evaluate(_QUIET)


def save_small(data: bytes, path: Path) -> None:
    """Store a picture with as many colours as fit into the weight."""
    full = Image.open(io.BytesIO(data)).convert("RGB")
    for colours in _COLOURS:
        small = io.BytesIO()
        full.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() < MOST_BYTES:
            break
    path.write_bytes(small.getvalue())
