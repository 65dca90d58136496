"""When a schedule is due: cron expressions in a time zone, and "every N".

Daylight saving, as Debian's cron does it. A rule at a fixed time (``0 2 * * *``) runs once, right after the
gap, on the day on which that time does not exist; and once, the first time, on the day on which it exists
twice. A rule whose minute or hour begins with ``*`` (``*/15 * * * *``, ``0 * * * *``) follows real time:
nothing in the gap, and again in the repeated hour. ``every`` counts real time from ``start``, without drift.

All moments that come in and go out are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from igny8.automation.engine.conditions.values import duration
from igny8.automation.engine.errors import EngineError
from igny8.automation.engine.schema.model import ScheduleSpec
from igny8.automation.engine.zones import zone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MIN_EVERY = timedelta(minutes=1)
MAX_EVERY = timedelta(days=366)
SKIP_GRACE = timedelta(seconds=60)
"""How late an occurrence may be noticed and still count as on time under ``misfire: skip``."""
MAX_RUN_ALL = 100
"""At most so many missed occurrences are made up for under ``misfire: run_all``; the latest ones."""
_FIRST_WINDOW = timedelta(hours=2)


def check_cron(expression: str) -> str | None:
    """What is wrong with a cron expression, or ``None``. One that can never be due is wrong too."""
    if len(expression.split()) != 5:
        return "Must have five fields: minute, hour, day of month, month, day of week (`0 9 * * 1`)."
    try:
        next(CronSim(expression, datetime(2024, 1, 1)))  # noqa: DTZ001 - cronsim's fastest way, no zone matters
    except CronSimError as wrong:
        return f"{wrong}: `{expression}` is not a cron expression such as `0 9 * * 1`."
    except StopIteration:
        return f"`{expression}` is never due."
    return None


def check_every(text: str) -> str | None:
    """What is wrong with an ``every``, or ``None``."""
    length = duration(text)
    if length is None:
        return "Must be a duration such as `15m`, `2h` or `1d`."
    if not MIN_EVERY <= length <= MAX_EVERY:
        return "Must be between one minute and 366 days."
    return None


def occurrences(schedule: ScheduleSpec, after: datetime) -> Iterator[datetime]:
    """Every moment it is due, later than ``after``, in order; perhaps without end.

    The schedule must be valid (``check_cron``, ``check_every``, ``zone``); else ``EngineError``.
    """
    start, end = _utc(schedule.start), _utc(schedule.end)
    if start is not None and start > after:
        after = start - timedelta(microseconds=1)
    for moment in _every(schedule, after) if schedule.every else _cron(schedule, after):
        if end is not None and moment > end:
            return
        yield moment


def next_occurrence(schedule: ScheduleSpec, after: datetime) -> datetime | None:
    """The first moment later than ``after``; ``None`` if there is none."""
    return next(occurrences(schedule, after), None)


def due_occurrences(schedule: ScheduleSpec, last: datetime, now: datetime) -> list[datetime]:
    """The occurrences after ``last`` up to ``now`` that are to run, by the schedule's misfire policy.

    ``run_once``: the latest one only. ``skip``: the latest one if it is at most ``SKIP_GRACE`` old.
    ``run_all``: all, at most the latest ``MAX_RUN_ALL``. Go on from ``now``, whatever comes back.
    """
    wanted = MAX_RUN_ALL if schedule.misfire == "run_all" else 1
    if schedule.misfire == "skip":
        last = max(last, now - SKIP_GRACE - timedelta(microseconds=1))
    return _latest(schedule, last, now, wanted)


def _latest(schedule: ScheduleSpec, last: datetime, now: datetime, wanted: int) -> list[datetime]:
    """Looks back in growing windows, so that a minutely rule after a month of downtime costs no time."""
    window = _FIRST_WINDOW
    while True:
        begin = max(last, now - window) if window < now - last else last
        found = []
        for moment in occurrences(schedule, begin):
            if moment > now:
                break
            found.append(moment)
        if begin == last or len(found) >= wanted:
            return found[-wanted:]
        window *= 4


def _every(schedule: ScheduleSpec, after: datetime) -> Iterator[datetime]:
    length = duration(schedule.every or "")
    if length is None or length < MIN_EVERY:
        raise EngineError(f"`{schedule.every}` is not a duration such as `15m`.")
    anchor = _utc(schedule.start) or EPOCH
    count = (after - anchor) // length + 1
    while True:
        yield anchor + count * length
        count += 1


def _cron(schedule: ScheduleSpec, after: datetime) -> Iterator[datetime]:
    local = zone(schedule.timezone)
    try:
        moments = CronSim(schedule.cron or "", after.astimezone(local))
    except CronSimError as wrong:
        raise EngineError(f"`{schedule.cron}` is not a cron expression: {wrong}.") from None
    for moment in moments:
        yield moment.astimezone(UTC)


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
