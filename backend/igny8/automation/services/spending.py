"""What credits were spent on: by day, by action, by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from igny8.automation.models import AutomationRule, StepRun
from igny8.automation.runtime.names import action_name
from igny8.core.clock import Clock
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.credits.pots import day_of, midnight

_MOST_RULES = 50
OTHER = ""
"""The type of what no step is known for: work outside of runs, and runs that are older than the history."""


def spending(*, days: int, clock: Clock, rule_id: UUID | None = None) -> dict[str, Any]:
    """Credits spent in the last ``days`` days, today's included; days are those of UTC on which they were
    reserved, as budgets count them."""
    today = day_of(clock.now())
    since = today - timedelta(days=days - 1)
    lines = _lines(since, rule_id)
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    by_type: Counter[str] = Counter()
    items: Counter[str] = Counter()
    by_rule: Counter[UUID | None] = Counter()
    for line in lines:
        by_day[line["on"]][line["type"]] += line["credits"]
        by_type[line["type"]] += line["credits"]
        items[line["type"]] += line["items"]
        by_rule[line["rule_id"]] += line["credits"]
    return {
        "since": since,
        "until": today,
        "total": by_type.total(),
        "days": [_day(since + timedelta(days=number), by_day) for number in range(days)],
        "actions": [
            {"type": kind, "name": _name(kind), "credits": credits, "items": items[kind]}
            for kind, credits in by_type.most_common()
        ],
        "rules": _rules(by_rule),
    }


def _lines(since: date, rule_id: UUID | None) -> list[Any]:
    """Settled payments summed up by day, action and rule."""
    step = StepRun.objects.filter(run_id=OuterRef("run_id"), path=OuterRef("step_path")).order_by()
    rows = LedgerEntry.objects.filter(kind=EntryKind.SETTLE, amount__gt=0, created_at__gte=midnight(since))
    if rule_id is not None:
        rows = rows.filter(rule_id=rule_id)
    named = rows.order_by().annotate(
        on=Coalesce("day", TruncDate("created_at")), action=Subquery(step.values("type")[:1])
    )
    found = named.filter(on__gte=since).values("on", "action", "rule_id")
    summed = found.annotate(credits=Sum("amount"), items=Count("pk"))
    return [{**row, "type": row["action"] or OTHER} for row in summed]


def _day(day: date, by_day: Mapping[date, Counter[str]]) -> dict[str, Any]:
    actions = by_day.get(day, Counter())
    return {"date": day, "credits": actions.total(), "actions": dict(actions)}


def _name(kind: str) -> str:
    return action_name(kind) if kind else ""


def _rules(by_rule: Counter[UUID | None]) -> list[dict[str, Any]]:
    """The dearest rules, deleted ones too; what no rule spent comes with ``rule_id`` null."""
    dearest = by_rule.most_common(_MOST_RULES)
    ids = [pk for pk, _ in dearest if pk]
    names = dict(AutomationRule.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        {"rule_id": pk, "name": names.get(pk, "") if pk else "", "credits": credits}
        for pk, credits in dearest
    ]
