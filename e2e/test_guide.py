"""What the documents name is there: pictures, pages, and places on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from system import ROOT

GUIDE = ROOT / "docs" / "user-guide"
PAGES = sorted(
    path
    for path in (
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        ROOT / "demo/README.md",
        ROOT / "e2e/README.md",
    )
)
MOST_BYTES = 120_000
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def _links(page: Path) -> list[str]:
    """What a page points to in this repository."""
    text = _CODE.sub("", page.read_text())
    found = [first or second for first, second in _LINK.findall(text)]
    return [link for link in found if not re.match(r"[a-z]+:|/", link)]


def _places(page: Path) -> set[str]:
    """The names by which a page's headings are reached."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    heads = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head) for head in _HEADING.findall(text)]
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_to_is_there(page: Path) -> None:
    missing = []
    for link in _links(page):
        name, _, place = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (place and target.suffix == ".md" and place not in _places(target)):
            missing.append(link)
    assert missing == [], missing


def _named_pictures() -> set[str]:
    pages = [ROOT / "README.md", *GUIDE.glob("*.md")]
    return {Path(link).name for page in pages for link in _links(page) if link.endswith(".png")}


def test_each_page_of_the_guide_has_a_picture_and_can_be_reached() -> None:
    pages = {page.name for page in GUIDE.glob("*.md")}
    bare = [page.name for page in GUIDE.glob("*.md") if "](images/" not in page.read_text()]
    assert bare == []
    assert pages - {"README.md"} <= set(_links(GUIDE / "README.md"))


def test_pictures_are_all_named_and_light() -> None:
    stored = {path.name: path.stat().st_size for path in (GUIDE / "images").glob("*.png")}
    assert set(stored) == _named_pictures()
    assert {name: size for name, size in stored.items() if size > MOST_BYTES} == {}
