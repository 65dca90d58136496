"""Start, cancel and repeat runs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from igny8.automation.engine import JsonObject, StepRecord, StepStatus, carried_over
from igny8.automation.models import (
    FINISHED,
    AutomationRule,
    RuleMode,
    RuleSchedule,
    RunStatus,
    ScheduledTask,
    StepItem,
    StepRun,
    TriggerKind,
)
from igny8.automation.runtime.journal import step_record
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.wakeups import wake
from igny8.automation.selectors import live_version
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.ids import new_id

FIRST_LOOK = timedelta(seconds=5)
"""When the dispatcher looks after a new run whose first wake-up seems lost."""


@transaction.atomic
def create_run(
    *,
    rule: AutomationRule,
    trigger: TriggerKind,
    context: JsonObject,
    clock: Clock,
    schedule: RuleSchedule | None = None,
    scheduled_for: datetime | None = None,
    caused_by: UUID | None = None,
    note: str = "",
) -> ScheduledTask:
    """Write a pending run of the rule's live version, and wake a worker once this is committed.

    :raises Conflict: when the rule's mode is ``single`` and a run of it is going on.
    """
    _respect_mode(rule, clock)
    run = ScheduledTask(
        automation_rule=rule,
        rule_version=live_version(rule),
        site_id=rule.site_id,
        trigger=trigger,
        context=context,
        schedule=schedule,
        scheduled_for=scheduled_for,
        scheduled_at=scheduled_for or clock.now(),
        run_at=clock.now() + FIRST_LOOK,
        caused_by=caused_by,
        note=note,
        metadata={"task_id": str(new_id())},
    )
    run.save(force_insert=True)
    wake(run.id, task_id=run.metadata["task_id"])
    return run


def _respect_mode(rule: AutomationRule, clock: Clock) -> None:
    if rule.mode not in {RuleMode.SINGLE, RuleMode.RESTART}:
        return
    AutomationRule.objects.select_for_update().get(pk=rule.pk)
    going_on = list(rule.runs.exclude(status__in=FINISHED))
    if going_on and rule.mode == RuleMode.SINGLE:
        raise Conflict(f"{rule.name} is running already, and its mode is single.")
    for run in going_on:
        with suppress(Conflict):
            cancel_run(run, by="a newer run (mode restart)", clock=clock)


def execute_by_hand(*, rule: AutomationRule, context: JsonObject, clock: Clock) -> ScheduledTask:
    """Start a run on a person's or program's word; that of an inactive rule says so in its note."""
    active = rule.status == AutomationRule.Status.ACTIVE
    note = "" if active else f"Started by hand while the rule was {rule.status}."
    return create_run(rule=rule, trigger=TriggerKind.MANUAL, context=context, clock=clock, note=note)


@transaction.atomic
def rerun(*, run: ScheduledTask, from_step: str, version: str, clock: Clock) -> ScheduledTask:
    """Repeat a finished run.

    :param from_step: ``start``, or ``failed_step``: what was finished before is reused, and not paid again.
    :param version: ``original`` or ``current``.
    :raises Conflict: when the run is not finished, has no failed step, was carried on already, or its rule
        is deleted.
    """
    rule = AutomationRule.objects.select_for_update().get(pk=run.automation_rule_id)
    if rule.deleted_at:
        raise Conflict("The rule of this run is deleted: it starts no more.")
    if run.status not in FINISHED:
        raise Conflict(f"This run is {run.status}: it can be repeated once it is finished.")
    if from_step == "failed_step":
        _require_to_be_carried_on(run)
    again = create_run(
        rule=rule, trigger=TriggerKind.MANUAL, context=run.context, clock=clock, note=f"Repeats run {run.id}."
    )
    again.rerun_of = run
    again.caused_by = run.id
    again.metadata |= {"from": from_step}
    if version == "original":
        again.rule_version, again.site_id = run.rule_version, run.site_id
    again.save(update_fields=["rerun_of", "caused_by", "rule_version", "site_id", "metadata"])
    if from_step == "failed_step":
        _carry_over(run, again)
    return again


def _require_to_be_carried_on(run: ScheduledTask) -> None:
    """A failed run is carried on once; what that rerun paid for is reused by carrying on the rerun itself."""
    if run.status not in {RunStatus.FAILED, RunStatus.CANCELLED}:
        raise Conflict("No step of this run has failed: repeat it from the start.")
    newest = next((row for row in run.reruns.all() if row.metadata.get("from") == "failed_step"), None)
    if newest is not None:
        raise Conflict(
            f"This run was carried on as run {newest.id}, which is {newest.status}: repeat that one."
        )


def _carry_over(run: ScheduledTask, again: ScheduledTask) -> None:
    """Copy what the earlier run finished: whole steps, and the finished items of the step that failed."""
    rows = {row.path: row for row in run.steps.order_by("order")}
    kept = [
        _reused(rows[record.path], record, again) for record in carried_over(map(step_record, rows.values()))
    ]
    StepRun.objects.bulk_create(kept)
    whole = {row.path for row in kept if row.status == StepStatus.COMPLETED}
    items = [item for item in run.items.all() if item.path not in whole]
    for item in items:
        item.pk, item.run, item.credits = new_id(), again, 0
    StepItem.objects.bulk_create(items)


def _reused(row: StepRun, record: StepRecord, again: ScheduledTask) -> StepRun:
    """A copy of a step for another run, which did not pay for it."""
    saved = f"Reused, saved {row.credits} credits." if row.credits else "Reused."
    row.pk, row.run, row.reused, row.credits = new_id(), again, True, 0
    row.status, row.output, row.note = record.status, record.output, f"{saved} {row.note}".strip()[:300]
    row._state.adding = True
    return row
