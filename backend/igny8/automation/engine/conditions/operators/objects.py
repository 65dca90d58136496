"""``has_key`` and ``not_has_key``: whether an object has a field of that name, whatever its value."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Mismatch, Operator, negated
from igny8.automation.engine.lookup import kind_of


def _has_key(expected: Any, _case: bool | None) -> Check:
    if type(expected) is not str:
        raise ExpectedInvalid(f"must be the name of a field, not {kind_of(expected)}.")

    def check(actual: Any) -> bool:
        if type(actual) is not dict:
            raise Mismatch(actual, "an object")
        return expected in actual

    return check


OPERATORS = (
    Operator("has_key", "has the field", ("object",), "text", _has_key),
    Operator("not_has_key", "does not have the field", ("object",), "text", negated(_has_key)),
)
