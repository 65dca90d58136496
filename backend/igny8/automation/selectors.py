"""Reads of rules and runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from igny8.automation.engine.paths import sort_key
from igny8.automation.models import (
    FINISHED,
    AutomationRule,
    LaneStatus,
    RuleSchedule,
    RuleVersion,
    RunStatus,
    ScheduledTask,
    StepRun,
)
from igny8.automation.runtime.stored_versions import version_by_number
from igny8.core.clock import Clock

RECENT = timedelta(hours=1)


def live_rules() -> QuerySet[AutomationRule]:
    """The rules that are not deleted, with the time of their next run and their live definition."""
    rules = AutomationRule.objects.filter(deleted_at=None).select_related("site")
    live = RuleVersion.objects.filter(rule=OuterRef("pk"), number=OuterRef("version"))
    due = RuleSchedule.objects.filter(rule=OuterRef("pk")).order_by("next_due_at").exclude(next_due_at=None)
    return rules.annotate(
        next_run_at=Subquery(due.values("next_due_at")[:1]),
        live_definition=Subquery(live.values("definition")[:1]),
    )


def live_version(rule: AutomationRule) -> RuleVersion:
    """The version that the rule's next run will pin; kept with the rule, since versions never change."""
    known: RuleVersion | None = rule.__dict__.get("_live_version")
    if known is None or known.number != rule.version:
        known = rule.__dict__["_live_version"] = version_by_number(rule)
    return known


def runs() -> QuerySet[ScheduledTask]:
    """All runs, newest first."""
    return ScheduledTask.objects.select_related("automation_rule", "rule_version")


def history() -> QuerySet[ScheduledTask]:
    """Runs that have started or ended, newest first."""
    return runs().exclude(status=RunStatus.PENDING)


def trace_ids(run: ScheduledTask, *, under: str = "", statuses: Sequence[str] = ()) -> list[UUID]:
    """The ids of a run's steps in the order of the rule: a step, then those inside of it, items by number.

    :param under: only this step, by its path, and those inside of it.
    :param statuses: only those with one of these; all where it is empty.
    """
    rows = run.steps.order_by()
    if under:
        rows = rows.filter(Q(path=under) | Q(path__startswith=f"{under}/"))
    if statuses:
        rows = rows.filter(status__in=statuses)
    paths = list(rows.values_list("path", "pk"))
    return [pk for _, pk in sorted(paths, key=lambda row: sort_key(row[0]))]


def steps_by_id(ids: Sequence[UUID]) -> list[StepRun]:
    """These steps, in this order."""
    rows = StepRun.objects.defer("taken").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def neighbours(run: ScheduledTask) -> tuple[UUID | None, UUID | None]:
    """The runs of the same rule right before and right after this one."""
    same = ScheduledTask.objects.filter(automation_rule=run.automation_rule_id)
    older = Q(created_at__lt=run.created_at) | Q(created_at=run.created_at, pk__lt=run.pk)
    newer = Q(created_at__gt=run.created_at) | Q(created_at=run.created_at, pk__gt=run.pk)
    return (
        same.filter(older).order_by("-created_at", "-pk").values_list("pk", flat=True).first(),
        same.filter(newer).order_by("created_at", "pk").values_list("pk", flat=True).first(),
    )


def latest_run(rule: AutomationRule, clock: Clock) -> ScheduledTask | None:
    """The rule's newest run that is unfinished, or finished within the last hour."""
    run = runs().filter(automation_rule=rule).first()
    if run is None or (run.finished_at and clock.now() - run.finished_at > RECENT):
        return None
    return run


def progress_of(run: ScheduledTask, clock: Clock) -> dict[str, Any]:
    """Where a run stands, derived from its steps; see docs/api.md for the shape."""
    steps = _steps_to_show(run)
    total = max(len(run.rule_version.definition["actions"]), 1)
    current = next((step for step in steps if step.status in {RunStatus.RUNNING, RunStatus.WAITING}), None)
    percent = _percent(run, steps, total)
    return {
        "status": run.status,
        "progress": percent,
        "phase": _phase(run, current, total),
        "action": current.type if current else None,
        "scheduled_task_id": str(run.id),
        "steps": [_step_progress(step) for step in steps],
        "steps_total": total,
        "started_at": run.executed_at,
        "eta_seconds": _eta(run, percent, clock),
        "result": run.result if run.status in FINISHED else None,
        "error": {"code": run.error_code, "message": run.error_message} if run.error_code else None,
    }


_SHOWN = ("path", "type", "name", "status", "items_done", "items_total", "credits", "error", "account_id")
_MOST_SHOWN = 200
_SPREAD = ("for_each", "parallel")


def _steps_to_show(run: ScheduledTask) -> list[StepRun]:
    """The steps without the rule's conditions; inside of loops only what is at work or went wrong."""
    quiet = Q(path__contains="/items/", status__in=[RunStatus.COMPLETED, RunStatus.SKIPPED])
    rows = run.steps.exclude(quiet).exclude(path="conditions").only(*_SHOWN)
    steps = sorted(rows[:_MOST_SHOWN], key=lambda step: sort_key(step.path))
    _count_parts(run, [step for step in steps if step.type in _SPREAD and step.status == RunStatus.RUNNING])
    return steps


def _count_parts(run: ScheduledTask, containers: list[StepRun]) -> None:
    """How many parts of loops and parallels are over, where they are spread over the workers."""
    if not containers:
        return
    groups = run.lanes.filter(group__in=[step.path for step in containers]).order_by().values("group")
    over = Count("pk", filter=Q(status=LaneStatus.DONE))
    counts = {row["group"]: row for row in groups.annotate(all=Count("pk"), over=over)}
    for step in containers:
        if step.path in counts:
            step.items_total, step.items_done = counts[step.path]["all"], counts[step.path]["over"]


def _top_level(step: StepRun) -> bool:
    return step.path.startswith("actions/") and step.path.count("/") == 1


def _done_share(step: StepRun) -> float:
    if step.status in FINISHED:
        return 1.0
    return min(step.items_done / step.items_total, 1.0) if step.items_total else 0.0


def _percent(run: ScheduledTask, steps: list[StepRun], total: int) -> int:
    if run.status in {RunStatus.COMPLETED, RunStatus.SKIPPED}:
        return 100
    done = sum(_done_share(step) for step in steps if _top_level(step))
    return min(int(done / total * 100), 99)


def _phase(run: ScheduledTask, current: StepRun | None, total: int) -> str:
    if run.status in FINISHED:
        return run.get_status_display()
    if current is None:
        return "Initializing"
    number = int(current.path.split("/")[1]) + 1 if "/" in current.path else 1
    verb = "Waiting in" if current.status == RunStatus.WAITING else "Executing"
    return f"{verb} action {number}/{total}: {current.name or current.type}"


def _step_progress(step: StepRun) -> dict[str, Any]:
    return {
        "path": step.path,
        "type": step.type,
        "name": step.name,
        "status": step.status,
        "progress": int(_done_share(step) * 100),
        "items_done": step.items_done,
        "items_total": step.items_total,
        "credits": step.credits,
        "error": step.error,
    }


def _eta(run: ScheduledTask, percent: int, clock: Clock) -> int | None:
    """Seconds left, as far as the share that is done tells; None while that is little."""
    if run.status != RunStatus.RUNNING or run.executed_at is None or percent < 5:
        return None
    spent = (clock.now() - run.executed_at).total_seconds()
    return int(spent / percent * (100 - percent))
