"""A few numbers beside each rule of a list: two statements a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import AutomationRule, RunStatus, ScheduledTask
from igny8.core.clock import Clock

DAYS = 30


def rule_stats(rule_ids: Collection[UUID], *, clock: Clock) -> dict[UUID, JsonObject]:
    """Success rate, runs and credits of the last 30 days, and the last run, by rule; without tests.

    ``{"runs", "completed", "failed", "skipped", "success_rate", "credits", "days", "last_run": {"id",
    "status", "status_reason", "error_code", "scheduled_at", "finished_at", "credits"} or null}``
    """
    counts, last = _counts(rule_ids, clock), _last_runs(rule_ids)
    return {rule_id: {**_line(counts.get(rule_id)), "last_run": last.get(rule_id)} for rule_id in rule_ids}


def _counts(rule_ids: Collection[UUID], clock: Clock) -> dict[UUID, JsonObject]:
    since = clock.now() - timedelta(days=DAYS)
    runs = ScheduledTask.objects.filter(automation_rule__in=rule_ids, is_test=False, created_at__gte=since)
    rows: Any = (
        runs.order_by()
        .values("automation_rule_id")
        .annotate(
            runs=Count("pk"),
            completed=Count("pk", filter=Q(status=RunStatus.COMPLETED)),
            failed=Count("pk", filter=Q(status=RunStatus.FAILED)),
            skipped=Count("pk", filter=Q(status=RunStatus.SKIPPED)),
            spent=Sum("credits"),
        )
    )
    return {row["automation_rule_id"]: row for row in rows}


def _line(row: JsonObject | None) -> JsonObject:
    row = row or {}
    completed, failed = row.get("completed", 0), row.get("failed", 0)
    return {
        "days": DAYS,
        "runs": row.get("runs", 0),
        "completed": completed,
        "failed": failed,
        "skipped": row.get("skipped", 0),
        "success_rate": round(completed / (completed + failed), 4) if completed + failed else None,
        "credits": row.get("spent") or 0,
    }


def _last_runs(rule_ids: Collection[UUID]) -> dict[UUID, JsonObject]:
    """The newest run of each rule that is no test: one look-up by index for each rule."""
    of_rule = ScheduledTask.objects.filter(automation_rule=OuterRef("pk"), is_test=False)
    newest = of_rule.order_by("-created_at", "-id").values("pk")[:1]
    rules = AutomationRule.objects.filter(pk__in=rule_ids).annotate(last_run=Subquery(newest)).order_by()
    runs = ScheduledTask.objects.filter(pk__in=rules.values("last_run")).only(
        "automation_rule_id",
        "status",
        "status_reason",
        "error_code",
        "scheduled_at",
        "finished_at",
        "credits",
        "account_id",
    )
    return {run.automation_rule_id: _last(run) for run in runs}


def _last(run: ScheduledTask) -> JsonObject:
    return {
        "id": str(run.id),
        "status": run.status,
        "status_reason": run.status_reason,
        "error_code": run.error_code,
        "scheduled_at": run.scheduled_at,
        "finished_at": run.finished_at,
        "credits": run.credits,
    }
