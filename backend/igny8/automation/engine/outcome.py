"""What comes out: of one step (``StepStatus``, ``StepError``) and of one call of the engine (``Outcome``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

JsonObject = dict[str, Any]
"""A plain JSON object: text keys; values are text, numbers, booleans, null, lists and objects."""


class StepStatus(StrEnum):
    """Where a step stands."""

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class RunStatus(StrEnum):
    """How a call of the engine ended. ``WAITING`` is not an end: the run goes on at ``wake_at`` or on a
    signal."""

    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StepError:
    """Why a step failed; JSON by :meth:`as_json`."""

    code: str
    message: str
    retryable: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> JsonObject:
        """``{"code", "message", "retryable"}``, with ``fields`` where there are any."""
        data: JsonObject = {"code": self.code, "message": self.message, "retryable": self.retryable}
        if self.fields:
            data["fields"] = self.fields
        return data

    @classmethod
    def from_json(cls, data: JsonObject) -> StepError:
        """The inverse of :meth:`as_json`."""
        return cls(
            code=str(data.get("code", "error")),
            message=str(data.get("message", "")),
            retryable=bool(data.get("retryable", False)),
            fields=dict(data.get("fields") or {}),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call of :meth:`RuleEngine.run` ended.

    :ivar reason: a sentence for ``status_reason``; empty for a plain completed run.
    :ivar error: set when ``status`` is failed.
    :ivar failed_path: path of the step that failed the run (innermost), else empty.
    :ivar wake_at: when to call again, if waiting for time; ``None`` if waiting for a signal only.
    :ivar outputs: outputs of the steps that are visible at the root, by node id, in the order of the walk.
    :ivar for_signal: if waiting: it is a signal (an approval, an event) that it waits for, ``wake_at`` being
        the deadline. Such a child of a container leaves its place to the next.
    :ivar ends_group: of one child (``only``): its container is to be walked now, and not when the last child
        has ended: it failed where that ends them all, or met a ``stop``.
    """

    status: RunStatus
    reason: str = ""
    error: StepError | None = None
    failed_path: str = ""
    wake_at: datetime | None = None
    outputs: JsonObject = field(default_factory=dict)
    for_signal: bool = False
    ends_group: bool = False

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do for this run."""
        return self.status is not RunStatus.WAITING
