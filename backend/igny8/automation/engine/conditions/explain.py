"""Why conditions hold or not: every comparison with what was expected and what was there.

Also comparisons that were not needed for the answer are shown (``reached: false``), so that an author sees
all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from igny8.automation.engine.conditions.tree import Branch, Comparison, Group, GroupKind
from igny8.automation.engine.errors import ConditionError, ExpressionError
from igny8.automation.engine.lookup import MISSING, Context
from igny8.automation.engine.outcome import JsonObject

MAX_TEXT = 200
MAX_MEMBERS = 10


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """One comparison.

    :ivar path: the field; ``at``: where the comparison stands in the definition.
    :ivar result: ``None`` if it could not be compared; then ``error`` says why.
    :ivar found: false if the path leads nowhere (``actual`` is null then).
    :ivar reached: whether the answer depended on it.
    """

    at: str
    path: str
    operator: str
    label: str
    expected: Any
    actual: Any
    found: bool
    result: bool | None
    error: str | None
    reached: bool

    def as_json(self) -> JsonObject:
        """Plain JSON for the trace."""
        return {
            "at": self.at,
            "path": self.path,
            "operator": self.operator,
            "expected": self.expected,
            "actual": self.actual,
            "found": self.found,
            "result": self.result,
            "error": self.error,
            "reached": self.reached,
        }

    def sentence(self) -> str:
        """``word_count is greater than 1000: it is 800``."""
        wanted = "" if self.expected is None else f" {_show(self.expected)}"
        actual = _show(self.actual) if self.found else "not there"
        return f"`{self.path}` {self.label}{wanted}: it is {actual}"


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group and its parts. ``result`` is ``None`` if an error kept it from being decided."""

    at: str
    kind: GroupKind
    result: bool | None
    reached: bool
    children: tuple[Evaluation, ...] = field(default=())

    def as_json(self) -> JsonObject:
        """Plain JSON for the trace: ``{"all": […], "result", "reached", "at"}``."""
        return {
            "at": self.at,
            self.kind.value: [child.as_json() for child in self.children],
            "result": self.result,
            "reached": self.reached,
        }


Evaluation = ComparisonResult | GroupResult


def explain(tree: Branch, context: Context, now: datetime, *, reached: bool = True) -> Evaluation:
    """Evaluate everything; never raises for data that does not fit, but notes it."""
    if isinstance(tree, Comparison):
        return _explain_comparison(tree, context, now, reached)
    return _explain_group(tree, context, now, reached)


def _explain_group(group: Group, context: Context, now: datetime, reached: bool) -> GroupResult:
    settling = {GroupKind.ALL: False, GroupKind.ANY: True}.get(group.kind)
    verdict: bool | None = group.kind is GroupKind.ALL
    children: list[Evaluation] = []
    open_ = True
    for child in group.children:
        part = explain(child, context, now, reached=reached and open_)
        children.append(part)
        if open_ and (part.result is None or part.result is settling or group.kind is GroupKind.NOT):
            verdict, open_ = part.result, False
    if group.kind is GroupKind.NOT and verdict is not None:
        verdict = not verdict
    return GroupResult(group.at, group.kind, verdict, reached, tuple(children))


def _explain_comparison(one: Comparison, context: Context, now: datetime, reached: bool) -> ComparisonResult:
    actual, expected = one.read(context), _expected(one, context)
    result, error = None, None
    try:
        result = one.test(context, now)
    except ConditionError as wrong:
        error = wrong.detail
    return ComparisonResult(
        at=one.at,
        path=one.field.text,
        operator=one.operator.name,
        label=one.operator.label,
        expected=preview(expected),
        actual=preview(actual),
        found=actual is not MISSING,
        result=result,
        error=error,
        reached=reached,
    )


def _expected(one: Comparison, context: Context) -> Any:
    if one.template is None:
        return one.expected if one.operator.needs_value else None
    try:
        return one.template.resolve(context)
    except ExpressionError:
        return one.expected


def settled_by(evaluation: Evaluation) -> ComparisonResult | None:
    """The comparison to name as the reason: the one that could not be compared, or that settled the
    answer."""
    while isinstance(evaluation, GroupResult):
        wanted = evaluation.result
        if evaluation.kind is GroupKind.NOT and wanted is not None:
            wanted = not wanted
        parts = (part for part in evaluation.children if part.reached and part.result is wanted)
        following = next(parts, None)
        if following is None:
            return None
        evaluation = following
    return evaluation


def preview(value: Any, depth: int = 0) -> Any:
    """The value for a trace: JSON, and cut to a size that can be shown."""
    if value is MISSING:
        return None
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else f"{value[:MAX_TEXT]}… ({len(value)} characters)"
    if isinstance(value, list):
        return _preview_list(value, depth)
    if isinstance(value, dict):
        return _preview_object(value, depth)
    return value.isoformat() if isinstance(value, date) else value


def _preview_list(value: list[Any], depth: int) -> Any:
    if depth > 2:
        return f"a list of {len(value)}"
    shown = [preview(item, depth + 1) for item in value[:MAX_MEMBERS]]
    return shown if len(value) <= MAX_MEMBERS else [*shown, f"… ({len(value)} in all)"]


def _preview_object(value: dict[str, Any], depth: int) -> Any:
    if depth > 2:
        return f"an object of {len(value)} fields"
    return {str(key): preview(item, depth + 1) for key, item in list(value.items())[:MAX_MEMBERS]}


def _show(value: Any) -> str:
    """A value within a sentence."""
    if isinstance(value, str):
        return f'"{value}"' if value else "empty text"
    if value is None:
        return "empty (null)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(_show, value)) or "an empty list"
    return str(value)
