"""Whether a pending run may start now: what the rule's mode says about several runs of one rule.

In plain SQL, since each run asks it at its start and at its end.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from igny8.automation.models import AutomationRule, RuleMode, ScheduledTask
from igny8.core.rows import adapted, fetch_all, read, table

_ENDS_AT_ONCE = 3
"""Where more places than this are free, nobody was turned away: each pending run has a wake-up of its own
under way, and waking them again at every end would flood the queue."""
_OPEN = "o.status IN ('pending', 'running', 'waiting')"
"""As the index of unfinished runs says it, so that both databases use that."""
_GOING_ON = f"{_OPEN} AND o.status IN ('running', 'waiting')"


def turn_condition(rule: AutomationRule, run_id: UUID) -> tuple[str, list[Any]]:
    """(SQL that holds where this pending run may start now, its values); ask it with the rule locked."""
    rule_id, run = adapted(ScheduledTask, "automation_rule", rule.pk), adapted(ScheduledTask, "id", run_id)
    if rule.mode == RuleMode.PARALLEL:
        return f"({_count()}) < %s", [rule_id, rule.max_runs]
    open_ones = f"{table(ScheduledTask)} o WHERE o.automation_rule_id = %s AND {_OPEN} AND o.id <> %s"
    condition = f"NOT EXISTS (SELECT 1 FROM {open_ones} AND (o.status <> 'pending' OR o.id < %s))"  # noqa: S608 - names of our own
    return condition, [rule_id, run, run]


@lru_cache(maxsize=1)
def _count() -> str:
    return f"SELECT COUNT(*) FROM {table(ScheduledTask)} o WHERE o.automation_rule_id = %s AND {_GOING_ON}"  # noqa: S608 - names of our own


@lru_cache(maxsize=1)
def _pending() -> str:
    rows = f"{table(ScheduledTask)} o WHERE o.automation_rule_id = %s AND {_OPEN} AND o.status = 'pending'"
    return f"SELECT o.id FROM {rows} ORDER BY o.id LIMIT %s"  # noqa: S608 - names of our own


def others_going_on(run: ScheduledTask) -> tuple[str, list[Any]]:
    """(SQL for how many other runs of the rule are going on, its values); 0 where the mode does not ask."""
    if run.automation_rule.mode != RuleMode.PARALLEL:
        return "0", []
    keys = [
        adapted(ScheduledTask, "automation_rule", run.automation_rule_id),
        adapted(ScheduledTask, "id", run.pk),
    ]
    return f"({_count()} AND o.id <> %s)", keys


def next_in_turn(rule: AutomationRule, going_on: int | None = None) -> list[UUID]:
    """The oldest pending runs for which there is room, now that a run of the rule has ended.

    :param going_on: how many are going on, where that is known.
    """
    rule_id, room = adapted(ScheduledTask, "automation_rule", rule.pk), 1
    if rule.mode == RuleMode.PARALLEL:
        room = rule.max_runs - (fetch_all(_count(), [rule_id])[0][0] if going_on is None else going_on)
    if not 0 < room <= _ENDS_AT_ONCE:
        return []
    return [read(ScheduledTask, "id", row[0]) for row in fetch_all(_pending(), [rule_id, room])]
