"""Runs as rows of a table, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from igny8.automation.models import ScheduledTask

MOST_RUNS = 10_000
"""A table holds the first so many, in the order asked for: the newest by default."""
HEADER = (
    "id",
    "rule",
    "version",
    "status",
    "trigger",
    "scheduled_at",
    "started_at",
    "finished_at",
    "duration_seconds",
    "credits",
    "test",
    "reason",
    "error_code",
    "error",
)
_LOADED = (
    "automation_rule__name",
    "rule_version__number",
    "status",
    "trigger",
    "scheduled_at",
    "executed_at",
    "finished_at",
    "credits",
    "is_test",
    "status_reason",
    "error_code",
    "error_message",
)

Row = tuple[str | int | float | datetime | None, ...]


def history_rows(runs: QuerySet[ScheduledTask]) -> Iterator[Row]:
    """One row a run; the columns are those of ``HEADER``."""
    for run in runs.only(*_LOADED)[:MOST_RUNS]:
        began, over = run.executed_at, run.finished_at
        yield (
            str(run.pk),
            run.automation_rule.name,
            run.rule_version.number,
            run.status,
            run.trigger,
            run.scheduled_at,
            began,
            over,
            (over - began).total_seconds() if began and over else None,
            run.credits,
            "yes" if run.is_test else "no",
            run.status_reason,
            run.error_code,
            run.error_message,
        )
