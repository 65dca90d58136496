"""``in`` and ``not_in``: whether the value is one of a list; exact, unless ``case_sensitive`` is false."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, Mismatch, Operator, negated
from igny8.automation.engine.conditions.values import expected_list, family, folded, same
from igny8.automation.engine.lookup import kind_of


def _in(expected: Any, case_sensitive: bool | None) -> Check:
    wanted = expected_list(expected)
    ignore_case = case_sensitive is False
    kinds = frozenset(family(item) for item in wanted)
    members = folded(wanted) if ignore_case else wanted
    texts = frozenset(item for item in members if type(item) is str)

    def check(actual: Any) -> bool:
        if type(actual) is str and texts:
            return (actual.casefold() if ignore_case else actual) in texts
        if actual is not None and kinds and family(actual) not in kinds:
            raise Mismatch(actual, f"comparable with the values of the list ({kind_of(wanted[0])})")
        return any(same(actual, item) for item in members)

    return check


_TYPES = ("text", "number", "boolean", "date")
OPERATORS = (
    Operator("in", "is one of", _TYPES, "list", _in, ignores_case=False),
    Operator("not_in", "is none of", _TYPES, "list", negated(_in), ignores_case=False),
)
