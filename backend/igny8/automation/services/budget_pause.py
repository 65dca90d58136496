"""A rule that has used up a budget of a day or month is paused by the system, with the reason."""

from __future__ import annotations

from django.dispatch import receiver

from igny8.automation.models import AutomationRule
from igny8.automation.services.rules import pause_rule
from igny8.core.clock import Clock
from igny8.core.errors import BudgetExceeded, Conflict
from igny8.credits.budgets import PERIOD_BUDGETS, budget_refused
from igny8.credits.payee import Payee
from igny8.credits.pots import PotKind
from igny8.notifications.services import notify


@receiver(budget_refused)
def pause_over_budget(error: BudgetExceeded, payee: Payee, clock: Clock, **_kwargs: object) -> None:
    """Pause the rule whose payment a budget of the day or month has refused, and tell why.

    A budget of the run ends that run only.
    """
    if PotKind(error.budget) not in PERIOD_BUDGETS or payee.rule_id is None:
        return
    rules = AutomationRule.objects.filter(pk=payee.rule_id, status=AutomationRule.Status.ACTIVE)
    rule = rules.filter(deleted_at=None).first()
    if rule is None:
        return
    reason = f"Paused by IGNY8: {error.message} Resume the rule when it may go on."
    try:
        pause_rule(rule=rule, reason=reason, clock=clock)
    except Conflict:  # its owner has switched it off in this moment
        return
    notify(
        kind="rule.paused",
        severity="error",
        title=f"{rule.name} is paused",
        body=reason,
        link=f"/runs/{payee.run_id}" if payee.run_id else "",
        object_type="automation_rule",
        object_id=rule.id,
        key=f"rule.paused:{payee.run_id}",
    )
