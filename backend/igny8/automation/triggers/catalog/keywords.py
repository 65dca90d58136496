"""Keywords; those of a file come as one event."""

from igny8.automation.runtime.event_types import EventType, Fields

_KEYWORD: Fields = {
    "id": "text",
    "text": "text",
    "status": "text",
    "intent": "text",
    "language": "text",
    "volume": "number",
    "difficulty": "number",
    "demand": "number",
    "cluster_id": "text",
}
_COUNTS: Fields = {"created": "number", "updated": "number", "skipped": "number"}
EVENTS = (
    EventType("keywords.imported", "Keywords imported", "A file brought new or changed keywords.", _COUNTS),
    EventType("keyword.created", "Keyword created", "One keyword was added by hand.", _KEYWORD),
    EventType("keyword.updated", "Keyword updated", "One keyword was changed.", _KEYWORD, changes=True),
    EventType(
        "keyword.status_changed", "Keyword: new status", "One keyword got another status.", _KEYWORD, True
    ),
    EventType("keyword.deleted", "Keyword deleted", "One keyword was deleted.", _KEYWORD),
)
