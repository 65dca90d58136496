"""How large a value may be that expressions have made.

Expressions share what they refer to, so a few steps that each name the one before a hundred times make a
value that takes no memory, and terabytes as JSON.
"""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.errors import ExpressionError

MAX_VALUES = 500_000
MAX_CHARACTERS = 10_000_000


def require_small(value: Any, what: str) -> None:
    """Raise ``ExpressionError`` where a value, written out, would have too many members or too much text.

    It stops counting at the bounds. :param what: names the value in the message.
    """
    waiting, values, characters = [value], 0, 0
    while waiting:
        one = waiting.pop()
        values += 1
        if type(one) is str:
            characters += len(one)
        elif type(one) is dict:
            characters += sum(map(len, one))
            waiting += one.values()
        elif type(one) is list:
            waiting += one
        if values + len(waiting) > MAX_VALUES or characters > MAX_CHARACTERS:
            most = f"{MAX_VALUES:,} values or {MAX_CHARACTERS:,} characters"
            raise ExpressionError("", f"{what}: its expressions give more than {most}")
