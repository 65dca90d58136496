"""Links to publishing targets."""

from igny8.automation.runtime.event_types import EventType, Fields

_CONNECTION: Fields = {
    "id": "text",
    "kind": "text",
    "name": "text",
    "url": "text",
    "is_default": "boolean",
    "status": "text",
}
EVENTS = (
    EventType("connection.created", "Connection created", "A site got a publishing target.", _CONNECTION),
    EventType("connection.updated", "Connection updated", "A connection was changed.", _CONNECTION, True),
    EventType(
        "connection.status_changed",
        "Connection: new status",
        "A test of a connection came out otherwise than before.",
        _CONNECTION,
        changes=True,
    ),
    EventType("connection.deleted", "Connection deleted", "A connection was deleted.", _CONNECTION),
)
