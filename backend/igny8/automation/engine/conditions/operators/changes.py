"""``changed``, ``changed_to``, ``changed_from``, ``not_changed``: a field on both sides of the event.

A field that is on one side only has changed; created objects have nothing before, deleted ones nothing after.
"""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, Operator, Subject, negated, without_value
from igny8.automation.engine.conditions.values import folded, same
from igny8.automation.engine.lookup import MISSING


def _changed(before: Any, after: Any) -> bool:
    return not same(_null(before), _null(after))


def _null(value: Any) -> Any:
    """A field that is not there has no value: it makes no difference whether it is missing or null."""
    return None if value is MISSING else value


def _changed_to(expected: Any, case_sensitive: bool | None) -> Check:
    is_it = _equal_to(expected, case_sensitive)
    return lambda before, after: _changed(before, after) and is_it(after)


def _changed_from(expected: Any, case_sensitive: bool | None) -> Check:
    is_it = _equal_to(expected, case_sensitive)
    return lambda before, after: _changed(before, after) and is_it(before)


def _equal_to(expected: Any, case_sensitive: bool | None) -> Check:
    if case_sensitive is False:
        wanted = folded(expected)
        return lambda value: same(folded(_null(value)), wanted)
    return lambda value: same(_null(value), expected)


_ANY = ("any",)
_CHANGE = Subject.CHANGE
OPERATORS = (
    Operator("changed", "changed", _ANY, "none", without_value(_changed), _CHANGE),
    Operator("not_changed", "did not change", _ANY, "none", negated(without_value(_changed)), _CHANGE),
    Operator("changed_to", "changed to", _ANY, "same", _changed_to, _CHANGE, ignores_case=False),
    Operator("changed_from", "changed from", _ANY, "same", _changed_from, _CHANGE, ignores_case=False),
)
