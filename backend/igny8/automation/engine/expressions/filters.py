"""The filters of expressions: pure functions of one value and constants, each bounded in what it makes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from igny8.automation.engine.lookup import kind_of

MAX_TEXT = 200_000
"""Characters that an expression may give as text."""
MAX_MEMBERS = 20_000
"""Values within a list or object that an expression may turn into text."""


class FilterError(Exception):
    """The value does not fit the filter."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: ``apply(value, *arguments)``; ``least`` to ``most`` arguments."""

    apply: Callable[..., Any]
    least: int = 0
    most: int = 0


def bounded(text: str) -> str:
    """The text, or ``FilterError`` if it is too long."""
    if len(text) > MAX_TEXT:
        raise FilterError(f"gives more than {MAX_TEXT} characters of text")
    return text


def to_text(value: Any) -> str:
    """A value within a text: null is empty, lists and objects are JSON."""
    if type(value) is str:
        return bounded(value)
    if value is None:
        return ""
    return to_json(value)


def to_json(value: Any) -> str:
    """Compact JSON. The size is checked first, so that a huge value costs no time."""
    _weigh(value)
    try:
        return bounded(
            json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)
        )
    except (ValueError, RecursionError):  # a value that holds itself, or is thousands deep
        raise FilterError("cannot be written as JSON") from None


_SCALARS = frozenset({int, float, bool, type(None), datetime})


def _weigh(value: Any) -> None:
    """Raise ``FilterError`` if the value has too many members, too much text, or something not plain."""
    waiting, members, size = [value], 0, 0
    while waiting:
        item = waiting.pop()
        members += 1
        if type(item) is dict:
            waiting += [*item.keys(), *item.values()]
        elif type(item) is list:
            waiting += item
        elif type(item) is str:
            size += len(item)
        elif type(item) not in _SCALARS:
            raise FilterError("cannot be written as JSON")
        if members + len(waiting) > MAX_MEMBERS or size > MAX_TEXT:
            raise FilterError("is too large to be written as text")


def _join(value: Any, separator: Any = ", ") -> str:
    members = _list(value, "join")
    if len(members) > MAX_MEMBERS:
        raise FilterError(f"has more than {MAX_MEMBERS} members to join")
    glue, parts, size = to_text(separator), [], 0
    for member in members:
        parts.append(to_text(member))
        size += len(parts[-1]) + len(glue)
        if size > MAX_TEXT:
            raise FilterError(f"gives more than {MAX_TEXT} characters of text")
    return glue.join(parts)


def _length(value: Any) -> int:
    if type(value) not in (str, list, dict):
        raise FilterError(f"is {kind_of(value)}, which has no length")
    return len(value)


def _first(value: Any) -> Any:
    return _end(value, 0, "first")


def _last(value: Any) -> Any:
    return _end(value, -1, "last")


def _end(value: Any, index: int, name: str) -> Any:
    members = value if type(value) is str else _list(value, name)
    if not members:
        raise FilterError(f"is empty, so it has no {name} member")
    return members[index]


def _truncate(value: Any, length: Any, ending: Any = "…") -> str:
    text, limit, end = _text(value, "truncate"), _count(length, "truncate"), to_text(ending)
    if len(text) <= limit:
        return text
    return text[: max(limit - len(end), 0)].rstrip() + end[:limit]


def _limit(value: Any, count: Any) -> list[Any]:
    return _list(value, "limit")[: _count(count, "limit")]


def _unique(value: Any) -> list[Any]:
    seen: set[str] = set()
    kept = []
    _weigh(_list(value, "unique"))
    for member in value:
        mark = to_json(member)
        if mark not in seen:
            seen.add(mark)
            kept.append(member)
    return kept


def _round(value: Any, digits: Any = 0) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise FilterError(f"is {kind_of(value)}, which `round` cannot take")
    places = min(_count(digits, "round"), 15)
    try:
        return round(value, places) if places else round(value)
    except (OverflowError, ValueError):
        raise FilterError("has no whole number near it") from None


_DATE_PARTS = re.compile(r"%[YymdHMSBbAaIpj%]")


def _date(value: Any, pattern: Any = "%Y-%m-%d") -> str:
    """Only the usual parts are replaced: others of strftime can be made to take any width."""
    form = _text(pattern, "date")
    if len(form) > 100:
        raise FilterError("has a `date` format of more than 100 characters")
    try:
        moment = datetime.fromisoformat(value) if type(value) is str else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime):
        raise FilterError(f"is {kind_of(value)}, not a date such as 2026-03-01T09:00:00Z")
    return _DATE_PARTS.sub(lambda part: moment.strftime(part.group()), form)


def _change(name: str, change: Callable[[str], str]) -> Filter:
    return Filter(lambda value: bounded(change(_text(value, name))))


def _text(value: Any, name: str) -> str:
    if type(value) is not str:
        raise FilterError(f"is {kind_of(value)}, and `{name}` takes text")
    return bounded(value)


def _list(value: Any, name: str) -> list[Any]:
    if type(value) is not list:
        raise FilterError(f"is {kind_of(value)}, and `{name}` takes a list")
    return value


def _count(value: Any, name: str) -> int:
    if type(value) is not int or value < 0:
        raise FilterError(f"needs a whole number after `{name}:`")
    return value


DEFAULT = "default"
"""The only filter that meets a path that leads nowhere; the template applies it."""

FILTERS: Final[Mapping[str, Filter]] = {
    DEFAULT: Filter(lambda value, fallback: fallback if value is None else value, 1, 1),
    "join": Filter(_join, 0, 1),
    "length": Filter(_length),
    "first": Filter(_first),
    "last": Filter(_last),
    "upper": _change("upper", str.upper),
    "lower": _change("lower", str.lower),
    "trim": _change("trim", str.strip),
    "truncate": Filter(_truncate, 1, 2),
    "limit": Filter(_limit, 1, 1),
    "unique": Filter(_unique),
    "round": Filter(_round, 0, 1),
    "json": Filter(to_json),
    "date": Filter(_date, 0, 1),
}
