"""Budgets of rules: what may start, what a forecast meets, and who must be asked first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.action import Amount, find_action
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.run_limits import limits_in, limits_of_rule
from igny8.automation.selectors import live_version
from igny8.core.clock import Clock
from igny8.credits.budgets import BudgetState, budget_states, refusal_of, require_budget
from igny8.credits.payee import Limits
from igny8.credits.services import balance_of_account
from igny8.tenants.models import Account

_UNSAVED = UUID(int=0)
"""Stands for a rule that is not saved yet, and has spent nothing."""
FREE = "0"
"""What actions that cost nothing give as their ``credits``."""


def require_room(
    *, rule: AutomationRule, definition: Definition | None = None, asked: int = 1, clock: Clock
) -> None:
    """Raise ``BudgetExceeded`` unless the rule's and the account's budgets allow ``asked`` more credits.

    By default it asks whether anything is left at all: a trigger must ask that before it starts a run. A rule
    none of whose actions has a price may always start.

    :param definition: the rule's live one, where it is at hand.
    """
    live = definition or compiled(live_version(rule))
    if _has_a_price(live):
        require_budget(rule_id=rule.id, limits=limits_in(live.raw), asked=asked, clock=clock)


def _has_a_price(definition: Definition) -> bool:
    found = (find_action(node.type) for node in definition.nodes())
    return any(action is not None and action.credits != FREE for action in found)


def budgets_of_rule(rule: AutomationRule, clock: Clock) -> list[BudgetState]:
    """The rule's period budgets and the account's, as they stand now."""
    return budget_states(rule_id=rule.id, limits=limits_of_rule(rule), clock=clock)


def coverage(credits: Amount, *, rule_id: UUID | None, limits: Limits, clock: Clock) -> dict[str, Any]:
    """Whether balance and budgets allow what a run would cost; see ``CoverageSerializer`` for the shape.

    :param rule_id: None for a rule that is not saved yet.
    """
    available = balance_of_account().available
    states = budget_states(rule_id=rule_id or _UNSAVED, limits=limits, clock=clock)
    found: dict[str, Any] = {}
    for name in ("low", "expected", "high"):
        amount = getattr(credits, name)
        found[name] = amount <= available and refusal_of(states, limits=limits, asked=amount) is None
    refusal = refusal_of(states, limits=limits, asked=credits.expected)
    missing = max(credits.expected - available, 0)
    short = f"{credits.expected} credits are expected; {available} are available, {missing} are missing."
    return found | {
        "available": available,
        "missing": missing,
        "stopped_by": "balance" if missing else refusal.budget if refusal else None,
        "message": short if missing else refusal.message if refusal else "",
        "budgets": [
            {"budget": state.pot.kind.value, "limit": state.limit, "remaining": state.remaining}
            for state in states
        ],
    }


def needs_approval(estimate: Mapping[str, Any], account: Account) -> bool:
    """Whether a person must approve a run, because its expected credits are above the account's threshold."""
    above = account.approval_above_credits
    return above is not None and bool(estimate["credits"]["expected"] > above)


def approval_needed(estimate: Mapping[str, Any], account: Account) -> dict[str, int] | None:
    """What a run's ``metadata.approval_needed`` says: expected credits and threshold; None where nobody must
    be asked."""
    if not needs_approval(estimate, account):
        return None
    return {"credits": estimate["credits"]["expected"], "above": account.approval_above_credits or 0}
