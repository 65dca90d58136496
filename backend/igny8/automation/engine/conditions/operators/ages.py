"""``within_last``, ``within_next``, their negations and ``older_than``: how far a moment is from now. ``7d``,
``12h``, ``30m``; a bare number means days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from igny8.automation.engine.conditions.operator import (
    Build,
    Check,
    ExpectedInvalid,
    Operator,
    Subject,
    negated,
)
from igny8.automation.engine.conditions.values import NUMBERS, actual_instant, duration

_MAX_DAYS = 100_000


def _age(compare: Callable[[timedelta, timedelta], bool]) -> Build:
    """``compare(age, length)``; the age of a moment in the future is negative."""

    def build(expected: Any, _case: bool | None) -> Check:
        length = _length(expected)

        def check(actual: Any, now: datetime) -> bool:
            return compare(now - actual_instant(actual), length)

        return check

    return build


def _length(expected: Any) -> timedelta:
    length = duration(expected.lstrip("-+")) if type(expected) is str else None
    if type(expected) in NUMBERS and 0 < expected < _MAX_DAYS:
        length = timedelta(days=expected)
    if length is None or length > timedelta(days=_MAX_DAYS):
        raise ExpectedInvalid("must be a duration such as `7d`, `12h` or `30m`.")
    return length


_NOW = timedelta()
_DATE = ("date",)
_TIMED = Subject.TIMED
_last = _age(lambda age, length: _NOW <= age <= length)
_next = _age(lambda age, length: -length <= age <= _NOW)
_older = _age(lambda age, length: age > length)
OPERATORS = (
    Operator("within_last", "is within the last", _DATE, "duration", _last, _TIMED),
    Operator("not_within_last", "is not within the last", _DATE, "duration", negated(_last), _TIMED),
    Operator("within_next", "is within the next", _DATE, "duration", _next, _TIMED),
    Operator("not_within_next", "is not within the next", _DATE, "duration", negated(_next), _TIMED),
    Operator("older_than", "is longer ago than", _DATE, "duration", _older, _TIMED),
)
