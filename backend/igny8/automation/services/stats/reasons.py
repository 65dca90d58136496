"""Why runs failed or were skipped: kinds, how often, and an example of each."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import RunStatus, ScheduledTask

MOST_KINDS = 20
_MOST_REASONS = 500
_ACTUAL = re.compile(r": it is .*", re.DOTALL)
_AMOUNT = re.compile(r"\b[0-9][0-9,.]* (s|min|h|d|credits)\b")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def error_kinds(runs: QuerySet[ScheduledTask]) -> list[JsonObject]:
    """The error codes of failed runs, the most frequent first, each with its newest run."""
    newest = _newest_of_each(runs.filter(status=RunStatus.FAILED), "error_code")
    return [
        {
            "code": row["error_code"] or "error",
            "count": row["size"],
            "scheduled_task_id": str(row["id"]),
            "message": row["error_message"],
        }
        for row in newest.values("error_code", "error_message", "id", "size")[:MOST_KINDS]
    ]


def skip_reasons(runs: QuerySet[ScheduledTask]) -> list[JsonObject]:
    """Why runs were skipped, the most frequent reason first, each with its newest run.

    A ``near_miss`` never began: overlap, cooldown, a budget. What differs between runs (the values that were
    compared, ids) is left out of the reason.
    """
    skipped = runs.filter(status=RunStatus.SKIPPED)
    newest = _newest_of_each(skipped, "status_reason").values("status_reason", "executed_at", "id", "size")
    found: dict[tuple[str, bool], JsonObject] = {}
    for row in newest[:_MOST_REASONS]:
        reason, near = _general(row["status_reason"]), row["executed_at"] is None
        known = found.setdefault(
            (reason, near),
            {"reason": reason, "near_miss": near, "count": 0, "scheduled_task_id": str(row["id"])},
        )
        known["count"] += row["size"]
    return sorted(found.values(), key=lambda one: (-one["count"], one["reason"]))[:MOST_KINDS]


def _general(reason: str) -> str:
    text = _AMOUNT.sub(r"… \1", _ID.sub("…", _ACTUAL.sub("", reason))).strip().rstrip(".")
    return f"{text}." if text else "No reason was given."


def _newest_of_each(runs: QuerySet[ScheduledTask], field: str) -> QuerySet[Any]:
    """The newest run of each value of a field, with ``size``, how many there are."""
    ranked: QuerySet[Any] = runs.order_by().annotate(
        size=Window(Count("pk"), partition_by=[F(field)]),
        rank=Window(RowNumber(), partition_by=[F(field)], order_by=[F("created_at").desc(), F("id").desc()]),
    )
    return ranked.filter(Q(rank=1)).order_by("-size", field)
