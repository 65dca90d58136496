"""``event``: something that happened in the pipeline. Steps that wait for an event are served here too."""

from __future__ import annotations

from typing import ClassVar

from igny8.automation.engine import Definition
from igny8.automation.engine.suggest import did_you_mean
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.event_types import EventType, find_event
from igny8.automation.runtime.signals import register_signal
from igny8.automation.runtime.trigger import Problems, Trigger, register_trigger
from igny8.automation.services.event_waits import close_wait, open_wait
from igny8.automation.services.events import RuleListener, sync_subscriptions
from igny8.core.clock import Clock
from igny8.core.events import listen

listen(RuleListener())
register_signal("event", open=open_wait, close=close_wait)


@register_trigger
class EventTrigger(Trigger):
    """``matching`` starts the rules whose subscriptions this keeps."""

    type: ClassVar[str] = "event"
    name: ClassVar[str] = "Event"
    description: ClassVar[str] = "Started by what happens in the pipeline, such as an updated content."

    def check(self, definition: Definition) -> Problems:
        """That the watched fields are among those that the event tells of, before and after."""
        spec = definition.event
        event = find_event(spec.type) if spec else None
        if spec is None or event is None or not spec.changed:
            return {}
        if not event.changes:
            message = f"`{event.type}` has no before and after: it cannot watch fields."
            return {"event.changed": [message]}
        unknown = enumerate(spec.changed)
        return {
            f"event.changed[{place}]": [_unknown(name, event)]
            for place, name in unknown
            if name not in event.fields
        }

    def sync(self, rule: AutomationRule, definition: Definition, clock: Clock) -> None:  # noqa: ARG002
        sync_subscriptions(rule=rule, definition=definition, fires=self.fires(rule))

    def forget(self, rule: AutomationRule) -> None:
        rule.subscriptions.all().delete()


def _unknown(name: str, event: EventType) -> str:
    return f"`{event.type}` has no field `{name}`.{did_you_mean(name, list(event.fields))}"
