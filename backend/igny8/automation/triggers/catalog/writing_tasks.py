"""Writing tasks: ideas with their briefs locked."""

from igny8.automation.runtime.event_types import EventType, Fields

_TASK: Fields = {
    "id": "text",
    "title": "text",
    "status": "text",
    "content_type": "text",
    "target_keyphrase": "text",
    "language": "text",
    "demand": "number",
    "idea_id": "text",
}
EVENTS = (
    EventType("writing_task.created", "Writing task created", "An idea became a writing task.", _TASK),
    EventType(
        "writing_task.updated", "Writing task updated", "A writing task was changed.", _TASK, changes=True
    ),
    EventType(
        "writing_task.status_changed",
        "Writing task: new status",
        "A writing task was written or cancelled.",
        _TASK,
        changes=True,
    ),
    EventType("writing_task.deleted", "Writing task deleted", "A writing task was deleted.", _TASK),
)
