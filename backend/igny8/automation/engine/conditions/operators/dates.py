"""Moments: ``before``, ``after``, ``on_or_before``, ``on_or_after``, ``same_moment``, ``same_day``. Relative
ones (``-7d``) count from now; days are those of UTC."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from igny8.automation.engine.conditions.operator import Build, Check, Operator, Subject, negated
from igny8.automation.engine.conditions.values import actual_instant, expected_instant


def _order(compare: Callable[[Any, Any], bool]) -> Build:
    def build(expected: Any, _case: bool | None) -> Check:
        limit = expected_instant(expected)
        return lambda actual, now: compare(actual_instant(actual), limit(now))

    return build


def _same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(UTC).date() == other.astimezone(UTC).date()


_DATE = ("date",)
_TIMED = Subject.TIMED
_moment = _order(operator.eq)
_day = _order(_same_day)
OPERATORS = (
    Operator("before", "is before", _DATE, "date", _order(operator.lt), _TIMED),
    Operator("after", "is after", _DATE, "date", _order(operator.gt), _TIMED),
    Operator("on_or_before", "is not after", _DATE, "date", _order(operator.le), _TIMED),
    Operator("on_or_after", "is not before", _DATE, "date", _order(operator.ge), _TIMED),
    Operator("same_moment", "is at the same moment as", _DATE, "date", _moment, _TIMED),
    Operator("not_same_moment", "is not at the same moment as", _DATE, "date", negated(_moment), _TIMED),
    Operator("same_day", "is on the same day as", _DATE, "date", _day, _TIMED),
    Operator("not_same_day", "is not on the same day as", _DATE, "date", negated(_day), _TIMED),
)
