"""Budgets of rules and of the account."""

from igny8.automation.runtime.event_types import EventType

EVENTS = (
    EventType(
        "budget.warning",
        "Budget fills up",
        "A budget is used to 75, 90 or 100 percent. Reaches every site.",
        {"budget": "text", "level": "number", "limit": "number", "used": "number"},
    ),
)
