"""``matches_wildcard`` and ``not_matches_wildcard``: the whole text by ``*``, ``?`` and ``[abc]``; ignores
case."""

from __future__ import annotations

import re
from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Mismatch, Operator, negated
from igny8.automation.engine.conditions.regex import searcher
from igny8.automation.engine.lookup import kind_of

_PIECE = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


def _matches(expected: Any, case_sensitive: bool | None) -> Check:
    if type(expected) is not str:
        raise ExpectedInvalid(f"must be text with `*` and `?`, not {kind_of(expected)}.")
    search = searcher(as_pattern(expected), ignore_case=not case_sensitive)

    def check(actual: Any) -> bool:
        if type(actual) is not str:
            raise Mismatch(actual, "text")
        return search(actual)

    return check


def as_pattern(wildcard: str) -> str:
    """The regular expression of a wildcard; ``a*.html``: begins with a and ends with .html."""
    return rf"(?s)\A{''.join(map(_translated, _PIECE.findall(wildcard)))}\z"


def _translated(piece: str) -> str:
    if piece[0] == "*":
        return ".*"
    if piece == "?":
        return "."
    if len(piece) > 2 and piece[0] == "[":
        inner = piece[1:-1].replace("\\", r"\\").replace("[", r"\[")
        inner = "^" + inner[1:] if inner[0] == "!" else (rf"\{inner}" if inner[0] == "^" else inner)
        return f"[{inner}]"
    return re.escape(piece)


_TEXT = ("text",)
OPERATORS = (
    Operator("matches_wildcard", "looks like", _TEXT, "text", _matches, ignores_case=True),
    Operator(
        "not_matches_wildcard", "does not look like", _TEXT, "text", negated(_matches), ignores_case=True
    ),
)
