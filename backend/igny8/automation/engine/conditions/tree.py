"""Conditions once read: comparisons and groups, each with the function that decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from igny8.automation.engine.conditions.operator import Operator
from igny8.automation.engine.expressions import Template
from igny8.automation.engine.lookup import Context, Getter, Path

Test = Callable[[Context, datetime], bool]
"""(context, now) → does it hold? Raises ``ConditionError``."""


ITEM_NAMES = frozenset({"item", "index"})


class GroupKind(StrEnum):
    """How the parts of a group are joined."""

    ALL = "all"
    ANY = "any"
    NOT = "not"


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """``{field, operator, value}``.

    :ivar at: where it stands in the definition.
    :ivar read: gives the actual value for the trace.
    :ivar expected: the value as written.
    :ivar template: the value's expression, if it holds one.
    :ivar nested: the value as conditions on each item, of the operators that take such.
    :ivar in_item: whether it is itself such a condition: it may read ``item`` and ``index``.
    """

    at: str
    field: Path
    operator: Operator
    expected: Any
    template: Template | None
    read: Getter
    test: Test
    nested: Branch | None = None
    in_item: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """``{"all": […]}``, ``{"any": […]}`` or ``{"not": …}`` (of exactly one child)."""

    at: str
    kind: GroupKind
    children: tuple[Branch, ...]
    test: Test


Branch = Comparison | Group


def comparisons(tree: Branch) -> Iterator[Comparison]:
    """All comparisons, from left to right, those on items too."""
    if isinstance(tree, Comparison):
        yield tree
        if tree.nested is not None:
            yield from comparisons(tree.nested)
    else:
        for child in tree.children:
            yield from comparisons(child)


def is_of_item(one: Comparison) -> bool:
    """Whether it compares the item that a condition around it looks at, and nothing of the context."""
    return one.in_item and one.field.segments[0] in ITEM_NAMES


def describe(tree: Branch) -> str:
    """The conditions as a phrase: ``item.score is greater than 5 and item.title exists``."""
    if isinstance(tree, Comparison):
        wanted = tree.expected if tree.nested is None else f"({describe(tree.nested)})"
        tail = f" {wanted}" if tree.operator.needs_value else ""
        return f"{tree.field} {tree.operator.label}{tail}"
    parts = [describe(child) for child in tree.children]
    if tree.kind is GroupKind.NOT:
        return f"not ({parts[0]})"
    joined = (" and " if tree.kind is GroupKind.ALL else " or ").join(parts)
    return f"({joined})" if tree.kind is GroupKind.ANY and len(parts) > 1 else joined
