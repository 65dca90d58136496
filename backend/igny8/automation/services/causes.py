"""What caused a run, and the guard against rules that set each other off for ever.

A run that an event or another run has brought about knows its cause, how many runs stand before it in the
chain, and the first of them (the root). A run that is repeated by hand begins a chain of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.core.errors import Conflict

MAX_REPEATS = 3
"""So often a rule may run in one chain for the same object."""
_WIDTH = 100
"""So many times ``IGNY8_MAX_CHAIN_RUNS`` may a chain have runs in all."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Where a run stands in a chain.

    :ivar run_id: the run that brought it about; None for a run that begins a chain.
    :ivar depth: how many runs stand before it.
    :ivar root: the first run of the chain; None where the run itself is.
    """

    run_id: UUID | None = None
    depth: int = 0
    root: UUID | None = None

    def columns(self) -> dict[str, Any]:
        """What the row of a run holds of it."""
        return {"caused_by": self.run_id, "cause_depth": self.depth, "cause_root": self.root}


NO_CAUSE = Cause()


class LoopRefused(Conflict):
    """A run is not started, because its chain of causes is too long or costs too much."""

    code = "loop_guard"


def cause_of(run_id: UUID | None) -> Cause:
    """The place of a new run that this run brings about."""
    if run_id is None:
        return NO_CAUSE
    row = ScheduledTask.objects.filter(pk=run_id).values("cause_depth", "cause_root").first()
    if row is None:
        return Cause(run_id, 1, run_id)
    return Cause(run_id, row["cause_depth"] + 1, row["cause_root"] or run_id)


def refuse_loops(*, rule: AutomationRule, cause: Cause, subject: str | None) -> None:
    """Let a run of the rule start only where its chain is within the caps.

    :param subject: id of the object that the run is about, where it is about one.
    :raises LoopRefused: with the chain in its message.
    """
    if cause.run_id is None:
        return
    line = chain(cause.run_id)
    reason = _too_deep(cause) or _again_and_again(rule, line, subject) or _too_many(rule, line, cause)
    reason = reason or _too_dear(cause)
    if reason:
        raise LoopRefused(f"Loop guard: {reason} The chain: {_as_text(line, rule)}.")


def chain(run_id: UUID) -> list[ScheduledTask]:
    """A run and those before it in its chain, the first one first."""
    line: list[ScheduledTask] = []
    wanted: UUID | None = run_id
    while wanted is not None and len(line) <= settings.IGNY8_MAX_CAUSE_DEPTH:
        rows = ScheduledTask.objects.select_related("automation_rule")
        run = rows.defer("result", "metadata").filter(pk=wanted).first()
        if run is None:
            break
        line.append(run)
        wanted = run.caused_by if run.cause_depth else None
    return line[::-1]


def _too_deep(cause: Cause) -> str:
    limit = settings.IGNY8_MAX_CAUSE_DEPTH
    if cause.depth <= limit:
        return ""
    return f"this run would have {cause.depth} runs before it, one having started the next; at most {limit}."


def _again_and_again(rule: AutomationRule, line: list[ScheduledTask], subject: str | None) -> str:
    same = [run for run in line if run.automation_rule_id == rule.pk and subject_of(run.context) == subject]
    if len(same) < MAX_REPEATS:
        return ""
    return f"this rule has run {len(same)} times in this chain for the same object; at most {MAX_REPEATS}."


def _too_many(rule: AutomationRule, line: list[ScheduledTask], cause: Cause) -> str:
    """A rule that sets itself off for ever new objects; one that merely reacts to many is left alone."""
    limit = settings.IGNY8_MAX_CHAIN_RUNS
    if all(run.automation_rule_id != rule.pk for run in line):
        return _too_wide(cause)
    count = _of_chain(cause).filter(automation_rule=rule).exclude(status="skipped").count()
    if count < limit:
        return ""
    return f"this rule has set itself off {count} times in this chain; at most {limit}."


def _too_wide(cause: Cause) -> str:
    """Loops that call rules with loops that call rules."""
    limit = settings.IGNY8_MAX_CHAIN_RUNS * _WIDTH
    count = _of_chain(cause).count() if cause.depth > 1 else 0
    if count < limit:
        return ""
    return f"{count} runs belong to this chain already; at most {limit}."


def _too_dear(cause: Cause) -> str:
    limit = settings.IGNY8_MAX_CHAIN_CREDITS
    spent = _of_chain(cause).aggregate(spent=Sum("credits"))["spent"] or 0
    if spent < limit:
        return ""
    return f"the runs of this chain have cost {spent} credits; at most {limit}."


def _of_chain(cause: Cause) -> QuerySet[ScheduledTask]:
    return ScheduledTask.objects.filter(Q(pk=cause.root) | Q(cause_root=cause.root)).order_by()


def subject_of(context: object) -> str | None:
    """The id of the object that a run with this context is about."""
    event = context.get("event") if isinstance(context, dict) else None
    found = event.get("object_id") if isinstance(event, dict) else None
    return str(found) if found else None


def _as_text(line: list[ScheduledTask], rule: AutomationRule) -> str:
    names = [run.automation_rule.name for run in line] + [rule.name]
    return " → ".join(f"“{name}”" for name in names)
