"""Pages of a site's structure."""

from igny8.automation.runtime.event_types import EventType, Fields

_PAGE: Fields = {
    "id": "text",
    "title": "text",
    "kind": "text",
    "path": "text",
    "status": "text",
    "keyphrase": "text",
    "content_id": "text",
    "cluster_id": "text",
}
EVENTS = (
    EventType("page.created", "Page created", "A page was planned.", _PAGE),
    EventType("page.updated", "Page updated", "A page was changed or moved.", _PAGE, changes=True),
    EventType("page.status_changed", "Page: new status", "A page got its text, or lost it.", _PAGE, True),
    EventType("page.deleted", "Page deleted", "A page was deleted.", _PAGE),
)
