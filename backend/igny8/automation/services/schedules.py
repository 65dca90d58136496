"""Schedules of rules: their next due time, and the runs that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from igny8.automation.engine import (
    Definition,
    EngineError,
    ScheduleSpec,
    due_occurrences,
    next_occurrence,
)
from igny8.automation.models import AutomationRule, RuleSchedule, TriggerKind
from igny8.automation.services.firing import Firing, fire, miss
from igny8.core.clock import Clock
from igny8.core.tenancy import account_scope, system_scope

TICK_LIMIT: Final = 500
"""At most so many schedules fire in one tick; the rest do in the next, a second later."""
_BATCH: Final = 25
"""So many schedules are moved on in one transaction, with the runs that they start."""


@dataclass(frozen=True, slots=True)
class Due:
    """A schedule that is due, moved on already, with the occurrences that are to run."""

    schedule: RuleSchedule
    occurrences: tuple[datetime, ...]
    problem: str = ""


Starter = Callable[[Due, Clock], int]
"""Starts the runs of a schedule that is due; gives how many it were."""


def sync_schedules(*, rule: AutomationRule, definition: Definition, fires: bool, clock: Clock) -> None:
    """Make a rule's schedule rows those of its definition; a schedule that stays keeps its next time."""
    wanted = [spec.model_dump(mode="json") for spec in definition.schedules]
    rows = {row.pk: row for row in rule.schedules.all()}
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
    return tick(clock, start=start_due)


def tick(clock: Clock, *, start: Starter) -> int:
    """Move on what is due and start it with ``start``, in batches; how many runs that gave.

    Any number of ticks may go on at once: a schedule is moved on in the transaction that starts its runs, and
    each occurrence is unique in the database.
    """
    now = clock.now()
    with system_scope():
        rows = RuleSchedule.objects.filter(next_due_at__lte=now).order_by("next_due_at")
        ids = list(rows.values_list("id", flat=True)[:TICK_LIMIT])
    batches = [ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH)]
    return sum(_start_batch(batch, now, clock, start) for batch in batches)


def _start_batch(ids: list[UUID], now: datetime, clock: Clock, start: Starter) -> int:
    with transaction.atomic():
        started = 0
        for due in _move_on(ids, now):
            with account_scope(due.schedule.owner_id):
                started += start(due, clock)
        return started


def _move_on(ids: list[UUID], now: datetime) -> list[Due]:
    """Lock those that are still due (who ticks beside us has the others), and set their next times."""
    with system_scope():
        rows = RuleSchedule.objects.select_related("rule").filter(pk__in=ids, next_due_at__lte=now)
        locked = rows.order_by("next_due_at").select_for_update(of=("self",), skip_locked=True, no_key=True)
        due = [_due(row, now) for row in locked]
        by_time: dict[datetime | None, list[UUID]] = defaultdict(list)
        for found in due:
            by_time[found.schedule.next_due_at].append(found.schedule.pk)
        for next_time, same in by_time.items():
            RuleSchedule.objects.filter(pk__in=same).update(next_due_at=next_time)
    return due


def _due(schedule: RuleSchedule, now: datetime) -> Due:
    """What is to run of a schedule; one that can no longer be read is put to rest, and says so."""
    last = (schedule.next_due_at or now) - timedelta(microseconds=1)
    try:
        spec = ScheduleSpec.model_validate(schedule.spec)
        occurrences = due_occurrences(spec, last, now)
        schedule.next_due_at = next_occurrence(spec, now)
    except (EngineError, ValueError) as error:
        schedule.next_due_at = None
        return Due(schedule, (now,), f"This schedule cannot be read, and fires no more: {error}")
    return Due(schedule, tuple(occurrences))


def start_due(due: Due, clock: Clock) -> int:
    """Start a run for each occurrence, in the scope of the schedule's account."""
    schedule = due.schedule
    firings = [
        Firing(schedule.rule, TriggerKind.SCHEDULE, schedule=schedule, scheduled_for=moment)
        for moment in due.occurrences
    ]
    if due.problem:
        miss(firings[0], due.problem, clock)
        return 0
    return sum(fire(firing, clock) is not None for firing in firings)
