"""``before``, ``after``, ``within_last``: moments; relative ones (``-7d``) count from now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Operator, Subject
from igny8.automation.engine.conditions.values import NUMBERS, actual_instant, duration, expected_instant

_MAX_DAYS = 100_000


def _before(expected: Any, _case: bool | None) -> Check:
    limit = expected_instant(expected)
    return lambda actual, now: actual_instant(actual) < limit(now)


def _after(expected: Any, _case: bool | None) -> Check:
    limit = expected_instant(expected)
    return lambda actual, now: actual_instant(actual) > limit(now)


def _within_last(expected: Any, _case: bool | None) -> Check:
    """Not longer ago than the duration, and not in the future. A bare number means days."""
    length = _length(expected)

    def check(actual: Any, now: datetime) -> bool:
        return timedelta() <= now - actual_instant(actual) <= length

    return check


def _length(expected: Any) -> timedelta:
    length = duration(expected.lstrip("-")) if type(expected) is str else None
    if type(expected) in NUMBERS and 0 < expected < _MAX_DAYS:
        length = timedelta(days=expected)
    if length is None or length > timedelta(days=_MAX_DAYS):
        raise ExpectedInvalid("must be a duration such as `7d`, `12h` or `30m`.")
    return length


_DATE = ("date",)
OPERATORS = (
    Operator("before", "is before", _DATE, "date", _before, Subject.TIMED),
    Operator("after", "is after", _DATE, "date", _after, Subject.TIMED),
    Operator("within_last", "is within the last", _DATE, "duration", _within_last, Subject.TIMED),
)
