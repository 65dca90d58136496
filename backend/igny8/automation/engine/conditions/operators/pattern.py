"""``matches`` and ``not_matches``: a regular expression is found anywhere in the text; ignores case."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Mismatch, Operator, negated
from igny8.automation.engine.conditions.regex import searcher
from igny8.automation.engine.lookup import kind_of


def _matches(expected: Any, case_sensitive: bool | None) -> Check:
    if type(expected) is not str:
        raise ExpectedInvalid(f"must be a regular expression, not {kind_of(expected)}.")
    search = searcher(expected, ignore_case=not case_sensitive)

    def check(actual: Any) -> bool:
        if type(actual) is not str:
            raise Mismatch(actual, "text")
        return search(actual)

    return check


OPERATORS = (
    Operator("matches", "matches", ("text",), "pattern", _matches, ignores_case=True),
    Operator("not_matches", "does not match", ("text",), "pattern", negated(_matches), ignores_case=True),
)
