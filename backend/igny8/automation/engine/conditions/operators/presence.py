"""``exists``, ``is_empty`` and their negations: the operators for which a path may lead nowhere.

A null does not exist (a field that is there but has no value is what people mean by it), and is empty.
Empty are also text without a visible character, a list and an object without members; 0 and false are not.
"""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Operator, Subject, negated, without_value
from igny8.automation.engine.lookup import MISSING


def _exists(actual: Any) -> bool:
    return actual is not MISSING and actual is not None


def _is_empty(actual: Any) -> bool:
    if type(actual) is str:
        return not actual.strip()
    return not _exists(actual) or (type(actual) in (list, dict) and not actual)


_ANY = ("any",)
_HERE = Subject.PRESENCE
OPERATORS = (
    Operator("exists", "exists", _ANY, "none", without_value(_exists), _HERE),
    Operator("not_exists", "does not exist", _ANY, "none", negated(without_value(_exists)), _HERE),
    Operator("is_empty", "is empty", _ANY, "none", without_value(_is_empty), _HERE),
    Operator("is_not_empty", "is not empty", _ANY, "none", negated(without_value(_is_empty)), _HERE),
)
