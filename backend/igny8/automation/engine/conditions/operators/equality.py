"""``equals`` and ``not_equals``: exact, unless ``case_sensitive`` is false."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, Mismatch, Operator, negated
from igny8.automation.engine.conditions.values import family, folded, same
from igny8.automation.engine.lookup import kind_of

_ANY = ("text", "number", "boolean", "date", "list", "object")


def _equals(expected: Any, case_sensitive: bool | None) -> Check:
    if expected is None:
        return lambda actual: actual is None
    if type(expected) is str:
        return _text_equals(expected, case_sensitive is False)
    kind = family(expected)

    def check(actual: Any) -> bool:
        if family(actual) is kind:
            return same(actual, expected)
        if actual is None:
            return False
        raise Mismatch(actual, kind_of(expected))

    return check


def _text_equals(expected: str, ignore_case: bool) -> Check:
    wanted = folded(expected)

    def check(actual: Any) -> bool:
        if type(actual) is str:
            return actual == expected if not ignore_case else actual.casefold() == wanted
        if actual is None:
            return False
        raise Mismatch(actual, "text")

    return check


OPERATORS = (
    Operator("equals", "is", _ANY, "same", _equals, ignores_case=False),
    Operator("not_equals", "is not", _ANY, "same", negated(_equals), ignores_case=False),
)
