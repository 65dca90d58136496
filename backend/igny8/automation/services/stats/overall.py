"""Statistics of an account's runs, or of one rule's, over the last days.

A fixed number of statements, whatever the number of runs. A run counts in the window in which it was
created. The success rate is of the runs that completed or failed: what was skipped or cancelled says nothing
about it. What a repeat reused was not paid again, and is not counted again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Trunc

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import UNFINISHED, RunStatus, ScheduledTask
from igny8.automation.services.stats.of_actions import per_action
from igny8.automation.services.stats.percentiles import durations
from igny8.automation.services.stats.reasons import error_kinds, skip_reasons

BUCKETS = ("hour", "day", "week")
MOST_RULES = 50
JUDGED = (RunStatus.COMPLETED, RunStatus.FAILED)
NO_DURATIONS: JsonObject = {"p50": None, "p95": None}


@dataclass(frozen=True, slots=True)
class Window:
    """The last ``days`` days up to ``now``, today included; days begin at midnight of ``zone``."""

    now: datetime
    days: int = 30
    bucket: str = "day"
    zone: tzinfo = UTC

    @property
    def since(self) -> datetime:
        """When it begins."""
        first = self.now.astimezone(self.zone).date() - timedelta(days=self.days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=self.zone)

    def starts(self) -> list[datetime]:
        """The beginning of each bucket."""
        at, starts = self.since, []
        if self.bucket == "week":
            at -= timedelta(days=at.weekday())
        while at <= self.now:
            starts.append(at)
            at = self._next(at)
        return starts

    def _next(self, at: datetime) -> datetime:
        if self.bucket == "hour":
            return (at.astimezone(UTC) + timedelta(hours=1)).astimezone(self.zone)
        return at + timedelta(days=7 if self.bucket == "week" else 1)


def statistics(window: Window, rule_id: UUID | None = None) -> JsonObject:
    """See docs/api.md for the shape."""
    runs = ScheduledTask.objects.filter(is_test=False, created_at__gte=window.since)
    if rule_id is not None:
        runs = runs.filter(automation_rule=rule_id)
    took = durations(_timed(runs.annotate(all_runs=Value(1))), "executed_at", "finished_at", "all_runs")
    return {
        "since": window.since,
        "until": window.now,
        "bucket": window.bucket,
        **shares(runs.aggregate(**COUNTS)),
        "duration_seconds": took.get(1, NO_DURATIONS),
        "errors": error_kinds(runs),
        "skips": skip_reasons(runs),
        "over_time": _over_time(runs, window),
        "per_rule": _per_rule(runs),
        "per_action": per_action(window.since, rule_id),
    }


COUNTS: dict[str, Any] = {
    "total": Count("pk"),
    "unfinished": Count("pk", filter=Q(status__in=UNFINISHED)),
    **{
        status.value: Count("pk", filter=Q(status=status))
        for status in (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.SKIPPED, RunStatus.CANCELLED)
    },
    "spent": Sum("credits"),
}


def shares(counted: JsonObject) -> JsonObject:
    """Counts of runs by status, their credits, and the rates that follow."""
    judged = counted["completed"] + counted["failed"]
    ended = judged + counted["skipped"] + counted["cancelled"]
    names = ("total", "completed", "failed", "skipped", "cancelled", "unfinished")
    return {
        "runs": {name: counted[name] for name in names},
        "success_rate": round(counted["completed"] / judged, 4) if judged else None,
        "skip_rate": round(counted["skipped"] / ended, 4) if ended else None,
        "credits": counted["spent"] or 0,
    }


_EMPTY: JsonObject = dict.fromkeys(COUNTS, 0)


def _timed(runs: QuerySet[ScheduledTask]) -> QuerySet[ScheduledTask]:
    return runs.filter(status__in=JUDGED).exclude(executed_at=None).exclude(finished_at=None)


def _over_time(runs: QuerySet[ScheduledTask], window: Window) -> list[JsonObject]:
    start = Trunc("created_at", window.bucket, tzinfo=window.zone)
    rows = runs.order_by().annotate(start=start).values("start").annotate(**COUNTS)
    found: dict[datetime, JsonObject] = dict.fromkeys(window.starts(), _EMPTY)
    found |= {row["start"]: row for row in rows}
    return [{"start": start, **shares(found[start])} for start in sorted(found)]


def _per_rule(runs: QuerySet[ScheduledTask]) -> list[JsonObject]:
    """The rules with the most runs."""
    named: Any = runs.order_by().values("automation_rule_id", name=F("automation_rule__name"))
    rows = list(named.annotate(**COUNTS).order_by("-total", "automation_rule_id")[:MOST_RULES])
    ids = [row["automation_rule_id"] for row in rows]
    timed = _timed(runs.filter(automation_rule__in=ids))
    took = durations(timed, "executed_at", "finished_at", "automation_rule_id")
    return [
        {
            "rule": str(row["automation_rule_id"]),
            "name": row["name"],
            **shares(row),
            "duration_seconds": took.get(row["automation_rule_id"], NO_DURATIONS),
        }
        for row in rows
    ]
