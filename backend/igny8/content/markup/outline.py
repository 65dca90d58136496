"""The readable parts of an article in reading order: the view that counting and checking share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from igny8.content.markup.tree import HEADING_LEVELS, Element, Text, inner_text, is_block, parse
from igny8.content.markup.words import count_words

BlockKind = Literal["heading", "paragraph", "item", "cell", "quote", "caption", "code"]

_KINDS: dict[str, BlockKind] = {
    "li": "item", "dd": "item", "dt": "item", "td": "cell", "th": "cell", "blockquote": "quote",
    "caption": "caption", "figcaption": "caption", "pre": "code",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of running text; ``level`` is 1 to 6 for headings and 0 otherwise."""

    index: int
    kind: BlockKind
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the body, by its order there."""

    index: int
    href: str
    text: str
    rel: str = ""


@dataclass(frozen=True, slots=True)
class ImageTag:
    """An image of the body, by its order there; ``alt`` is ``""`` where it is missing."""

    index: int
    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Outline:
    """Blocks, links and images of an article, each in reading order."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    images: tuple[ImageTag, ...]


@lru_cache(maxsize=64)
def outline(html: str) -> Outline:
    """Read an article; white space is folded, ``<br>`` counts as a space."""
    root = parse(html)
    pieces = [(kind, level, text) for kind, level, text in _runs(root, "paragraph", 0) if text]
    links = tuple(
        Link(index, a.attrs.get("href", ""), fold_spaces(inner_text(a)), a.attrs.get("rel", ""))
        for index, a in enumerate(root.find_all("a"))
    )
    images = tuple(
        ImageTag(index, img.attrs.get("src", ""), img.attrs.get("alt", "").strip())
        for index, img in enumerate(root.find_all("img"))
    )
    blocks = tuple(Block(index, kind, level, text) for index, (kind, level, text) in enumerate(pieces))
    return Outline(blocks, links, images)


def plain_text(html: str) -> str:
    """The readable text of ``html``, one block a line, entities decoded."""
    return "\n".join(block.text for block in outline(html).blocks)


def word_count(html: str, language: str = "en") -> int:  # noqa: ARG001 - see below
    """Words in the readable text, headings and tables included.

    Scripts without spaces are recognised by their characters, not by ``language``, so that a Japanese
    article with English names counts both rightly; how they count stands at ``words.count_words``.
    """
    return sum(count_words(block.text) for block in outline(html).blocks)


def headings(html: str) -> tuple[Block, ...]:
    """The headings in order, with their levels."""
    return tuple(block for block in outline(html).blocks if block.kind == "heading")


def fold_spaces(text: str) -> str:
    """``text`` with every run of white space as one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def _runs(element: Element, kind: BlockKind, level: int) -> Iterator[tuple[BlockKind, int, str]]:
    if element.tag == "pre":
        yield kind, level, inner_text(element).strip("\n")
        return
    run = ""
    for child in element.children:
        if isinstance(child, Text) or not is_block(child):
            run += inner_text(child)
            continue
        yield kind, level, fold_spaces(run)
        run = ""
        yield from _runs(child, _kind_of(child, kind), HEADING_LEVELS.get(child.tag, 0))
    yield kind, level, fold_spaces(run)


def _kind_of(element: Element, outer: BlockKind) -> BlockKind:
    if element.tag in HEADING_LEVELS:
        return "heading"
    if element.tag == "p" and outer in {"item", "quote", "cell"}:
        return outer
    return _KINDS.get(element.tag, outer if outer != "heading" else "paragraph")
