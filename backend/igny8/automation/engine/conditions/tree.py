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
    """

    at: str
    field: Path
    operator: Operator
    expected: Any
    template: Template | None
    read: Getter
    test: Test


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """``{"all": […]}``, ``{"any": […]}`` or ``{"not": …}`` (of exactly one child)."""

    at: str
    kind: GroupKind
    children: tuple[Branch, ...]
    test: Test


Branch = Comparison | Group


def comparisons(tree: Branch) -> Iterator[Comparison]:
    """All comparisons, from left to right."""
    if isinstance(tree, Comparison):
        yield tree
    else:
        for child in tree.children:
            yield from comparisons(child)
