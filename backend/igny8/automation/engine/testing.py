"""Fakes of the ports: a journal in memory, an executor by script, a clock that stands still.

``InMemoryJournal`` and ``FakeExecutor`` share a :class:`CrashPoint`, so that a test can let the process die
before or after every single call.
"""

# ruff: noqa: A002 - `input` and `credits` are the words of the port

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.paths import is_within
from igny8.automation.engine.ports import ActionCall, ActionResult, Step, StepRecord

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_OPEN = frozenset({StepStatus.PENDING, StepStatus.RUNNING, StepStatus.WAITING})
Behaviour = Callable[[ActionCall], ActionResult | JsonObject]


class SimulatedCrash(BaseException):
    """The process died here."""


@dataclass(slots=True)
class FixedClock:
    """Stands still until it is told to move."""

    moment: datetime = START

    def now(self) -> datetime:
        """See ``Clock``."""
        return self.moment

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)


@dataclass(slots=True)
class CrashPoint:
    """Dies at the ``at``-th point passed; 0 never. Counts on, so that it also tells how many points there
    are."""

    at: int = 0
    passed: int = 0

    def point(self) -> None:
        """A point at which the process may die."""
        self.passed += 1
        if self.passed == self.at:
            raise SimulatedCrash(f"at point {self.at}")


