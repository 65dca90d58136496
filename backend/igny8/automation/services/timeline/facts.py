"""What a story is told from, and what it consists of: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from igny8.automation.engine.outcome import JsonObject

Severity = Literal["info", "success", "warning", "error"]


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step's row. ``attempts`` are those that failed and were followed by another."""

    path: str
    node_id: str
    type: str
    status: str
    name: str = ""
    attempt: int = 1
    input: JsonObject = field(default_factory=dict)
    output: JsonObject = field(default_factory=dict)
    evaluation: JsonObject | None = None
    error: JsonObject | None = None
    note: str = ""
    credits: int = 0
    reused: bool = False
    continued: bool = False
    crashes: int = 0
    attempts: list[JsonObject] = field(default_factory=list)
    signal: JsonObject | None = None
    items_done: int = 0
    items_total: int | None = None
    resume_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.type.replace("_", " ").capitalize()

    @property
    def seconds(self) -> float:
        """How long it took; 0 while it is not over."""
        if self.started_at is None or self.finished_at is None:
            return 0.0
        return (self.finished_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run's row, with what it refers to by name.

    :ivar schedule: the schedule's spec, if one started it; :ivar event: of the context, if an event did.
    :ivar cause: name of the rule whose run brought it about, or empty.
    :ivar rerun_of: id of the run that it repeats, or empty; :ivar rerun_from: ``start``, ``failed_step`` or a
        step's path.
    :ivar failed_path: path of the step that failed it.
    """

    trigger: str
    status: str
    scheduled_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    reason: str = ""
    error_code: str = ""
    error_message: str = ""
    note: str = ""
    credits: int = 0
    schedule: JsonObject | None = None
    event: JsonObject | None = None
    cause: str = ""
    rerun_of: str = ""
    rerun_from: str = "start"
    failed_path: str = ""
    is_test: bool = False
    cancel_requested_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence about a step.

    :ivar last: it is about the step's end: it comes after what is told of the steps inside.
    """

    at: datetime | None
    text: str
    kind: str
    severity: Severity = "info"
    credits: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of the story.

    :ivar at: when; :ivar after_seconds: how long after the sentence before.
    :ivar path: the step it is about; empty for the run itself.
    """

    at: datetime
    after_seconds: float
    path: str
    text: str
    kind: str
    credits: int
    severity: Severity
