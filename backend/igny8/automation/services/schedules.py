"""Schedules of rules: their next due time, and the runs that are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from igny8.automation.engine import Definition, ScheduleSpec, due_occurrences, next_occurrence
from igny8.automation.models import AutomationRule, RuleSchedule, RunStatus, ScheduledTask, TriggerKind
from igny8.automation.selectors import live_version
from igny8.automation.services.runs import create_run
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.tenancy import account_scope, system_scope

_BATCH = 500


def sync_schedules(*, rule: AutomationRule, definition: Definition, clock: Clock) -> None:
    """Make a rule's schedule rows those of its definition; a schedule that stays keeps its next time."""
    wanted = [spec.model_dump(mode="json") for spec in definition.schedules]
    rows = {row.pk: row for row in rule.schedules.all()}
    fires = rule.status == AutomationRule.Status.ACTIVE and rule.trigger == TriggerKind.SCHEDULE
    for row in rows.values():
        if row.spec not in wanted:
            row.delete()
    for number, (spec, raw) in enumerate(zip(definition.schedules, wanted, strict=True)):
        if raw in wanted[:number]:
            continue
        stored = next((row for row in rows.values() if row.spec == raw), None)
        row = stored or RuleSchedule(rule=rule, spec=raw)
        if not fires:
            row.next_due_at = None
        elif row.next_due_at is None:
            row.next_due_at = next_occurrence(spec, clock.now())
        row.save()


def start_due_schedules(*, clock: Clock) -> int:
    """One tick: start a run for every occurrence that is due; how many were started."""
    now = clock.now()
    with system_scope():
        due = RuleSchedule.objects.filter(next_due_at__lte=now).order_by("next_due_at")
        ids = list(due.values_list("id", "account_id")[:_BATCH])
    started = 0
    for schedule_id, account_id in ids:
        with account_scope(account_id):
            row = RuleSchedule.objects.select_related("rule").filter(pk=schedule_id).first()
            started += _start_one(row, now, clock) if row else 0
    return started


def _start_one(schedule: RuleSchedule, now: datetime, clock: Clock) -> int:
    spec = ScheduleSpec.model_validate(schedule.spec)
    due = schedule.next_due_at
    if due is None:
        return 0
    occurrences = due_occurrences(spec, due - timedelta(microseconds=1), now)
    with transaction.atomic():
        moved = RuleSchedule.objects.filter(pk=schedule.pk, next_due_at=due).update(
            next_due_at=next_occurrence(spec, now)
        )
        if not moved:
            return 0
        return sum(_start_occurrence(schedule, moment, clock) for moment in occurrences)


def _start_occurrence(schedule: RuleSchedule, moment: datetime, clock: Clock) -> bool:
    try:
        with transaction.atomic():
            create_run(
                rule=schedule.rule,
                trigger=TriggerKind.SCHEDULE,
                context={},
                clock=clock,
                schedule=schedule,
                scheduled_for=moment,
            )
    except IntegrityError:
        return False
    except Conflict as busy:
        _note_missed(schedule, moment, busy.message, clock)
        return False
    return True


def _note_missed(schedule: RuleSchedule, moment: datetime, reason: str, clock: Clock) -> None:
    """An occurrence that the rule's mode did not let start stands in the history as skipped."""
    rule = schedule.rule
    ScheduledTask.objects.create(
        automation_rule=rule,
        rule_version=live_version(rule),
        site_id=rule.site_id,
        trigger=TriggerKind.SCHEDULE,
        schedule=schedule,
        scheduled_for=moment,
        scheduled_at=moment,
        status=RunStatus.SKIPPED,
        status_reason=reason,
        finished_at=clock.now(),
    )
