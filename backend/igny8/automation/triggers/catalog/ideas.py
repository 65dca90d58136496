"""Ideas for articles."""

from igny8.automation.runtime.event_types import EventType, Fields

_IDEA: Fields = {
    "id": "text",
    "title": "text",
    "status": "text",
    "intent": "text",
    "content_type": "text",
    "target_keyphrase": "text",
    "language": "text",
    "demand": "number",
    "cluster_id": "text",
}
EVENTS = (
    EventType("idea.created", "Idea created", "An idea was proposed or added by hand.", _IDEA),
    EventType("idea.updated", "Idea updated", "An idea was changed.", _IDEA, changes=True),
    EventType(
        "idea.status_changed", "Idea: new status", "An idea was approved, rejected or planned.", _IDEA, True
    ),
    EventType("idea.deleted", "Idea deleted", "An idea was deleted.", _IDEA),
)
