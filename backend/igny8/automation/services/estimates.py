"""Forecasts of what a run would do and cost, before anything runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.action import Amount
from igny8.automation.runtime.run_limits import limits_in
from igny8.automation.services.budgets import approval_needed, coverage
from igny8.automation.services.estimate_walk import ActionLine, EstimateWalk, Total
from igny8.automation.services.history_estimates import History, history_of
from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.tenancy import current_account_id
from igny8.tenants.models import Account


def estimate(
    *,
    definition: Definition,
    site_id: UUID,
    rule: AutomationRule | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> dict[str, Any]:
    """Items, credits and seconds, per action and in all; see docs/api.md for the shape.

    Where there is history (at least five completed runs), ``expected`` is its median and ``high`` its
    ninetieth percentile, within what the matched items allow; elsewhere prices, and 20 % on top of ``high``.

    :param rule: the rule that the definition belongs to, where it has been saved: its runs are the history.
    """
    history = history_of(definition=definition, rule=rule)
    walk = EstimateWalk(site_id, history)
    total = walk.through(definition)
    credits, basis = _in_all(total, walk.lines, history)
    found: dict[str, Any] = {
        "items": total.items.expected,
        "credits": _amount(credits),
        "per_action": [_line(line) for line in walk.lines],
        "basis": basis,
        "seconds": _seconds(walk.lines, history),
        "covers": coverage(
            credits,
            rule_id=rule.id if rule else None,
            limits=limits_in(definition.raw),
            clock=clock,
        ),
    }
    account = Account.objects.get(pk=current_account_id())
    return found | {"approval": approval_needed(found, account)}


def least_credits(*, definition: Definition, site_id: UUID) -> int:
    """The estimate's lower bound alone, without a look at the past."""
    return EstimateWalk(site_id, History()).through(definition).credits.low


def _in_all(total: Total, lines: list[ActionLine], history: History) -> tuple[Amount, str]:
    """What whole runs did cost goes before the sum of the actions."""
    paid = [line for line in lines if line.total.credits.high]
    credits = total.credits
    if history.run is None:
        known = bool(paid) and all(line.basis == "history" for line in paid)
        return credits, "history" if known else "prices"
    expected = min(max(round(history.run.credits.p50), credits.low), credits.high)
    high = max(min(round(history.run.credits.p90), credits.high), expected)
    return Amount(credits.low, expected, high), "history"


def _line(line: ActionLine) -> dict[str, Any]:
    return {
        "id": line.node.id,
        "type": line.node.type,
        "name": line.node.name or line.action.name,
        "at": line.node.at,
        "times": _amount(line.times),
        "items": _amount(line.total.items),
        "credits": _amount(line.total.credits),
        "price": line.action.credits,
        "basis": line.basis,
        "seconds": _time(*line.seconds) if line.seconds else None,
    }


def _seconds(lines: list[ActionLine], history: History) -> dict[str, float] | None:
    """How long whole runs took, waits included; else the sum over the actions, if all of them are known."""
    if history.run is not None:
        return _time(history.run.seconds.p50, history.run.seconds.p90)
    known = [line.seconds for line in lines if line.seconds]
    if not lines or len(known) < len(lines):
        return None
    return _time(sum(expected for expected, _ in known), sum(high for _, high in known))


def _time(expected: float, high: float) -> dict[str, float]:
    return {"expected": round(expected, 1), "high": round(high, 1)}


def _amount(amount: Amount) -> dict[str, int]:
    return {"low": amount.low, "expected": amount.expected, "high": amount.high}
