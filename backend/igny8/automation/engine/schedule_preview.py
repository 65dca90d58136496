"""When schedules would be due next, for an editor that is still being typed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from igny8.automation.engine.cron import occurrences
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import ScheduleSpec
from igny8.automation.engine.schema.params import read_model
from igny8.automation.engine.schema.schedules import check_entry


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next moments of one schedule in UTC, or what is wrong with it by field path."""

    times: list[datetime] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)


def upcoming(raw: list[Any], *, after: datetime, count: int) -> list[Upcoming]:
    """The first ``count`` occurrences later than ``after`` of each schedule, as a rule's JSON has them.

    One that is wrong has its problems, as a rule that is saved would name them (``schedules[0].cron``), and
    does not keep the others from being shown.
    """
    return [_of_one(entry, f"schedules[{index}]", after, count) for index, entry in enumerate(raw)]


def _of_one(raw: Any, at: str, after: datetime, count: int) -> Upcoming:
    problems = Problems()
    schedule = read_model(ScheduleSpec, raw, at, problems)
    if schedule is not None:
        check_entry(schedule, at, problems)
    if schedule is None or problems.found:
        return Upcoming(problems=problems.found)
    return Upcoming(list(islice(occurrences(schedule, after), count)))
