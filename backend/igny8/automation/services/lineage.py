"""Causes and effects between runs: which run brought this one about, and what it set off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from igny8.automation.models import ScheduledTask

MOST_CAUSES = 50
MOST_EFFECTS = 200
MOST_RERUNS = 50
_FIELDS = (
    "id",
    "automation_rule_id",
    "automation_rule__name",
    "status",
    "status_reason",
    "trigger",
    "credits",
    "is_test",
    "caused_by",
    "rerun_of_id",
    "scheduled_at",
    "finished_at",
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A run among its causes and effects.

    :ivar caused_by: the run that brought it about; for a repeat it is empty, and ``rerun_of`` is set.
    :ivar event: type of the event that started it, or empty.
    :ivar depth: how far from the run that was asked about: -1 its cause, 1 what it set off.
    """

    id: UUID
    rule_id: UUID
    rule_name: str
    status: str
    status_reason: str
    trigger: str
    event: str
    credits: int
    is_test: bool
    caused_by: UUID | None
    rerun_of: UUID | None
    depth: int
    scheduled_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """A run with what came before and after.

    :ivar causes: the root first. :ivar effects: level by level, oldest first; ``truncated`` where there are
        more than are shown.
    :ivar reruns: repeats of this run; :ivar rerun_of: what it repeats.
    :ivar credits: what all runs that are shown have cost, each counted once.
    """

    run: Relative
    causes: list[Relative] = field(default_factory=list)
    effects: list[Relative] = field(default_factory=list)
    rerun_of: Relative | None = None
    reruns: list[Relative] = field(default_factory=list)
    truncated: bool = False
    credits: int = 0


def lineage_of(run: ScheduledTask) -> Lineage:
    """The chain of causes and effects around a run: a query for each cause, and for each level of effects."""
    own = next(iter(_relatives(ScheduledTask.objects.filter(pk=run.pk), 0)))
    causes = _causes(own)
    effects, truncated = _effects(own.id)
    reruns = _relatives(ScheduledTask.objects.filter(rerun_of=run.pk), 1, MOST_RERUNS)
    original = _original(own)
    shown = {one.id: one.credits for one in [own, *causes, *effects, *reruns, *filter(None, [original])]}
    return Lineage(own, causes, effects, original, reruns, truncated, sum(shown.values()))


def _original(run: Relative) -> Relative | None:
    if run.rerun_of is None:
        return None
    return next(iter(_relatives(ScheduledTask.objects.filter(pk=run.rerun_of), -1)), None)


def _causes(run: Relative) -> list[Relative]:
    """Up to the root; ends at a run that is deleted, and at one that repeats another."""
    chain: list[Relative] = []
    seen, wanted = {run.id}, run.caused_by
    while wanted is not None and wanted not in seen and len(chain) < MOST_CAUSES:
        seen.add(wanted)
        found = _relatives(ScheduledTask.objects.filter(pk=wanted), -len(chain) - 1)
        if not found:
            break
        chain.append(found[0])
        wanted = found[0].caused_by
    return chain[::-1]


def _effects(run_id: UUID) -> tuple[list[Relative], bool]:
    """Downwards level by level, without repeats; and whether there are more than are shown."""
    found: dict[UUID, Relative] = {}
    level, depth = [run_id], 0
    while level and len(found) <= MOST_EFFECTS:
        depth += 1
        rows = ScheduledTask.objects.filter(caused_by__in=level, rerun_of=None)
        new = _relatives(rows, depth, MOST_EFFECTS + 1 - len(found))
        fresh = [one for one in new if one.id not in found and one.id != run_id]
        found |= {one.id: one for one in fresh}
        level = [one.id for one in fresh]
    effects = list(found.values())
    return effects[:MOST_EFFECTS], len(effects) > MOST_EFFECTS


def _relatives(rows: QuerySet[ScheduledTask], depth: int, most: int = 1) -> list[Relative]:
    named = rows.order_by("created_at", "id").annotate(event_type=KT("context__event__type"))
    return [_relative(row, depth) for row in named.values(*_FIELDS, "event_type")[:most]]


def _relative(row: dict[str, Any], depth: int) -> Relative:
    repeats = row["rerun_of_id"] is not None
    return Relative(
        id=row["id"],
        rule_id=row["automation_rule_id"],
        rule_name=row["automation_rule__name"],
        status=row["status"],
        status_reason=row["status_reason"],
        trigger=row["trigger"],
        event=row["event_type"] or "",
        credits=row["credits"],
        is_test=row["is_test"],
        caused_by=None if repeats else row["caused_by"],
        rerun_of=row["rerun_of_id"],
        depth=depth,
        scheduled_at=row["scheduled_at"],
        finished_at=row["finished_at"],
    )
