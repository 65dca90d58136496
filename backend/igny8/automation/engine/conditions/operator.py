"""What a condition operator is. Each is declared once, in a module of ``conditions/operators``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from igny8.automation.engine.lookup import kind_of
from igny8.automation.engine.outcome import JsonObject


class ExpectedInvalid(Exception):
    """The ``value`` of a comparison does not fit its operator; the message says what would."""


class Mismatch(Exception):
    """The actual value is of a kind that the operator cannot compare."""

    def __init__(self, actual: Any, wanted: str) -> None:
        super().__init__(f"it is {kind_of(actual)}, not {wanted}")


class Subject(StrEnum):
    """What the check of an operator is called with."""

    VALUE = "value"
    """``check(actual)``; a path that leads nowhere is an error before it comes to that."""
    PRESENCE = "presence"
    """``check(actual)``, where actual may be ``MISSING``."""
    TIMED = "timed"
    """``check(actual, now)``."""
    CHANGE = "change"
    """``check(before, after)`` of the event; one of both may be ``MISSING``."""
    ITEMS = "items"
    """``check(actual, context, now)``; the value are conditions, which come compiled to ``build``."""


Check = Callable[..., bool]
Build = Callable[[Any, bool | None], Check]
"""(the comparison's ``value``, its ``case_sensitive`` or ``None``) → the check. Raises ``ExpectedInvalid``.

Called once when a rule is compiled; the check is called for each context and must be fast. It raises
``Mismatch`` for a value that does not fit."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator, with what the editor must know of it.

    :ivar label: reads as a sentence between field and value ("is greater than").
    :ivar types: kinds of field it is for: text, number, boolean, date, list, object, any.
    :ivar value_type: kind of ``value``: none, same, text, number, integer, list, range, date, duration,
        pattern, time_range, weekdays, conditions.
    :ivar ignores_case: ``True``/``False``: what it does unless ``case_sensitive`` is given; ``None``: no
        matter.
    """

    name: str
    label: str
    types: tuple[str, ...]
    value_type: str
    build: Build
    subject: Subject = Subject.VALUE
    ignores_case: bool | None = None

    @property
    def needs_value(self) -> bool:
        """Whether a comparison with it must have a ``value``."""
        return self.value_type != "none"

    def describe(self) -> JsonObject:
        """For the editor's catalog."""
        return {
            "name": self.name,
            "label": self.label,
            "types": list(self.types),
            "needs_value": self.needs_value,
            "value_type": self.value_type,
            "case_option": self.ignores_case is not None,
            "ignores_case": bool(self.ignores_case),
        }


def negated(build: Build) -> Build:
    """The build of the opposite operator: the same errors, the other answer."""

    def build_opposite(expected: Any, case_sensitive: bool | None) -> Check:
        check = build(expected, case_sensitive)
        return lambda *actual: not check(*actual)

    return build_opposite


def without_value(check: Check) -> Build:
    """The build of an operator that takes no ``value``."""
    return lambda _expected, _case: check
