"""Statistics of each kind of action, from the steps of the runs."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from igny8.automation.engine.nodes.registry import NODE_KINDS
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.paths import CONDITIONS
from igny8.automation.models import RunStatus, StepRun
from igny8.automation.runtime.names import action_name
from igny8.automation.services.stats.percentiles import durations

MOST_ACTIONS = 100
_MOST_ERRORS = 300
_PARTS = ("item", "lane")


def per_action(since: datetime, rule_id: UUID | None) -> list[JsonObject]:
    """Counts, items, credits, durations and errors by type of action; the dearest first.

    Flow nodes do no work of their own and are left out; so is what a repeat took over from the earlier run.
    """
    steps = StepRun.objects.filter(run__is_test=False, run__created_at__gte=since, reused=False)
    steps = steps.exclude(type__in=[CONDITIONS, *_PARTS, *_flow_types()])
    if rule_id is not None:
        steps = steps.filter(run__automation_rule=rule_id)
    counted: list[Any] = list(
        steps.order_by()
        .values("type")
        .annotate(
            steps=Count("pk"),
            completed=Count("pk", filter=Q(status=RunStatus.COMPLETED)),
            failed=Count("pk", filter=Q(status=RunStatus.FAILED)),
            skipped=Count("pk", filter=Q(status=RunStatus.SKIPPED)),
            retried=Count("pk", filter=Q(attempt__gt=1)),
            items=Sum("items_done"),
            spent=Sum("credits"),
        )
        .order_by("-spent", "type")[:MOST_ACTIONS]
    )
    timed = steps.filter(status__in=[RunStatus.COMPLETED, RunStatus.FAILED])
    timed = timed.exclude(started_at=None).exclude(finished_at=None)
    took, errors = durations(timed, "started_at", "finished_at", "type"), _errors(steps)
    return [_line(row, took.get(row["type"]), errors[row["type"]]) for row in counted]


def _flow_types() -> list[str]:
    return [kind.name for kind in NODE_KINDS]


def _line(row: JsonObject, took: JsonObject | None, errors: list[JsonObject]) -> JsonObject:
    judged = row["completed"] + row["failed"]
    return {
        "type": row["type"],
        "name": action_name(row["type"]),
        "steps": row["steps"],
        "completed": row["completed"],
        "failed": row["failed"],
        "skipped": row["skipped"],
        "retried": row["retried"],
        "success_rate": round(row["completed"] / judged, 4) if judged else None,
        "items": row["items"] or 0,
        "credits": row["spent"] or 0,
        "duration_seconds": took or {"p50": None, "p95": None},
        "errors": errors,
    }


def _errors(steps: QuerySet[StepRun]) -> dict[str, list[JsonObject]]:
    """The error codes of failed steps by type, the most frequent first, each with its newest run."""
    coded: QuerySet[Any] = steps.filter(status=RunStatus.FAILED).order_by().annotate(code=KT("error__code"))
    same = [F("type"), F("code")]
    ranked = coded.annotate(
        size=Window(Count("pk"), partition_by=same),
        rank=Window(RowNumber(), partition_by=same, order_by=[F("created_at").desc(), F("id").desc()]),
    )
    newest = ranked.filter(rank=1).order_by("-size", "type", "code")
    found: dict[str, list[JsonObject]] = defaultdict(list)
    for row in newest.values("type", "code", "size", "run_id", "error")[:_MOST_ERRORS]:
        found[row["type"]].append(
            {
                "code": row["code"] or "error",
                "count": row["size"],
                "scheduled_task_id": str(row["run_id"]),
                "message": (row["error"] or {}).get("message", ""),
            }
        )
    return found
