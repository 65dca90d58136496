"""``is_part_of`` and its negation: the field's text stands within the given one; ``contains_any``,
``contains_all``, ``contains_none``: which of the given texts stand within the field's. Ignore case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from igny8.automation.engine.conditions.operator import (
    Build,
    Check,
    ExpectedInvalid,
    Mismatch,
    Operator,
    negated,
)
from igny8.automation.engine.conditions.values import expected_list, folded
from igny8.automation.engine.lookup import kind_of


def _part_of(expected: Any, case_sensitive: bool | None) -> Check:
    if type(expected) is not str:
        raise ExpectedInvalid(f"must be text, not {kind_of(expected)}.")
    whole = expected if case_sensitive else expected.casefold()
    return lambda actual: _text(actual, case_sensitive) in whole


def _text(actual: Any, case_sensitive: bool | None) -> str:
    if type(actual) is not str:
        raise Mismatch(actual, "text")
    return actual if case_sensitive else actual.casefold()


def _parts(quantify: Callable[[Iterable[bool]], bool]) -> Build:
    def build(expected: Any, case_sensitive: bool | None) -> Check:
        wanted = expected_list(expected)
        if any(type(part) is not str for part in wanted):
            raise ExpectedInvalid("must be a list of texts.")
        parts = wanted if case_sensitive else folded(wanted)

        def check(actual: Any) -> bool:
            text = _text(actual, case_sensitive)
            return quantify(part in text for part in parts)

        return check

    return build


def _none(found: Iterable[bool]) -> bool:
    return not any(found)


_TEXT = ("text",)
OPERATORS = (
    Operator("is_part_of", "is part of", _TEXT, "text", _part_of, ignores_case=True),
    Operator("is_not_part_of", "is not part of", _TEXT, "text", negated(_part_of), ignores_case=True),
    Operator("contains_any", "contains one of", _TEXT, "list", _parts(any), ignores_case=True),
    Operator("contains_all", "contains each of", _TEXT, "list", _parts(all), ignores_case=True),
    Operator("contains_none", "contains none of", _TEXT, "list", _parts(_none), ignores_case=True),
)
