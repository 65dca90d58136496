"""``is_true`` and ``is_false``: for true and false only; 1, "yes" and null are errors."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Mismatch, Operator, negated, without_value


def _is_true(actual: Any) -> bool:
    if type(actual) is not bool:
        raise Mismatch(actual, "true or false")
    return bool(actual)


OPERATORS = (
    Operator("is_true", "is true", ("boolean",), "none", without_value(_is_true)),
    Operator("is_false", "is false", ("boolean",), "none", negated(without_value(_is_true))),
)
