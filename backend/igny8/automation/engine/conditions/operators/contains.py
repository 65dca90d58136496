"""``contains`` and ``not_contains``: a text within a text, or a member of a list; ignores case."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Mismatch, Operator, negated
from igny8.automation.engine.conditions.values import folded, same
from igny8.automation.engine.lookup import kind_of


def _contains(expected: Any, case_sensitive: bool | None) -> Check:
    if type(expected) in (list, dict):
        raise ExpectedInvalid(f"must be a single value, not {kind_of(expected)}; for several use `any_of`.")
    fold = not case_sensitive
    wanted = folded(expected) if fold else expected

    def check(actual: Any) -> bool:
        if type(actual) is str and type(wanted) is str:
            return wanted in (actual.casefold() if fold else actual)
        if type(actual) is list:
            return any(same(item, wanted) for item in (folded(actual) if fold else actual))
        raise Mismatch(actual, "text or a list" if type(wanted) is str else "a list")

    return check


OPERATORS = (
    Operator("contains", "contains", ("text", "list"), "same", _contains, ignores_case=True),
    Operator(
        "not_contains", "does not contain", ("text", "list"), "same", negated(_contains), ignores_case=True
    ),
)
