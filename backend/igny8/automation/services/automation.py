"""AutomationService: the one door for starting runs, by hand or because they are due."""

from __future__ import annotations

from typing import Any

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.definitions import compiled
from igny8.automation.selectors import live_version
from igny8.automation.services.estimates import estimate
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.schedules import start_due_schedules
from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.credits.services import require_available


class AutomationService:
    """Starts runs: by hand, and for what is due."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        self._clock = clock

    def execute_rule(self, rule: AutomationRule, context: dict[str, Any] | None = None) -> ScheduledTask:
        """Start a run by hand.

        :raises InsufficientCredits: when not even the estimate's lower bound can be paid.
        """
        forecast = estimate(definition=compiled(live_version(rule)), site_id=rule.site_id)
        require_available(amount=forecast["credits"]["low"])
        return execute_by_hand(rule=rule, context=context or {}, clock=self._clock)

    def execute_scheduled_rules(self) -> int:
        """Start what is due, in every account; how many runs were started."""
        return start_due_schedules(clock=self._clock)
