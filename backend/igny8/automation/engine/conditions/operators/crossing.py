"""``rises_above``, ``falls_below``, ``increased``, ``decreased``: a number of the event's object, before and
after. ``rises_above 70`` holds once, when it comes from 70 or less; a number that is new has come from
nothing, and so has not crossed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from igny8.automation.engine.conditions.operator import (
    Build,
    Check,
    Mismatch,
    Operator,
    Subject,
    without_value,
)
from igny8.automation.engine.conditions.values import NUMBERS, expected_number
from igny8.automation.engine.lookup import MISSING


def _crossed(is_crossed: Callable[[float, float, float], bool]) -> Build:
    def build(expected: Any, _case: bool | None) -> Check:
        limit = expected_number(expected)
        return _numbers(lambda before, after: is_crossed(before, limit, after))

    return build


def _numbers(compare: Callable[[float, float], bool]) -> Check:
    def check(before: Any, after: Any) -> bool:
        for value in (before, after):
            if value is MISSING or value is None:
                return False
            if type(value) not in NUMBERS:
                raise Mismatch(value, "a number")
        return compare(before, after)

    return check


_NUMBER = ("number",)
_CHANGE = Subject.CHANGE
_above = _crossed(lambda before, limit, after: before <= limit < after)
_below = _crossed(lambda before, limit, after: before >= limit > after)
_more = without_value(_numbers(lambda before, after: after > before))
_less = without_value(_numbers(lambda before, after: after < before))
OPERATORS = (
    Operator("rises_above", "rises above", _NUMBER, "number", _above, _CHANGE),
    Operator("falls_below", "falls below", _NUMBER, "number", _below, _CHANGE),
    Operator("increased", "increased", _NUMBER, "none", _more, _CHANGE),
    Operator("decreased", "decreased", _NUMBER, "none", _less, _CHANGE),
)
