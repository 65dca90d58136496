"""Reads of rules and runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from igny8.automation.models import (
    FINISHED,
    AutomationRule,
    RuleSchedule,
    RuleVersion,
    RunStatus,
    ScheduledTask,
    StepRun,
)
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
    """The version that the rule's next run will pin."""
    return rule.versions.get(number=rule.version)


def runs() -> QuerySet[ScheduledTask]:
    """All runs, newest first."""
    return ScheduledTask.objects.select_related("automation_rule", "rule_version")


def history() -> QuerySet[ScheduledTask]:
    """Runs that have started or ended, newest first."""
    return runs().exclude(status=RunStatus.PENDING)


def latest_run(rule: AutomationRule, clock: Clock) -> ScheduledTask | None:
    """The rule's newest run that is unfinished, or finished within the last hour."""
    run = runs().filter(automation_rule=rule).first()
    if run is None or (run.finished_at and clock.now() - run.finished_at > RECENT):
        return None
    return run


def progress_of(run: ScheduledTask, clock: Clock) -> dict[str, Any]:
    """Where a run stands, derived from its steps; see docs/api.md for the shape."""
    steps = [step for step in run.steps.all() if step.path != "conditions"]
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


def _top_level(step: StepRun) -> bool:
    return step.path.count("/") == 1


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
