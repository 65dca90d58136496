"""Markdown, as models and people write it, to safe HTML."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from igny8.content.markup.sanitize import sanitize_html

_WRAPPING_FENCE = re.compile(r"\A\s*```(?:markdown|md)[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"^[ \t]*<!--(?:(?!-->).)*-->[ \t]*\n?", re.DOTALL | re.MULTILINE)
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ALIGN = re.compile(r"text-align:(left|center|right)")
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def render_markdown(markdown: str, *, image_hosts: Collection[str] = ()) -> str:
    """Turn CommonMark with tables and strike-through into HTML that is safe to store and publish.

    Raw HTML in the source is shown as text, never taken as markup (only ``<br>`` makes a line break);
    comments, block markup included, are dropped; a fence around the whole text, as models like to add, is
    taken off. The rest of the rules are those of ``sanitize_html``.
    """
    wrapped = _WRAPPING_FENCE.match(markdown)
    source = _COMMENT.sub("", wrapped.group(1) if wrapped else markdown)
    tokens = _PARSER.parse(source)
    for token in tokens:
        _use_align_attribute(token)
        token.children = _with_line_breaks(token.children) if token.children else token.children
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return sanitize_html(html, image_hosts=image_hosts).strip()


def _use_align_attribute(token: Token) -> None:
    """Table cells come with ``style``, which the sanitiser takes away; ``align`` says the same and stays."""
    match = _ALIGN.fullmatch(str(token.attrs.get("style", "")))
    if match:
        token.attrs = {"align": match.group(1)}


def _with_line_breaks(tokens: Sequence[Token]) -> list[Token]:
    split: list[Token] = []
    for token in tokens:
        if token.type != "text":
            split.append(token)
            continue
        for index, piece in enumerate(_LINE_BREAK_TAG.split(token.content)):
            if index:
                split.append(Token("hardbreak", "br", 0))
            split.append(Token("text", "", 0, content=piece))
    return split
