"""Comparisons and groups as closures: built once for a rule, called for every context.

Read from left to right; what follows the part that settles the answer is not looked at. So a guard works:
``[{"field": "volume", "operator": "exists"}, {"field": "volume", "operator": "greater_than", …}]``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Mismatch, Operator, Subject
from igny8.automation.engine.conditions.tree import GroupKind, Test
from igny8.automation.engine.errors import ConditionError, ExpressionError
from igny8.automation.engine.expressions import Template
from igny8.automation.engine.lookup import MISSING, Context, Getter, Path, descend, getter, nowhere

Build = Callable[[Any], Check]


def comparison_test(field: Path, operator: Operator, check: Check) -> Test:
    """The test of a comparison whose value is a constant."""
    if operator.subject is Subject.CHANGE:
        return _change_test(field, operator, check)
    if operator.subject is Subject.TIMED:
        return _timed_test(field, operator, check)
    if operator.subject is Subject.ITEMS:
        return _items_test(field, operator, check)
    if operator.subject is Subject.PRESENCE:
        read = getter(field)
        return lambda context, _now: check(read(context))
    return _value_test(field, operator, check)


def _value_test(field: Path, operator: Operator, check: Check) -> Test:
    if len(field.segments) == 1:
        return _root_test(field, operator, check)
    read = getter(field)

    def test(context: Context, _now: datetime) -> bool:
        actual = read(context)
        if actual is MISSING:
            raise _missing(field, operator, context)
        try:
            return check(actual)
        except Mismatch as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None

    return test


def _root_test(field: Path, operator: Operator, check: Check) -> Test:
    """As ``_value_test``, for a name at the root: the most frequent kind, and a third faster without the
    call."""
    (name,) = field.segments

    def test(context: Context, _now: datetime) -> bool:
        actual = context.get(name, MISSING)
        if actual is MISSING:
            raise _missing(field, operator, context)
        try:
            return check(actual)
        except Mismatch as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None

    return test


def _timed_test(field: Path, operator: Operator, check: Check) -> Test:
    read = getter(field)

    def test(context: Context, now: datetime) -> bool:
        actual = read(context)
        if actual is MISSING:
            raise _missing(field, operator, context)
        try:
            return check(actual, now)
        except Mismatch as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None

    return test


def _items_test(field: Path, operator: Operator, check: Check) -> Test:
    read = getter(field)

    def test(context: Context, now: datetime) -> bool:
        actual = read(context)
        if actual is MISSING:
            raise _missing(field, operator, context)
        try:
            return check(actual, context, now)
        except Mismatch as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None
        except ConditionError as wrong:
            inner = f"`{wrong.path}` {wrong.operator}: {wrong.detail}"
            raise ConditionError(field.text, operator.name, inner) from None

    return test


def _change_test(field: Path, operator: Operator, check: Check) -> Test:
    read = change_getter(field)

    def test(context: Context, _now: datetime) -> bool:
        event = context.get("event")
        if type(event) is not dict or ("before" not in event and "after" not in event):
            raise ConditionError(
                field.text,
                operator.name,
                "it needs an event with `before` and `after`, and there is none here",
            )
        sides = read(context)
        try:
            return check(sides["before"], sides["after"])
        except Mismatch as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None

    return test


def change_getter(field: Path) -> Getter:
    """Reads a field on both sides of the event: ``{"before", "after"}``, each perhaps ``MISSING``."""
    segments = field.segments
    if segments[0] == "event" and len(segments) > 2 and segments[1] in ("before", "after"):
        segments = segments[2:]

    def read(context: Context) -> Any:
        event = context.get("event")
        return {side: descend(event, (side, *segments)) for side in ("before", "after")}

    return read


def _missing(field: Path, operator: Operator, context: Context) -> ConditionError:
    return ConditionError(field.text, operator.name, nowhere(field, context))


def dynamic_test(field: Path, operator: Operator, template: Template, build: Build) -> Test:
    """The test of a comparison whose value is an expression: built anew for every context.

    :param build: makes the check from the resolved value. Raises ``ExpectedInvalid``.
    """

    def test(context: Context, now: datetime) -> bool:
        try:
            check = build(template.resolve(context))
        except ExpressionError as wrong:
            raise ConditionError(field.text, operator.name, str(wrong)) from None
        except ExpectedInvalid as wrong:
            raise ConditionError(field.text, operator.name, f"the value {wrong}") from None
        return comparison_test(field, operator, check)(context, now)

    return test


def group_test(kind: GroupKind, tests: Sequence[Test]) -> Test:
    """The test of a group. One of two or three parts is written out: a loop costs as much as a comparison."""
    if kind is GroupKind.NOT:
        (inner,) = tests
        return lambda context, now: not inner(context, now)
    if len(tests) == 1:
        return tests[0]
    if kind is GroupKind.ALL:
        return _all(tests)
    return _any(tests)


def _all(tests: Sequence[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda context, now: first(context, now) and second(context, now)
    if len(tests) == 3:
        one, two, three = tests
        return lambda context, now: one(context, now) and two(context, now) and three(context, now)

    def test(context: Context, now: datetime) -> bool:
        for part in tests:  # noqa: SIM110 - all() with a generator takes twice as long
            if not part(context, now):
                return False
        return True

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(context: Context, now: datetime) -> bool:
        for part in tests:  # noqa: SIM110 - see above
            if part(context, now):
                return True
        return False

    return test
