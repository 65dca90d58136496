"""Pictures of contents."""

from igny8.automation.runtime.event_types import EventType, Fields

_IMAGE: Fields = {
    "id": "text",
    "content_id": "text",
    "role": "text",
    "alt": "text",
    "provider": "text",
    "width": "number",
    "height": "number",
}
EVENTS = (
    EventType("image.created", "Picture created", "A picture was drawn or uploaded.", _IMAGE),
    EventType("image.updated", "Picture updated", "A picture was described anew.", _IMAGE, changes=True),
    EventType("image.deleted", "Picture deleted", "A picture was deleted.", _IMAGE),
)
