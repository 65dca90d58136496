"""``schedule`` (the short form) and ``schedules``; and what may be wrong with a schedule."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.cron import check_cron, check_every
from igny8.automation.engine.errors import EngineError
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import RuleSpec, ScheduleSpec
from igny8.automation.engine.zones import zone

YEARS = range(1900, 9001)
"""Of bounds of schedules: nearer to the edges of the calendar nothing can be reckoned with."""


def with_schedules(raw: JsonObject) -> JsonObject:
    """A definition in which ``schedules`` says it all: a short form without a list becomes a list of one."""
    short, entries = raw.get("schedule") or None, raw.get("schedules") or []
    if isinstance(short, str) and not entries:
        entries = [{"cron": short}]
    return {**raw, "schedule": short, "schedules": entries}


def merge_short_form(patch: JsonObject, stored: list[JsonObject]) -> JsonObject:
    """A partial change of a rule: ``schedule`` alone changes the first of the stored schedules.

    ``schedules`` in the patch wins over what is stored of both; ``schedule: null`` alone removes them all.
    """
    if "schedules" in patch:
        return {"schedule": None, **patch}
    if "schedule" not in patch:
        return patch
    short = patch["schedule"] or None
    if short is None:
        return {**patch, "schedules": []}
    first: dict[str, Any] = {**(stored[0] if stored else {}), "cron": short}
    first.pop("every", None)
    return {**patch, "schedules": [first, *stored[1:]]}


def short_form(schedules: list[ScheduleSpec]) -> str | None:
    """The cron expression of the first schedule that has one."""
    return next((entry.cron for entry in schedules if entry.cron), None)


def check_schedules(spec: RuleSpec, problems: Problems) -> None:
    """Note what is wrong with each, and with the short form beside them."""
    for index, entry in enumerate(spec.schedules):
        at = "schedule" if _is_short(spec, entry) else f"schedules[{index}]"
        check_entry(entry, at, problems)
    crons = [entry.cron for entry in spec.schedules]
    if spec.schedule and spec.schedule not in crons:
        problems.add("schedule", "Does not agree with `schedules`; give one of both, or the same in both.")
    if spec.trigger == "schedule" and not spec.schedules:
        problems.add("schedule", "Must be given for the trigger `schedule`, for example `0 9 * * 1`.")


def _is_short(spec: RuleSpec, entry: ScheduleSpec) -> bool:
    return len(spec.schedules) == 1 and bool(entry.cron) and entry.cron == spec.schedule


def check_entry(entry: ScheduleSpec, at: str, problems: Problems) -> None:
    """Note what is wrong with one schedule beyond its shape, beneath ``at``."""
    if (entry.cron is None) == (entry.every is None):
        problems.add(at, "Give either `cron` or `every`.")
        return
    field = at if at == "schedule" else f"{at}.{'cron' if entry.cron is not None else 'every'}"
    wrong = check_cron(entry.cron) if entry.cron is not None else check_every(entry.every or "")
    if wrong:
        problems.add(field, wrong)
    try:
        zone(entry.timezone)
    except EngineError as unknown:
        problems.add(f"{at}.timezone", str(unknown))
    _check_bounds(entry, at, problems)


def _check_bounds(entry: ScheduleSpec, at: str, problems: Problems) -> None:
    bounds = {"start": entry.start, "end": entry.end}
    far = [name for name, moment in bounds.items() if moment and moment.year not in YEARS]
    for name in far:
        problems.add(f"{at}.{name}", f"Must be in the years {YEARS[0]} to {YEARS[-1]}.")
    if entry.start and entry.end and not far and entry.start.timestamp() >= entry.end.timestamp():
        problems.add(f"{at}.end", "Must be later than `start`.")
