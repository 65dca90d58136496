"""Reads what a story is told from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from igny8.automation.models import RunStatus, ScheduledTask, StepRun
from igny8.automation.services.timeline.facts import Entry, RunFacts, StepFacts
from igny8.automation.services.timeline.story import tell

MOST_STEPS = 500
"""Of runs with more, what went well inside of loops is left out unless it is asked for by ``under``."""
_CEILING = 2000


def timeline_of(run: ScheduledTask, under: str = "") -> list[Entry]:
    """The story of a run; with ``under`` only of that step and those inside of it."""
    steps = map(step_facts, _steps(run, under))
    told = tell(run_facts(run), steps)
    return [entry for entry in told if entry.path and entry.kind != "end"] if under else told


def _steps(run: ScheduledTask, under: str) -> Iterable[StepRun]:
    rows: QuerySet[StepRun] = run.steps.defer("taken", "updated_at").order_by("order", "id")
    if under:
        rows = rows.filter(Q(path=under) | Q(path__startswith=f"{under}/"))
    elif rows.count() > MOST_STEPS:
        quiet = Q(path__contains="/items/", status__in=[RunStatus.COMPLETED, RunStatus.SKIPPED])
        rows = rows.exclude(quiet)
    return rows[:_CEILING]


def run_facts(run: ScheduledTask) -> RunFacts:
    """A run's row as plain data."""
    result = run.result or {}
    event = run.context.get("event")
    return RunFacts(
        trigger=run.trigger,
        status=run.status,
        scheduled_at=run.scheduled_at,
        started_at=run.executed_at,
        finished_at=run.finished_at,
        reason=run.status_reason,
        error_code=run.error_code,
        error_message=run.error_message,
        note=run.note,
        credits=run.credits,
        schedule=run.schedule.spec if run.schedule else None,
        event=event if isinstance(event, dict) else None,
        cause=_cause(run),
        rerun_of=str(run.rerun_of_id or ""),
        rerun_from=str(run.metadata.get("from") or "start"),
        failed_path=str(result.get("failed_path") or ""),
        is_test=run.is_test,
        cancel_requested_at=run.cancel_requested_at,
    )


def _cause(run: ScheduledTask) -> str:
    if run.caused_by is None or run.rerun_of_id:
        return ""
    names = ScheduledTask.objects.filter(pk=run.caused_by).values_list("automation_rule__name", flat=True)
    return names.first() or ""


def step_facts(row: StepRun) -> StepFacts:
    """A step's row as plain data."""
    return StepFacts(
        path=row.path,
        node_id=row.node_id,
        type=row.type,
        status=row.status,
        name=row.name,
        attempt=row.attempt,
        input=row.input or {},
        output=row.output or {},
        evaluation=row.evaluation,
        error=row.error,
        note=row.note,
        credits=row.credits,
        reused=row.reused,
        continued=row.continued,
        crashes=row.crashes,
        attempts=row.attempts or [],
        signal=row.signal,
        items_done=row.items_done,
        items_total=row.items_total,
        resume_at=row.resume_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
