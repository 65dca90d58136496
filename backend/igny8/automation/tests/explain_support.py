"""Finished runs and steps, written straight to the tables: for tests of what is read from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from igny8.automation.models import AutomationRule, RunStatus, ScheduledTask, StepRun
from igny8.automation.selectors import live_version


def past_run(rule: AutomationRule, begun: datetime, *, seconds: float = 10, **values: Any) -> ScheduledTask:
    """A run of that rule that began then and took so long; completed unless ``values`` say otherwise."""
    given: dict[str, Any] = {
        "automation_rule": rule,
        "rule_version": live_version(rule),
        "site_id": rule.site_id,
        "trigger": "manual",
        "status": RunStatus.COMPLETED,
        "scheduled_at": begun,
        "executed_at": begun,
        "finished_at": begun + timedelta(seconds=seconds),
    }
    run = ScheduledTask.objects.create(**given | values)
    ScheduledTask.objects.filter(pk=run.pk).update(created_at=begun)
    run.created_at = begun
    return run


def past_step(run: ScheduledTask, path: str = "actions/0", *, seconds: float = 5, **values: Any) -> StepRun:
    """A step of that run; a completed ``count`` unless ``values`` say otherwise."""
    begun = run.executed_at or run.scheduled_at
    given: dict[str, Any] = {
        "run": run,
        "order": run.steps.count(),
        "path": path,
        "node_id": "n",
        "type": "count",
        "name": "Count",
        "status": RunStatus.COMPLETED,
        "started_at": begun,
        "finished_at": begun + timedelta(seconds=seconds),
    }
    return StepRun.objects.create(**given | values)
