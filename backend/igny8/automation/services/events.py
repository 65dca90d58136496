"""Rules that listen to events: their subscriptions, and what one event starts.

Only rules that fire have rows, one a watched field, so that an event finds its rules by one look-up in an
index, however many others there are.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from celery import current_app
from django.db import connection
from kombu.exceptions import OperationalError

from igny8.automation.engine import ConditionError, Definition, JsonObject, build_context
from igny8.automation.models import (
    AutomationRule,
    EventSubscription,
    RuleVersion,
    ScheduledTask,
    TriggerKind,
)
from igny8.automation.runtime.context import run_context
from igny8.automation.runtime.definitions import compiled
from igny8.automation.selectors import live_version
from igny8.automation.services.causes import cause_of
from igny8.automation.services.cooldowns import start_cooldown
from igny8.automation.services.firing import Firing, fire
from igny8.core.clock import Clock
from igny8.core.models import DomainEvent
from igny8.core.tenancy import current_account_id

log = logging.getLogger(__name__)
HANDLE_EVENTS: Final = "automation.handle_events"
_BATCH: Final = 1_000
_ANYBODY: Final = """
    SELECT 1 FROM automation_eventsubscription WHERE account_id = %s AND event_type = %s
    UNION ALL SELECT 1 FROM automation_eventwait WHERE account_id = %s AND event_type = %s LIMIT 1
"""


def sync_subscriptions(*, rule: AutomationRule, definition: Definition, fires: bool) -> None:
    """Make a rule's subscriptions those of its definition; a rule that does not fire has none."""
    event = definition.event if fires else None
    wanted = {(event.type, name) for name in event.changed or [""]} if event else set()
    for row in rule.subscriptions.all():
        if (row.event_type, row.field) not in wanted or row.site_id != rule.site_id:
            row.delete()
        else:
            wanted.remove((row.event_type, row.field))
    EventSubscription.objects.bulk_create(
        EventSubscription(rule=rule, site_id=rule.site_id, event_type=event_type, field=name)
        for event_type, name in sorted(wanted)
    )


class RuleListener:
    """Makes ``emit`` ask whether any rule of the account, or any waiting step, wants an event."""

    def wants(self, event_type: str) -> bool:
        """One look-up in two indexes; in plain SQL, since it is asked for every event that there is."""
        account = EventSubscription._meta.pk.get_db_prep_value(current_account_id(), connection)
        with connection.cursor() as cursor:
            cursor.execute(_ANYBODY, [account, event_type] * 2)
            return cursor.fetchone() is not None

    def stored(self) -> None:
        """Call a worker; when the broker is away, the sweep finds what waits."""
        try:
            current_app.send_task(HANDLE_EVENTS, ignore_result=True)
        except (OperationalError, OSError) as error:
            log.warning("No wake-up for events, the broker is away: %s", error)


def listening_rules(event: DomainEvent) -> list[AutomationRule]:
    """The rules that fire on this event; one that concerns no site reaches the rules of all sites.

    The subscriptions are looked up by themselves: joined with the rules, they tempt a database to read them
    all.
    """
    rows = EventSubscription.objects.filter(event_type=event.type, field__in=["", *changed_in(event)])
    if event.site_id is not None:
        rows = rows.filter(site_id=event.site_id)
    ids = sorted(set(rows.order_by().values_list("rule_id", flat=True)))
    active = AutomationRule.objects.filter(
        status=AutomationRule.Status.ACTIVE, deleted_at=None, trigger=TriggerKind.EVENT
    )
    batches = [ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH)]
    return [rule for batch in batches for rule in active.filter(pk__in=batch).order_by("id")]


def changed_in(event: DomainEvent) -> list[str]:
    """The fields that an event says have changed."""
    return list(event.payload.get("changed") or [])


def event_context(event: DomainEvent) -> JsonObject:
    """What a run that this event starts can see: the object's fields at the root, and the event."""
    before, after = event.payload.get("before") or {}, event.payload.get("after") or {}
    told = {
        "id": str(event.pk),
        "type": event.type,
        "object_type": event.object_type,
        "object_id": str(event.object_id),
        "before": before,
        "after": after,
        "changed": changed_in(event),
        "at": event.created_at.isoformat(),
    }
    return build_context(subject=after or before, event=told)


def start_listeners(event: DomainEvent, clock: Clock) -> int:
    """Start every rule that listens to an event, inside of a transaction; how many were started."""
    context, cause = event_context(event), cause_of(event.caused_by_run)
    started = 0
    for rule in listening_rules(event):
        firing = Firing(rule, TriggerKind.EVENT, context, cause, key=f"event:{event.pk}")
        run = fire(firing, clock, first=partial(_cool_down, firing, event, clock))
        started += run is not None
    return started


def _cool_down(firing: Firing, event: DomainEvent, clock: Clock) -> None:
    """Begin the cooldown that a rule asks for; an event that its conditions turn away does not use it up.

    :raises CoolingDown: while an earlier one lasts.
    """
    version = live_version(firing.rule)
    definition = compiled(version)
    spec = definition.event
    if spec is None or not spec.cooldown_seconds:
        return
    if _conditions_hold(definition, _planned(firing, version, clock), clock):
        key = str(event.object_id) if spec.cooldown_per == "object" else ""
        start_cooldown(rule=firing.rule, key=key, seconds=spec.cooldown_seconds, clock=clock)


def _planned(firing: Firing, version: RuleVersion, clock: Clock) -> JsonObject:
    """The context that the run would have."""
    rule = firing.rule
    run = ScheduledTask(
        automation_rule=rule,
        rule_version=version,
        site_id=rule.site_id,
        trigger=firing.trigger,
        context=firing.context,
        scheduled_at=clock.now(),
    )
    return run_context(run)


def _conditions_hold(definition: Definition, context: JsonObject, clock: Clock) -> bool:
    """A comparison that cannot be made counts as one that holds: the run will fail by it, and say so."""
    try:
        return definition.conditions is None or definition.conditions.holds(context, clock.now())
    except ConditionError:
        return True
