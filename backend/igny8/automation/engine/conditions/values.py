"""Kinds of values, strict equality, dates: what the operators share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from igny8.automation.engine.conditions.operator import ExpectedInvalid, Mismatch
from igny8.automation.engine.lookup import kind_of

NUMBERS = frozenset({int, float})
"""Compared by ``type(value) in NUMBERS``: faster than isinstance, and a boolean is no number."""
MAX_LIST = 10_000

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_WORDS = {"second": "s", "minute": "m", "min": "m", "hour": "h", "day": "d", "week": "w"}
_DURATION = re.compile(r"(\d{1,9})\s*([a-z]{1,7})")
_RELATIVE = re.compile(r"([+-])\s*(.+)")


def family(value: Any) -> type:
    """The class of values it can be compared with: integers and other numbers are one, booleans their own."""
    kind = type(value)
    return float if kind is int else kind


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: 1 equals 1.0, but true does not equal 1, at any depth."""
    if family(left) is not family(right):
        return False
    if type(left) is list:
        return len(left) == len(right) and all(map(same, left, right))
    if type(left) is dict:
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


def folded(value: Any) -> Any:
    """Text without case; a list with its texts without case; anything else as it is."""
    if type(value) is str:
        return value.casefold()
    return [folded(item) for item in value] if type(value) is list else value


def expected_list(expected: Any) -> list[Any]:
    """The value as a list, or ``ExpectedInvalid``."""
    if type(expected) is not list:
        raise ExpectedInvalid(f"must be a list of values, not {kind_of(expected)}.")
    if len(expected) > MAX_LIST:
        raise ExpectedInvalid(f"may have at most {MAX_LIST} values.")
    return expected


def expected_number(expected: Any) -> float:
    """The value as a number, or ``ExpectedInvalid``."""
    if type(expected) not in NUMBERS or expected != expected:  # noqa: PLR0124 - NaN differs from itself
        raise ExpectedInvalid(f"must be a number, not {kind_of(expected)}.")
    number: float = expected
    return number


def duration(text: str) -> timedelta | None:
    """``"7d"``, ``"12 hours"``, ``"90s"`` as a duration; ``None`` if it is none. ``m`` is minutes."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None:
        return None
    unit = match.group(2)
    seconds = _UNITS.get(_WORDS.get(unit.removesuffix("s"), unit))
    amount = int(match.group(1))
    return timedelta(seconds=amount * seconds) if seconds and amount * seconds < 10**11 else None


def instant(value: Any) -> datetime | None:
    """A moment from ISO 8601 text or a date; without a zone it is UTC, without a time midnight."""
    if type(value) is str:
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None


def actual_instant(value: Any) -> datetime:
    """The actual value as a moment, or ``Mismatch``."""
    moment = instant(value)
    if moment is None:
        raise Mismatch(value, "a date such as 2026-03-01T09:00:00Z")
    return moment


def expected_instant(expected: Any) -> Callable[[datetime], datetime]:
    """A moment that may depend on now: ISO text, ``"now"``, ``"today"`` (UTC midnight), ``"-7d"``,
    ``"+3h"``."""
    if type(expected) is str:
        relative = _relative(expected.strip().lower())
        if relative is not None:
            return relative
    fixed = instant(expected)
    if fixed is None:
        raise ExpectedInvalid("must be a date such as 2026-03-01T09:00:00Z, `now`, `today`, `-7d` or `+3h`.")
    return lambda _now: fixed


def _relative(text: str) -> Callable[[datetime], datetime] | None:
    if text == "now":
        return lambda now: now
    if text == "today":
        return lambda now: now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    match = _RELATIVE.fullmatch(text)
    length = duration(match.group(2)) if match else None
    if match is None or length is None:
        return None
    return _shift(-length if match.group(1) == "-" else length)


def _shift(length: timedelta) -> Callable[[datetime], datetime]:
    def shifted(now: datetime) -> datetime:
        try:
            return now + length
        except OverflowError:
            return (
                datetime.max.replace(tzinfo=UTC) if length > timedelta() else datetime.min.replace(tzinfo=UTC)
            )

    return shifted
