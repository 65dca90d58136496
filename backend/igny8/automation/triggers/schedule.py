"""``schedule``: cron expressions and intervals."""

from __future__ import annotations

from typing import ClassVar

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.trigger import Trigger, register_trigger
from igny8.automation.services.schedules import sync_schedules
from igny8.core.clock import Clock


@register_trigger
class ScheduleTrigger(Trigger):
    """The scheduler's tick looks at the rows that this keeps; the engine checks ``schedules`` itself."""

    type: ClassVar[str] = "schedule"
    name: ClassVar[str] = "Schedule"
    description: ClassVar[str] = "Started at times, by cron expressions or intervals, in a time zone."

    def sync(self, rule: AutomationRule, definition: Definition, clock: Clock) -> None:
        sync_schedules(rule=rule, definition=definition, fires=self.fires(rule), clock=clock)

    def forget(self, rule: AutomationRule) -> None:
        rule.schedules.all().delete()
