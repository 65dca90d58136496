"""AutomationService: the one door for starting runs, by hand or because they are due."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.inputs import checked_inputs
from igny8.automation.selectors import live_version
from igny8.automation.services.ask_first import mark_for_approval
from igny8.automation.services.budgets import require_room
from igny8.automation.services.estimates import least_credits
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.schedules import start_due_schedules
from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.credits.services import require_available


class AutomationService:
    """Starts runs: by hand, and for what is due."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        self._clock = clock

    def execute_rule(
        self, rule: AutomationRule, context: dict[str, Any] | None = None, *, is_test: bool = False
    ) -> ScheduledTask:
        """Start a run by hand.

        Where the account wants to be asked above a number of credits and the run is expected to cost more,
        its ``metadata`` says so in ``approval_needed``.

        :param is_test: it works and costs as any other, but counts in no statistics and pauses no rule.
        :raises InvalidInput: when the context does not fit the rule's ``inputs``.
        :raises InsufficientCredits: when not even the estimate's lower bound can be paid.
        :raises BudgetExceeded: when a budget does not allow that much, or is used up.
        """
        definition = compiled(live_version(rule))
        given = checked_inputs(definition, context or {})
        least = least_credits(definition=definition, site_id=rule.site_id)
        require_available(amount=least)
        require_room(rule=rule, definition=definition, asked=max(least, 1), clock=self._clock)
        with transaction.atomic():
            run = execute_by_hand(rule=rule, context=given, clock=self._clock, is_test=is_test)
            mark_for_approval(run=run, rule=rule, definition=definition, clock=self._clock)
        return run

    def execute_scheduled_rules(self) -> int:
        """Start what is due, in every account; how many runs were started."""
        return start_due_schedules(clock=self._clock)
