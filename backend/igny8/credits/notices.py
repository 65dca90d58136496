"""What people are told about credits: budgets that fill up, and credits that run low.

Each is a notification and a domain event, in the transaction of the movement that caused it.
"""

from __future__ import annotations

from igny8.core.events import emit
from igny8.core.tenancy import current_account_id
from igny8.credits.models import Balance, BudgetUse
from igny8.credits.pots import POT_NAMES, PotKind
from igny8.notifications.services import notify

LEVELS = (75, 90, 100)
"""Shares of a budget, in percent, at which people are told."""


def level_of(committed: int, limit: int) -> int:
    """The highest of ``LEVELS`` that ``committed`` credits of a budget have reached; 0 for none."""
    return max((level for level in LEVELS if committed * 100 >= level * limit), default=0)


def warn_of_budget(row: BudgetUse, *, level: int, limit: int, committed: int) -> None:
    """Tell that a budget is used up to ``level`` percent."""
    name = POT_NAMES[PotKind(row.kind)]
    state = "used up" if level == 100 else f"used to {level} %"
    notify(
        kind="budget.warning",
        title=f"{name} is {state}",
        body=f"{committed} of {limit} credits are spent or set aside since {row.starts_on} (UTC).",
        severity="error" if level == 100 else "warning",
        object_type="automation_rule" if row.owner else "account",
        object_id=row.owner or current_account_id(),
    )
    emit(
        "budget.warning",
        object_type="automation_rule" if row.owner else "account",
        object_id=row.owner or current_account_id(),
        site_id=None,
        after={"budget": row.kind, "level": level, "limit": limit, "used": committed},
    )


def tell_of_low_credits(balance: Balance, available: int) -> None:
    """Tell that fewer credits are left than the account's threshold."""
    account_id = current_account_id()
    notify(
        kind="credits.low",
        title="Credits run low",
        body=f"{available} credits are available, fewer than {balance.low_threshold}.",
        severity="warning",
        object_type="account",
        object_id=account_id,
    )
    emit(
        "credits.low",
        object_type="account",
        object_id=account_id,
        site_id=None,
        after={"available": available, "threshold": balance.low_threshold},
    )
