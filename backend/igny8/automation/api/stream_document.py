"""The stream in the OpenAPI document: it is a plain view, which the generator does not see."""

from __future__ import annotations

from typing import Any

from igny8.core.api.schema import refusal

PATH = "/api/v1/automation/scheduled-tasks/{id}/stream/"
_DESCRIPTION = """A run as server-sent events, until it is over:

- `step`: a step that changed, as in `…/steps/`;
- `progress`: the progress, as in `/automation/rules/{id}/progress/`;
- `done`: the finished run, as in `/automation/scheduled-tasks/{id}/`; the last event.

Each event's `data` is one line of JSON. A client that comes again sends the last `id` as `Last-Event-ID`,
and gets what it missed. A line that begins with a colon keeps the connection open."""


def _operation() -> dict[str, Any]:
    last = {
        "in": "header",
        "name": "Last-Event-ID",
        "schema": {"type": "string"},
        "description": "The `id` of the last event that the client has seen.",
    }
    run = {"in": "path", "name": "id", "schema": {"type": "string"}, "required": True}
    events = {"description": "The events.", "content": {"text/event-stream": {"schema": {"type": "string"}}}}
    return {
        "operationId": "automation_scheduled_tasks_stream_retrieve",
        "summary": "Automation scheduled tasks stream retrieve",
        "description": _DESCRIPTION,
        "parameters": [last, run],
        "tags": ["automation"],
        "security": [{"token": []}, {"session": []}],
        "responses": {"200": events} | {status: refusal(status) for status in ("401", "404")},
    }


def add_stream(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """drf-spectacular's hook: the finished document with the stream in its place."""
    paths = result["paths"] | {PATH: {"get": _operation()}}
    return result | {"paths": dict(sorted(paths.items()))}