@dataclass(slots=True)
class InMemoryJournal:
    """Keeps the records in a dict, as durable as the object. Each write may crash before and after it is
    stored.

    :ivar calls: every write as ``(method, path)``, in order.
    :ivar asked: what steps wait for, by path.
    """

    records: dict[str, StepRecord] = field(default_factory=dict)
    crash: CrashPoint = field(default_factory=CrashPoint)
    calls: list[tuple[str, str]] = field(default_factory=list)
    asked: dict[str, JsonObject] = field(default_factory=dict)

    @classmethod
    def preloaded(cls, records: Iterable[StepRecord]) -> InMemoryJournal:
        """A journal that holds these records already."""
        return cls({record.path: record for record in records})

    def load(self, path: str) -> StepRecord | None:
        """See ``Journal``. A copy, as from a database."""
        record = self.records.get(path)
        return None if record is None else replace(record)

    def begin(
        self,
        step: Step,
        *,
        attempt: int,
        input: JsonObject,
        evaluation: JsonObject | None = None,
    ) -> None:
        """See ``Journal``."""
        old = self.records.get(step.path)
        died = old is not None and old.status is StepStatus.RUNNING and old.attempt == attempt
        self._write(
            "begin",
            step,
            status=StepStatus.RUNNING,
            attempt=attempt,
            input=input,
            crashes=(old.crashes if old else 0) + died,
            **_given(evaluation=evaluation),
        )

    def complete(
        self,
        step: Step,
        *,
        output: JsonObject,
        attempt: int = 1,
        credits: int = 0,
        note: str = "",
        input: JsonObject | None = None,
        evaluation: JsonObject | None = None,
    ) -> None:
        """See ``Journal``."""
        changes: dict[str, Any] = {
            "output": output,
            "attempt": attempt,
            "credits": credits,
            "note": note,
            "error": None,
        }
        self._write(
            "complete",
            step,
            status=StepStatus.COMPLETED,
            wake_at=None,
            **changes,
            **_given(input=input, evaluation=evaluation),
        )

    def fail(
        self,
        step: Step,
        *,
        error: StepError,
        attempt: int = 1,
        credits: int = 0,
        output: JsonObject | None = None,
        continued: bool = False,
        input: JsonObject | None = None,
        evaluation: JsonObject | None = None,
    ) -> None:
        """See ``Journal``."""
        changes: dict[str, Any] = {
            "error": error,
            "attempt": attempt,
            "credits": credits,
            "continued": continued,
        }
        self._write(
            "fail",
            step,
            status=StepStatus.FAILED,
            wake_at=None,
            **changes,
            **_given(input=input, evaluation=evaluation, output=output),
        )

    def skip(self, step: Step, *, reason: str, evaluation: JsonObject | None = None) -> None:
        """See ``Journal``."""
        self._write("skip", step, status=StepStatus.SKIPPED, note=reason, evaluation=evaluation)

    def wait(
        self,
        step: Step,
        *,
        until: datetime | None,
        attempt: int = 1,
        error: StepError | None = None,
        credits: int = 0,
        input: JsonObject | None = None,
        evaluation: JsonObject | None = None,
        signal: JsonObject | None = None,
    ) -> None:
        """See ``Journal``."""
        changes: dict[str, Any] = {
            "attempt": attempt,
            "error": error,
            "credits": credits,
            "wake_at": until,
            "signal": None,
        }
        self._write(
            "wait",
            step,
            status=StepStatus.WAITING,
            asked=signal,
            **changes,
            **_given(input=input, evaluation=evaluation),
        )

    def abandon(self, path: str, *, reason: str) -> None:
        """See ``Journal``."""
        for record in list(self.records.values()):
            if record.status in _OPEN and record.path != path and is_within(record.path, path):
                self.crash.point()
                self.asked.pop(record.path, None)
                self.records[record.path] = replace(
                    record, status=StepStatus.CANCELLED, note=reason, wake_at=None
                )
                self.calls.append(("abandon", record.path))

    def answer(self, path: str, signal: JsonObject) -> None:
        """What a step waits for has come: approve, reject, the event."""
        self.records[path] = replace(self.records[path], signal=signal)

    def _write(self, method: str, step: Step, *, asked: JsonObject | None = None, **changes: Any) -> None:
        self.crash.point()
        old = self.records.get(step.path) or StepRecord(
            step.path, step.node_id, step.type, StepStatus.PENDING, step.name
        )
        self.records[step.path] = replace(old, **changes)
        self.calls.append((method, step.path))
        if asked is not None:
            self.asked[step.path] = asked
        self.crash.point()


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@dataclass(slots=True)
class FakeExecutor:
    """Does actions by a table ``type → behaviour``; types that are not in it give an empty output.

    :ivar calls: every call that was made. :ivar finished: paths of the calls whose work was done.
    """

    behaviours: Mapping[str, Behaviour] = field(default_factory=dict)
    crash: CrashPoint = field(default_factory=CrashPoint)
    calls: list[ActionCall] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)

    def execute(self, call: ActionCall) -> ActionResult:
        """See ``Executor``."""
        self.calls.append(call)
        self.crash.point()
        behaviour = self.behaviours.get(call.type)
        result = behaviour(call) if behaviour else {}
        self.finished.append(call.path)
        self.crash.point()
        return result if isinstance(result, ActionResult) else ActionResult(result)


@dataclass(slots=True)
class FakeLanes:
    """Records what was spread; a test drives each child by ``RuleEngine.run(only=…)``.

    :ivar groups: children and limit of each container, by its path.
    :ivar working: paths of children that a test says are at work.
    :ivar stopped: containers that were told to stop, in order.
    """

    groups: dict[str, tuple[list[str], int]] = field(default_factory=dict)
    working: set[str] = field(default_factory=set)
    stopped: list[str] = field(default_factory=list)
    crash: CrashPoint = field(default_factory=CrashPoint)

    def spread(self, group: str, children: Sequence[str], limit: int) -> None:
        """See ``Lanes``."""
        self.crash.point()
        known, _ = self.groups.get(group, ([], 0))
        self.groups[group] = ([*known, *(child for child in children if child not in known)], limit)

    def stop(self, group: str) -> bool:
        """See ``Lanes``."""
        self.crash.point()
        self.stopped.append(group)
        for name in [name for name in self.groups if is_within(name, group)]:
            children, limit = self.groups[name]
            self.groups[name] = ([child for child in children if child in self.working], limit)
        return not any(is_within(path, group) for path in self.working)
