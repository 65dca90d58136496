"""``greater_than``, ``less_than`` and with or-equal: numbers only. For dates there are ``before``,
``after``."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from igny8.automation.engine.conditions.operator import Build, Check, Mismatch, Operator
from igny8.automation.engine.conditions.values import NUMBERS, expected_number


def _order(compare: Callable[[Any, Any], bool]) -> Build:
    def build(expected: Any, _case: bool | None) -> Check:
        limit = expected_number(expected)

        def check(actual: Any) -> bool:
            if type(actual) in NUMBERS:
                return compare(actual, limit)
            raise Mismatch(actual, "a number")

        return check

    return build


_NUMBER = ("number",)
OPERATORS = (
    Operator("greater_than", "is greater than", _NUMBER, "number", _order(operator.gt)),
    Operator("less_than", "is less than", _NUMBER, "number", _order(operator.lt)),
    Operator("greater_or_equal", "is at least", _NUMBER, "number", _order(operator.ge)),
    Operator("less_or_equal", "is at most", _NUMBER, "number", _order(operator.le)),
)
