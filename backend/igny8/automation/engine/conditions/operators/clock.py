"""``time_between``, ``weekday_in`` and their negations: the time of day and the day of the week of a moment,
such as ``now``, in a time zone.

``["22:00", "06:00"]`` goes across midnight. The beginning belongs to the range, the end does not, so that two
ranges that meet do not overlap. With a time zone: ``{"from": "09:00", "to": "17:00", "timezone":
"Europe/Berlin"}``, ``{"days": ["mon", "fri"], "timezone": "Europe/Berlin"}``.
"""

from __future__ import annotations

from datetime import UTC, time, tzinfo
from typing import Any

from igny8.automation.engine.conditions.operator import Check, ExpectedInvalid, Operator, negated
from igny8.automation.engine.conditions.values import actual_instant
from igny8.automation.engine.errors import EngineError
from igny8.automation.engine.zones import zone

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _time_between(expected: Any, _case: bool | None) -> Check:
    span, local = _parts(expected, ("from", "to"))
    start, end = _time(span[0]), _time(span[1])

    def check(actual: Any) -> bool:
        now = actual_instant(actual).astimezone(local).time()
        return start <= now < end if start <= end else now >= start or now < end

    return check


def _weekday_in(expected: Any, _case: bool | None) -> Check:
    if type(expected) is list:
        expected = {"days": expected}
    (days,), local = _parts(expected, ("days",))
    wanted = _weekdays(days)
    return lambda actual: actual_instant(actual).astimezone(local).weekday() in wanted


def _parts(expected: Any, names: tuple[str, ...]) -> tuple[list[Any], tzinfo]:
    """The values of these names and the time zone; a plain list has the values in their order, in UTC."""
    if type(expected) is list and len(expected) == len(names):
        return expected, UTC
    if type(expected) is not dict or not set(names) <= set(expected) <= {*names, "timezone"}:
        raise ExpectedInvalid(f"must be a list, or an object of {', '.join(names)} and perhaps timezone.")
    try:
        return [expected[name] for name in names], zone(str(expected.get("timezone", "UTC")))
    except EngineError as unknown:
        raise ExpectedInvalid(f"is wrong: {unknown}") from None


def _time(text: Any) -> time:
    try:
        given = time.fromisoformat(text) if type(text) is str else None
    except ValueError:
        given = None
    if given is None or given.tzinfo is not None:
        raise ExpectedInvalid("must be times of day such as `09:00`.")
    return given


def _weekdays(days: Any) -> frozenset[int]:
    names = [str(day).strip().lower()[:3] for day in days] if type(days) is list else []
    if not names or any(name not in _DAYS for name in names):
        raise ExpectedInvalid(f"must be a list of days: {', '.join(_DAYS)}.")
    return frozenset(_DAYS.index(name) for name in names)


_DATE = ("date",)
OPERATORS = (
    Operator("time_between", "is at a time of day between", _DATE, "time_range", _time_between),
    Operator(
        "not_time_between", "is not at a time of day between", _DATE, "time_range", negated(_time_between)
    ),
    Operator("weekday_in", "is on one of the weekdays", _DATE, "weekdays", _weekday_in),
    Operator("weekday_not_in", "is on none of the weekdays", _DATE, "weekdays", negated(_weekday_in)),
)
