"""``length_greater_than``, ``length_less_than``, ``length_equals`` and so on: characters of a text, members
of a list."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from igny8.automation.engine.conditions.operator import Build, Check, ExpectedInvalid, Mismatch, Operator
from igny8.automation.engine.lookup import kind_of

_MEASURABLE = (str, list, dict)


def _length(compare: Callable[[int, int], bool]) -> Build:
    def build(expected: Any, _case: bool | None) -> Check:
        if type(expected) is not int or expected < 0:
            raise ExpectedInvalid(f"must be a whole number from 0 on, not {kind_of(expected)}.")

        def check(actual: Any) -> bool:
            if type(actual) not in _MEASURABLE:
                raise Mismatch(actual, "text or a list")
            return compare(len(actual), expected)

        return check

    return build


_TYPES = ("text", "list", "object")
OPERATORS = (
    Operator("length_greater_than", "is longer than", _TYPES, "integer", _length(operator.gt)),
    Operator("length_less_than", "is shorter than", _TYPES, "integer", _length(operator.lt)),
    Operator("length_greater_or_equal", "is at least as long as", _TYPES, "integer", _length(operator.ge)),
    Operator("length_less_or_equal", "is at most as long as", _TYPES, "integer", _length(operator.le)),
    Operator("length_equals", "has the length", _TYPES, "integer", _length(operator.eq)),
    Operator("length_not_equals", "does not have the length", _TYPES, "integer", _length(operator.ne)),
)
