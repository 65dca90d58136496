"""Steps that wait for an event."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from igny8.automation.engine import (
    Condition,
    ConditionError,
    DefinitionInvalid,
    JsonObject,
    compile_conditions,
)
from igny8.automation.models import EventWait, ScheduledTask
from igny8.automation.runtime.lanes import deliver_signal
from igny8.automation.services.events import changed_in, event_context
from igny8.core.clock import Clock
from igny8.core.models import DomainEvent


def open_wait(run_id: UUID, path: str, signal: JsonObject, clock: Clock) -> None:  # noqa: ARG001 - the kind's shape
    """Note what a step waits for; a second time changes nothing."""
    run = ScheduledTask.objects.only("id").get(pk=run_id)
    EventWait.objects.get_or_create(
        run=run, path=path, defaults={"event_type": signal["type"], "spec": signal}
    )


def close_wait(run_id: UUID, path: str | None, clock: Clock) -> None:  # noqa: ARG001 - the kind's shape
    """A step, or with None the whole run, waits no more."""
    rows = EventWait.objects.filter(run_id=run_id)
    (rows if path is None else rows.filter(path=path)).delete()


def answer_waits(event: DomainEvent, clock: Clock) -> int:
    """Give an event to the steps that wait for it, inside of a transaction; how many took it.

    What happened before a step began to wait is not what it waits for, even where it is handed on later.
    """
    waiting = EventWait.objects.filter(event_type=event.type, created_at__lte=event.created_at)
    rows = list(waiting.select_related("run"))
    if not rows:
        return 0
    context = event_context(event)
    matching = [row for row in rows if _matches(row, event, context, clock)]
    return sum(_answer(row, context, clock) for row in matching)


def _matches(row: EventWait, event: DomainEvent, context: JsonObject, clock: Clock) -> bool:
    spec = row.spec
    if spec.get("site") == "same" and event.site_id not in (None, row.run.site_id):
        return False
    watched = set(spec.get("changed") or [])
    if watched and watched.isdisjoint(changed_in(event)):
        return False
    try:
        condition = _compiled(json.dumps(spec.get("match"), sort_keys=True))
        return condition is None or condition.holds(context, clock.now())
    except (ConditionError, DefinitionInvalid):
        return False


@lru_cache(maxsize=512)
def _compiled(conditions: str) -> Condition | None:
    return compile_conditions(json.loads(conditions))


def _answer(row: EventWait, context: dict[str, Any], clock: Clock) -> bool:
    event = context["event"]
    signal = {name: event[name] for name in ("id", "type", "before", "after", "changed", "at")}
    taken = deliver_signal(row.run_id, row.path, {**signal, "object": context["object"]}, clock)
    row.delete()
    return taken
