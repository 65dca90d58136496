"""What the schedules will cost: their coming occurrences, times what a run of the rule has cost so far.

The work is bounded: so many rules, so many occurrences of a schedule; what lies beyond is said to be left out
or counted by its rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from igny8.automation.engine import ScheduleSpec
from igny8.automation.engine.cron import occurrences
from igny8.automation.models import FINISHED, AutomationRule, RuleSchedule, ScheduledTask
from igny8.automation.runtime.definitions import compiled
from igny8.automation.selectors import live_version
from igny8.automation.services.estimates import estimate
from igny8.automation.services.history_estimates import ENOUGH, WINDOW
from igny8.core.clock import Clock
from igny8.credits.pots import day_of, midnight
from igny8.credits.services import balance_of_account

DEFAULT_DAYS = 30
MAX_DAYS = 90
_MOST_RULES = 200
_MOST_OCCURRENCES = 20_000
"""Of all schedules together; those of a schedule that are beyond its share are counted by its rate so far."""
_MOST_ESTIMATES = 20
"""Of rules without history."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A rule that will run by itself: how often on which day, and what a run costs."""

    rule: AutomationRule
    days: Counter[date]
    per_run: int | None
    basis: str

    @property
    def credits(self) -> int:
        return self.days.total() * (self.per_run or 0)


def credit_forecast(*, days: int, clock: Clock) -> dict[str, Any]:
    """Runs and credits a day for ``days`` days from now on, today's rest included; days are those of UTC."""
    now = clock.now()
    until = midnight(day_of(now) + timedelta(days=days))
    schedules = RuleSchedule.objects.filter(next_due_at__lt=until, rule__deleted_at=None)
    rules: dict[AutomationRule, list[RuleSchedule]] = {}
    for row in schedules.select_related("rule").order_by("rule_id"):
        rules.setdefault(row.rule, []).append(row)
    planned = _planned(list(rules.items())[:_MOST_RULES], now, until, clock)
    per_day = [_day(planned, day_of(now) + timedelta(days=number)) for number in range(days)]
    available = balance_of_account().available
    return {
        "days": per_day,
        "rules": [_row(one) for one in planned],
        "credits": sum(row["credits"] for row in per_day),
        "available": available,
        "lasts_until": _lasts_until(per_day, available),
        "complete": len(rules) <= _MOST_RULES,
    }


def _planned(
    rules: Sequence[tuple[AutomationRule, list[RuleSchedule]]], now: datetime, until: datetime, clock: Clock
) -> list[_Planned]:
    found, estimates = [], 0
    share = _MOST_OCCURRENCES // max(sum(len(schedules) for _, schedules in rules), 1)
    for rule, schedules in rules:
        days: Counter[date] = Counter()
        for row in schedules:
            days += _occurrences(ScheduleSpec.model_validate(row.spec), now, until, max(share, 2))
        per_run = _average(rule)
        basis = "unknown" if per_run is None else "history"
        if per_run is None and estimates < _MOST_ESTIMATES:
            estimates += 1
            per_run, basis = _by_prices(rule, clock), "prices"
        found.append(_Planned(rule, days, per_run, basis))
    return found


def _occurrences(spec: ScheduleSpec, now: datetime, until: datetime, most: int) -> Counter[date]:
    """How often a schedule is due on each day; after the first ``most`` times at the rate of those."""
    moments = [moment for moment in islice(occurrences(spec, now), most) if moment < until]
    days = Counter(day_of(moment) for moment in moments)
    if len(moments) < most:
        return days
    first, last = moments[0], moments[-1]
    pace = (last - first) / (most - 1)
    end = until if spec.end is None else min(until, midnight(day_of(spec.end)) + timedelta(days=1))
    day = day_of(last)
    while midnight(day) < end:
        tomorrow = day + timedelta(days=1)
        first_of_day = max(_steps(midnight(day) - last, pace), 1)
        days[day] += max(_steps(min(midnight(tomorrow), end) - last, pace) - first_of_day, 0)
        day = tomorrow
    return days


def _steps(time: timedelta, pace: timedelta) -> int:
    """How many steps of ``pace`` it takes to be ``time`` ahead, or farther."""
    return -(-time // pace)


def _average(rule: AutomationRule) -> int | None:
    """The mean cost of the rule's latest runs that began, whatever became of them."""
    rows = ScheduledTask.objects.filter(automation_rule=rule, status__in=FINISHED, is_test=False)
    costs = rows.filter(rerun_of=None).exclude(executed_at=None).order_by("-created_at")
    found = list(costs.values_list("credits", flat=True)[:WINDOW])
    return round(sum(found) / len(found)) if len(found) >= ENOUGH else None


def _by_prices(rule: AutomationRule, clock: Clock) -> int:
    definition = compiled(live_version(rule))
    found = estimate(definition=definition, site_id=rule.site_id, rule=rule, clock=clock)
    expected: int = found["credits"]["expected"]
    return expected


def _day(planned: Sequence[_Planned], day: date) -> dict[str, Any]:
    return {
        "date": day,
        "runs": sum(one.days[day] for one in planned),
        "credits": sum(one.days[day] * (one.per_run or 0) for one in planned),
    }


def _row(one: _Planned) -> dict[str, Any]:
    return {
        "rule_id": str(one.rule.id),
        "name": one.rule.name,
        "runs": one.days.total(),
        "credits_per_run": one.per_run,
        "credits": one.credits,
        "basis": one.basis,
    }


def _lasts_until(days: Sequence[dict[str, Any]], available: int) -> date | None:
    for row in days:
        available -= row["credits"]
        if available < 0:
            found: date = row["date"]
            return found
    return None
