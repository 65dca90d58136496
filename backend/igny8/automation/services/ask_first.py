"""Runs that are expected to cost more than their account lets pass without asking."""

from __future__ import annotations

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.services.budgets import approval_needed
from igny8.automation.services.estimates import estimate
from igny8.core.clock import Clock
from igny8.core.rows import find
from igny8.tenants.models import Account


def mark_for_approval(
    *, run: ScheduledTask, rule: AutomationRule, definition: Definition, clock: Clock
) -> bool:
    """Write ``approval_needed`` (``{"credits", "above"}``) into a new run's metadata where somebody must be
    asked first; whether that is so. Call it in the transaction that makes the run.

    Without a threshold it costs one look-up, and nothing is estimated.
    """
    account = find(Account, {"id": run.owner_id}, "id", "approval_above_credits")
    if account is None or account.approval_above_credits is None:
        return False
    found = estimate(definition=definition, site_id=run.site_id, rule=rule, clock=clock)
    needed = approval_needed(found, account)
    if needed is None:
        return False
    run.metadata |= {"approval_needed": needed}
    run.save(update_fields=["metadata"])
    return True
