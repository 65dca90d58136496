"""Near misses: a trigger matched, and yet no run was started. Each stands in the history with its reason."""

from __future__ import annotations

from datetime import datetime

from igny8.automation.engine import JsonObject
from igny8.automation.models import AutomationRule, RuleSchedule, RunStatus, ScheduledTask
from igny8.automation.selectors import live_version
from igny8.automation.services.causes import NO_CAUSE, Cause
from igny8.core.clock import Clock


def note_near_miss(
    *,
    rule: AutomationRule,
    trigger: str,
    reason: str,
    context: JsonObject,
    clock: Clock,
    cause: Cause = NO_CAUSE,
    scheduled_for: datetime | None = None,
    schedule: RuleSchedule | None = None,
) -> ScheduledTask:
    """Write a ``skipped`` run that says, in plain words, why nothing was done."""
    return ScheduledTask.objects.create(
        automation_rule=rule,
        rule_version=live_version(rule),
        site_id=rule.site_id,
        trigger=trigger,
        context=context,
        schedule=schedule,
        scheduled_for=scheduled_for,
        scheduled_at=scheduled_for or clock.now(),
        **cause.columns(),
        status=RunStatus.SKIPPED,
        status_reason=reason,
        finished_at=clock.now(),
        metadata={"near_miss": True},
    )
