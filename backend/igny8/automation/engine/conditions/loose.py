"""``"loose": true``: a value whose type does not fit is read as one that does, where that is plain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from igny8.automation.engine.conditions.operator import Check, Mismatch, Operator, Subject
from igny8.automation.engine.conditions.values import NUMBERS

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def tolerant(operator: Operator, check: Check) -> Check:
    """The check with other readings tried before it says that the type does not fit."""
    if operator.subject not in (Subject.VALUE, Subject.TIMED):
        return check

    def tried(actual: Any, *more: Any) -> bool:
        try:
            return check(actual, *more)
        except Mismatch as wrong:
            for reading in readings(actual):
                try:
                    return check(reading, *more)
                except Mismatch:
                    continue
            raise wrong from None

    return tried


def readings(value: Any) -> Iterator[Any]:
    """What else the value could mean: ``"5"`` → 5, ``"yes"`` → true, 5 → ``"5"``, 1 → true."""
    if type(value) is str:
        yield from _number(value.strip())
        yield from (_WORDS[word] for word in (value.strip().lower(),) if word in _WORDS)
    elif type(value) is bool:
        yield "true" if value else "false"
        yield int(value)
    elif type(value) in NUMBERS:
        yield str(value)
        yield from (bool(value) for _ in range(value in (0, 1)))


def _number(text: str) -> Iterator[float]:
    for kind in (int, float):
        try:
            yield kind(text)
        except ValueError:
            continue
        return
