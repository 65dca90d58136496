"""A schedule in words: ``0 9 * * 1`` in Europe/Berlin is "Mondays at 09:00 (Europe/Berlin)"."""

from __future__ import annotations

import re

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.services.timeline.words import joined

_DAYS = ("Sundays", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_NAMES = {name[:3].upper(): str(index) for index, name in enumerate(_DAYS[:7])}
_EVERY = re.compile(r"(\d+)\s*([smhdw])")
_UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}


def schedule_words(spec: JsonObject) -> str:
    """The schedule in words; an expression that is not simple is shown as it is."""
    every = spec.get("every")
    if every:
        return _every(str(every))
    cron = str(spec.get("cron") or "")
    return f"{_cron(cron) or f'`{cron}`'} ({spec.get('timezone') or 'UTC'})"


def _every(text: str) -> str:
    found = _EVERY.fullmatch(text.strip().lower())
    if found is None:
        return f"every {text}"
    amount, unit = int(found[1]), _UNITS[found[2]]
    return f"every {unit}" if amount == 1 else f"every {amount} {unit}s"


def _cron(cron: str) -> str:
    fields = cron.split()
    if len(fields) != 5:
        return ""
    minute, hour, day, month, weekday = fields
    if month != "*":
        return ""
    if hour == day == weekday == "*":
        return _within_the_hour(minute)
    if not (minute.isdigit() and hour.isdigit()):
        return ""
    days = _which_days(day, weekday)
    return f"{days} at {int(hour):02}:{int(minute):02}" if days else ""


def _within_the_hour(minute: str) -> str:
    if minute == "*":
        return "every minute"
    if minute.startswith("*/") and minute[2:].isdigit():
        return _every(f"{minute[2:]}m")
    return f"every hour at minute {int(minute)}" if minute.isdigit() else ""


def _which_days(day: str, weekday: str) -> str:
    if day == weekday == "*":
        return "every day"
    if day == "*":
        return _weekdays(weekday)
    return f"on day {int(day)} of each month" if weekday == "*" and day.isdigit() else ""


def _weekdays(text: str) -> str:
    if text in {"1-5", "MON-FRI"}:
        return "on weekdays"
    days = [_NAMES.get(part.upper(), part) for part in text.split(",")]
    known = [_DAYS[int(part)] for part in days if part.isdigit() and int(part) < len(_DAYS)]
    return joined(known, most=7) if len(known) == len(days) else ""
