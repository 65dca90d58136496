"""``any_item``, ``all_items``, ``no_item``: conditions on each item of a list.

The value is a set of conditions in which ``item`` is the current one: ``[{"field": "item.score", …}]``. What
they read else, also in expressions, is the context around. Of an empty list all items hold, and none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from igny8.automation.engine.conditions.operator import Build, Check, Mismatch, Operator, Subject
from igny8.automation.engine.errors import ConditionError


def _quantified(quantify: Callable[[Iterable[bool]], bool]) -> Build:
    def build(test: Any, _case: bool | None) -> Check:
        """``test`` are the compiled conditions."""

        def holds(index: int, item: Any, context: Any, now: datetime) -> bool:
            try:
                return bool(test({**context, "item": item, "index": index}, now))
            except ConditionError as wrong:
                detail = f"{wrong.detail} (of the item with the index {index})"
                raise ConditionError(wrong.path, wrong.operator, detail) from None

        def check(actual: Any, context: Any, now: datetime) -> bool:
            if type(actual) is not list:
                raise Mismatch(actual, "a list")
            return quantify(holds(index, item, context, now) for index, item in enumerate(actual))

        return check

    return build


def _none(found: Iterable[bool]) -> bool:
    return not any(found)


_LIST = ("list",)
_ITEMS = Subject.ITEMS
OPERATORS = (
    Operator("any_item", "has an item for which", _LIST, "conditions", _quantified(any), _ITEMS),
    Operator("all_items", "has only items for which", _LIST, "conditions", _quantified(all), _ITEMS),
    Operator("no_item", "has no item for which", _LIST, "conditions", _quantified(_none), _ITEMS),
)
