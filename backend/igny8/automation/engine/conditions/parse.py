"""From the JSON of conditions to a compiled tree, with every problem noted at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from igny8.automation.engine.conditions.compile import (
    change_getter,
    comparison_test,
    dynamic_test,
    group_test,
)
from igny8.automation.engine.conditions.loose import tolerant
from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Operator, Subject
from igny8.automation.engine.conditions.tree import Branch, Comparison, Group, GroupKind, Test, describe
from igny8.automation.engine.errors import ExpressionInvalid
from igny8.automation.engine.expressions import Template, compile_template
from igny8.automation.engine.lookup import Path, getter, kind_of, parse_field
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.registry import Registry
from igny8.automation.engine.suggest import did_you_mean

MAX_DEPTH = 10
MAX_PARTS = 300
T = TypeVar("T")
KEYS = ("field", "operator", "value", "case_sensitive", "loose")


class Unreadable(Exception):
    """A part of the conditions cannot be read; ends the reading of that part only."""

    def __init__(self, at: str, message: str) -> None:
        super().__init__(message)
        self.at = at


class Parser:
    """Reads one set of conditions; notes what is wrong in ``problems`` and goes on."""

    def __init__(self, operators: Registry[Operator], problems: Problems) -> None:
        self._operators = operators
        self._problems = problems
        self._count = 0
        self._items = 0

    def parse(self, raw: Any, at: str, depth: int = 0) -> Branch | None:
        """A list (all must hold), a group, or a comparison; ``None`` if it cannot be read."""
        try:
            return self._parse(raw, at, depth)
        except Unreadable as wrong:
            self._problems.add(wrong.at, str(wrong))
            return None

    def _parse(self, raw: Any, at: str, depth: int) -> Branch | None:
        self._count += 1
        if self._count > MAX_PARTS:
            raise Unreadable(at, f"There may be at most {MAX_PARTS} comparisons and groups.")
        if depth > MAX_DEPTH:
            raise Unreadable(at, f"Conditions may be nested at most {MAX_DEPTH} deep.")
        if isinstance(raw, list):
            return self._group(GroupKind.ALL, raw, at, depth)
        if not isinstance(raw, dict):
            raise Unreadable(
                at, f"Must be a list of conditions or a group such as {{'all': […]}}, not {kind_of(raw)}."
            )
        kinds = [kind for kind in GroupKind if kind in raw]
        if not kinds:
            return self._comparison(raw, at, depth)
        if len(raw) > 1:
            raise Unreadable(at, f"A group has one key only: `{kinds[0]}`.")
        return self._named_group(kinds[0], raw[kinds[0]], f"{at}.{kinds[0]}", depth)

    def _named_group(self, kind: GroupKind, raw: Any, at: str, depth: int) -> Branch | None:
        if kind is GroupKind.NOT:
            inner = self.parse(raw, at, depth + 1)
            return Group(at, kind, (inner,), group_test(kind, [inner.test])) if inner else None
        if not isinstance(raw, list):
            raise Unreadable(at, f"Must be a list of conditions, not {kind_of(raw)}.")
        if kind is GroupKind.ANY and not raw:
            raise Unreadable(at, "An `any` without conditions would never hold; add one or leave it out.")
        return self._group(kind, raw, at, depth)

    def _group(self, kind: GroupKind, raw: list[Any], at: str, depth: int) -> Branch | None:
        parsed = []
        for index, item in enumerate(raw):
            if self._count > MAX_PARTS:
                break
            parsed.append(self.parse(item, f"{at}[{index}]", depth + 1))
        children = tuple(child for child in parsed if child is not None)
        return Group(at, kind, children, group_test(kind, [child.test for child in children]))

    def _comparison(self, raw: dict[str, Any], at: str, depth: int) -> Comparison | None:
        for key in raw.keys() - set(KEYS):
            self._problems.add(f"{at}.{key}", f"There is no such key.{did_you_mean(str(key), KEYS)}")
        field = self._noted(self._field, raw.get("field"), f"{at}.field")
        operator = self._noted(self._operator, raw.get("operator"), f"{at}.operator")
        case, loose = (_flag(raw, key, at) for key in ("case_sensitive", "loose"))
        if field is None or operator is None:
            return None
        if operator.needs_value and "value" not in raw:
            raise Unreadable(f"{at}.value", f"`{operator.name}` needs a value.")
        draft = _Draft(at, field, operator, raw.get("value"), case, bool(loose), self._items > 0)
        if operator.subject is Subject.ITEMS:
            return self._on_items(draft, depth)
        return _built(draft)

    def _on_items(self, draft: _Draft, depth: int) -> Comparison | None:
        """A comparison whose value are conditions on each item."""
        self._items += 1
        nested = self.parse(draft.expected, f"{draft.at}.value", depth + 1)
        self._items -= 1
        if nested is None:
            return None
        test = comparison_test(draft.field, draft.operator, draft.operator.build(nested.test, None))
        return replace(draft.comparison(test), expected=describe(nested), nested=nested)

    def _noted(self, read: Callable[[Any, str], T], raw: Any, at: str) -> T | None:
        """What ``read`` gives, or ``None`` with the problem noted: so that one comparison can have two."""
        try:
            return read(raw, at)
        except Unreadable as wrong:
            self._problems.add(wrong.at, str(wrong))
            return None

    def _field(self, raw: Any, at: str) -> Path:
        if not isinstance(raw, str) or not raw:
            raise Unreadable(at, "Must be the path of a field, such as `word_count`.")
        try:
            return parse_field(raw)
        except ExpressionInvalid as wrong:
            raise Unreadable(at, str(wrong)) from None

    def _operator(self, raw: Any, at: str) -> Operator:
        if raw is None:
            raise Unreadable(at, "Must be given, for example `equals`.")
        operator = self._operators.get(raw) if isinstance(raw, str) else None
        if operator is None:
            raise Unreadable(at, self._operators.unknown(raw))
        return operator


def _flag(raw: dict[str, Any], key: str, at: str) -> bool | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, bool):
        raise Unreadable(f"{at}.{key}", f"Must be true or false, not {kind_of(value)}.")
    return value


@dataclass(frozen=True, slots=True)
class _Draft:
    """A comparison as read, before its test is built."""

    at: str
    field: Path
    operator: Operator
    expected: Any
    case: bool | None
    loose: bool
    in_item: bool

    def check(self, expected: Any) -> Check:
        """The check for this value. Raises ``ExpectedInvalid``."""
        check = self.operator.build(expected, self.case)
        return tolerant(self.operator, check) if self.loose else check

    def comparison(self, test: Test, template: Template | None = None) -> Comparison:
        """The comparison that this test decides."""
        is_change = self.operator.subject is Subject.CHANGE
        read = change_getter(self.field) if is_change else getter(self.field)
        return Comparison(
            self.at, self.field, self.operator, self.expected, template, read, test, in_item=self.in_item
        )


def _built(draft: _Draft) -> Comparison:
    field, operator = draft.field, draft.operator
    try:
        template = compile_template(draft.expected)
        if template.is_constant:
            return draft.comparison(comparison_test(field, operator, draft.check(draft.expected)))
        return draft.comparison(dynamic_test(field, operator, template, draft.check), template)
    except (ExpressionInvalid, ExpectedInvalid) as wrong:
        raise Unreadable(f"{draft.at}.value", str(wrong)) from None
