"""The account's credits."""

from igny8.automation.runtime.event_types import EventType

EVENTS = (
    EventType(
        "credits.low",
        "Credits low",
        "The available credits fell below the threshold; once a crossing. Reaches every site.",
        {"available": "number", "threshold": "number"},
    ),
)
