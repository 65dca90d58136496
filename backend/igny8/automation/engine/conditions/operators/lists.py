"""``any_of``, ``all_of``, ``none_of``: which of the given values a list has; exact, as ``in`` is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from igny8.automation.engine.conditions.operator import Build, Check, Mismatch, Operator
from igny8.automation.engine.conditions.values import expected_list, folded, same


def _quantified(quantify: Callable[[Iterable[bool]], bool]) -> Build:
    def build(expected: Any, case_sensitive: bool | None) -> Check:
        fold = case_sensitive is False
        wanted = expected_list(expected)
        wanted = folded(wanted) if fold else wanted

        def check(actual: Any) -> bool:
            if type(actual) is not list:
                raise Mismatch(actual, "a list")
            has = _membership(folded(actual) if fold else actual)
            return quantify(has(item) for item in wanted)

        return check

    return build


def _membership(members: list[Any]) -> Callable[[Any], bool]:
    """Texts by hash, so that two long lists take linear time; the rest one by one."""
    texts = frozenset(item for item in members if type(item) is str)
    others = [item for item in members if type(item) is not str]
    return lambda item: item in texts if type(item) is str else any(same(item, other) for other in others)


def _none(found: Iterable[bool]) -> bool:
    return not any(found)


_LIST = ("list",)
OPERATORS = (
    Operator("any_of", "has any of", _LIST, "list", _quantified(any), ignores_case=False),
    Operator("all_of", "has all of", _LIST, "list", _quantified(all), ignores_case=False),
    Operator("none_of", "has none of", _LIST, "list", _quantified(_none), ignores_case=False),
)
