"""``between`` and ``not_between``: numbers or dates; both ends belong to the range."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from igny8.automation.engine.conditions.operator import (
    Check,
    ExpectedInvalid,
    Mismatch,
    Operator,
    Subject,
    negated,
)
from igny8.automation.engine.conditions.values import (
    NUMBERS,
    actual_instant,
    expected_instant,
    expected_number,
)


def _between(expected: Any, _case: bool | None) -> Check:
    if type(expected) is not list or len(expected) != 2:
        raise ExpectedInvalid("must be a list of two: [lowest, highest].")
    if type(expected[0]) is str:
        return _dates(expected)
    low, high = map(expected_number, expected)
    if low > high:
        raise ExpectedInvalid(f"must begin with the lower number: [{high}, {low}].")

    def check(actual: Any, _now: datetime) -> bool:
        if type(actual) in NUMBERS:
            return bool(low <= actual <= high)
        raise Mismatch(actual, "a number")

    return check


def _dates(expected: list[Any]) -> Check:
    low, high = map(expected_instant, expected)
    return lambda actual, now: low(now) <= actual_instant(actual) <= high(now)


_TYPES = ("number", "date")
OPERATORS = (
    Operator("between", "is between", _TYPES, "range", _between, Subject.TIMED),
    Operator("not_between", "is not between", _TYPES, "range", negated(_between), Subject.TIMED),
)
