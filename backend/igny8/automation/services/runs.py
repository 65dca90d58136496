"""Start runs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from igny8.automation.engine import JsonObject
from igny8.automation.models import (
    FINISHED,
    AutomationRule,
    RuleMode,
    RuleSchedule,
    ScheduledTask,
    TriggerKind,
)
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.wakeups import wake
from igny8.automation.selectors import live_version
from igny8.automation.services.causes import Cause, cause_of, refuse_loops, subject_of
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.ids import new_id
from igny8.core.rows import insert

FIRST_LOOK = timedelta(seconds=5)
"""When the dispatcher looks after a new run whose first wake-up seems lost."""


@transaction.atomic
def create_run(  # noqa: PLR0913 - what a run is made of
    *,
    rule: AutomationRule,
    trigger: str,
    context: JsonObject,
    clock: Clock,
    schedule: RuleSchedule | None = None,
    scheduled_for: datetime | None = None,
    caused_by: UUID | None = None,
    cause: Cause | None = None,
    trigger_key: str | None = None,
    is_test: bool = False,
    note: str = "",
    run_id: UUID | None = None,
) -> ScheduledTask:
    """Write a pending run of the rule's live version, and wake a worker once this is committed.

    :param caused_by: the run that brings it about; ``cause`` is the same, looked up already.
    :param trigger_key: names what started it; the rule starts at most one run by it.
    :raises LoopRefused: when the chain of causes is too long, or costs too much.
    :raises Conflict: when the rule's mode is ``single`` and a run of it is going on.
    :raises IntegrityError: when the rule was started by this ``trigger_key`` or occurrence before.
    """
    cause = cause or cause_of(caused_by)
    refuse_loops(rule=rule, cause=cause, subject=subject_of(context))
    _respect_mode(rule, clock)
    now = clock.now()
    run = ScheduledTask(
        id=run_id or new_id(),
        automation_rule=rule,
        rule_version=live_version(rule),
        site_id=rule.site_id,
        trigger=trigger,
        context=context,
        schedule=schedule,
        scheduled_for=scheduled_for,
        scheduled_at=scheduled_for or now,
        run_at=now + FIRST_LOOK,
        **cause.columns(),
        trigger_key=trigger_key,
        is_test=is_test,
        note=note,
        metadata={"task_id": str(new_id())},
    )
    insert([run])
    wake(run.id, task_id=run.metadata["task_id"])
    return run


def _respect_mode(rule: AutomationRule, clock: Clock) -> None:
    if rule.mode not in {RuleMode.SINGLE, RuleMode.RESTART}:
        return
    AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    going_on = list(rule.runs.exclude(status__in=FINISHED))
    if going_on and rule.mode == RuleMode.SINGLE:
        raise Conflict(f"{rule.name} is running already, and its mode is single.")
    for run in going_on:
        with suppress(Conflict):
            cancel_run(run, by="a newer run (mode restart)", clock=clock)


def execute_by_hand(
    *, rule: AutomationRule, context: JsonObject, clock: Clock, is_test: bool = False
) -> ScheduledTask:
    """Start a run on a person's or program's word; that of an inactive rule says so in its note."""
    active = rule.status == AutomationRule.Status.ACTIVE
    note = "" if active else f"Started by hand while the rule was {rule.status}."
    return create_run(
        rule=rule, trigger=TriggerKind.MANUAL, context=context, clock=clock, note=note, is_test=is_test
    )
