"""Plain rows to tell stories from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from igny8.automation.services.timeline import Entry, RunFacts, StepFacts, tell

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HELD = {
    "all": [
        {
            "path": "word_count",
            "operator": "greater_than",
            "expected": 1000,
            "actual": 1200,
            "found": True,
            "result": True,
            "reached": True,
        }
    ],
    "result": True,
}
OVERLOADED = "failed: The provider is overloaded"
UPDATED = {"event": {"type": "content.updated"}}
FAILED = {"code": "provider_unavailable", "message": "The provider is overloaded.", "retryable": True}


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def run(**values: Any) -> RunFacts:
    given: dict[str, Any] = {
        "trigger": "manual",
        "status": "completed",
        "scheduled_at": NOW,
        "started_at": NOW,
        "finished_at": at(20),
    }
    return RunFacts(**given | values)


def step(kind: str = "generate_ideas", path: str = "actions/0", **values: Any) -> StepFacts:
    given: dict[str, Any] = {
        "node_id": "n",
        "status": "completed",
        "name": "Generate Ideas",
        "started_at": at(1),
        "finished_at": at(13),
    }
    return StepFacts(path=path, type=kind, **given | values)


def texts(entries: list[Entry]) -> list[str]:
    return [entry.text for entry in entries]


def told(one: StepFacts, **values: Any) -> list[str]:
    """What is said of a step, without the run's own sentences."""
    return [entry.text for entry in tell(run(**values), [one]) if entry.path]
