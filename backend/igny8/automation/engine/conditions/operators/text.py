"""``starts_with``, ``ends_with`` and their negations: text only; ignore case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from igny8.automation.engine.conditions.operator import (
    Build,
    Check,
    ExpectedInvalid,
    Mismatch,
    Operator,
    negated,
)
from igny8.automation.engine.lookup import kind_of


def _affix(compare: Callable[[str, str], bool]) -> Build:
    def build(expected: Any, case_sensitive: bool | None) -> Check:
        if type(expected) is not str:
            raise ExpectedInvalid(f"must be text, not {kind_of(expected)}.")
        wanted = expected if case_sensitive else expected.casefold()

        def check(actual: Any) -> bool:
            if type(actual) is not str:
                raise Mismatch(actual, "text")
            return compare(actual if case_sensitive else actual.casefold(), wanted)

        return check

    return build


_starts = _affix(str.startswith)
_ends = _affix(str.endswith)
_TEXT = ("text",)
OPERATORS = (
    Operator("starts_with", "starts with", _TEXT, "text", _starts, ignores_case=True),
    Operator("not_starts_with", "does not start with", _TEXT, "text", negated(_starts), ignores_case=True),
    Operator("ends_with", "ends with", _TEXT, "text", _ends, ignores_case=True),
    Operator("not_ends_with", "does not end with", _TEXT, "text", negated(_ends), ignores_case=True),
)
