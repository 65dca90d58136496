"""What the engine needs from outside: a clock, a journal, an executor, a cancel check, a catalog.

The engine holds no thread, no connection and no state between calls. It reads what has happened from the
journal, does what is left, and writes every step there before it goes on.
"""

# ruff: noqa: A002 - `input` and `credits` are the words of the domain

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus

CancelCheck = Callable[[], bool]
"""Asked before every step; true ends the walk with ``cancelled``. Must be cheap."""

ParamsCheck = Callable[[JsonObject], Iterable[tuple[str, str]]]
"""Raw params (texts may hold expressions) → (path relative to the params, what is wrong)."""


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """Which step a journal entry is about.

    :ivar path: unique in the run (``actions/0/branches/1/actions/0``); ``conditions`` for the rule's own.
    :ivar node_id: the ``id`` of the node in the rule; the same for every item of a loop.
    :ivar type: the action's or node's type; ``conditions`` for the rule's own.
    :ivar name: what to show; may be empty.
    """

    path: str
    node_id: str
    type: str
    name: str = ""


@dataclass(slots=True)
class StepRecord:
    """What the journal knows of a step.

    :ivar attempt: the attempt that is at work, or the last one.
    :ivar input: resolved params of an action; the decision of a branch; the end of a wait.
    :ivar continued: it failed and its node says ``on_error: continue``.
    :ivar wake_at: while ``waiting``: when to look again.
    :ivar crashes: how often a worker died in this step. The journal counts: a ``begin`` that finds the
        step ``running`` with the same attempt adds one, unless the worker had let go in good order.
    :ivar reused: carried over from an earlier run; never executed in this one.
    """

    path: str
    node_id: str
    type: str
    status: StepStatus
    name: str = ""
    attempt: int = 1
    input: JsonObject = field(default_factory=dict)
    output: JsonObject = field(default_factory=dict)
    evaluation: JsonObject | None = None
    error: StepError | None = None
    credits: int = 0
    note: str = ""
    continued: bool = False
    wake_at: datetime | None = None
    crashes: int = 0
    reused: bool = False


class Journal(Protocol):
    """The persisted record of the steps of one run.

    Every call is durable before it returns, with one liberty: between a ``complete``, ``skip`` or continued
    ``fail`` and the next write the engine does nothing but look up and compute, so a journal may hold such a
    write back and commit it together with the next one (``begin`` of the next step), or when ``run`` returns.
    A ``begin`` must be durable before it returns, since the step's work follows. Any call may raise an
    :class:`Interrupt`. A call for a step that has no record yet makes one.
    """

    def load(self, path: str) -> StepRecord | None:
        """The record, or ``None`` if the step has never been reached."""
        ...

    def begin(
        self, step: Step, *, attempt: int, input: JsonObject, evaluation: JsonObject | None = None
    ) -> None:
        """The step is at work (``running``). Called again for the same attempt after a crash."""
        ...

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
        """The step is done. ``input`` and ``evaluation`` are given only if it was not begun before."""
        ...

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
        """The step failed for good; what was reserved beyond ``credits`` goes back."""
        ...

    def skip(self, step: Step, *, reason: str, evaluation: JsonObject | None = None) -> None:
        """The step is not to be done (its ``when`` does not hold; for ``conditions``: the rule's do not)."""
        ...

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
    ) -> None:
        """The step waits: for time (``until``), or for a signal (``None``).

        With ``error``: attempt number ``attempt`` failed and another follows after ``until``; what was
        reserved beyond ``credits`` goes back.
        """
        ...


@dataclass(frozen=True, slots=True)
class ActionCall:
    """One action to be done.

    :ivar params: as written in the rule, expressions resolved. Not to be changed.
    :ivar context: the run's context as this step sees it, read-only.
    :ivar outputs: outputs of the earlier steps in scope, oldest first; see :meth:`earlier`.
    :ivar deadline: when the executor must give up with a retryable ``StepFailure("timeout", …)``.
    :ivar interrupted: an earlier worker died in this very attempt: its effects may or may not exist.
    """

    run_id: str
    path: str
    node_id: str
    type: str
    params: JsonObject
    attempt: int
    context: Mapping[str, Any]
    outputs: tuple[JsonObject, ...] = ()
    deadline: datetime | None = None
    interrupted: bool = False

    def earlier(self, name: str) -> Any:
        """The nearest earlier step's output of that name; ``None`` if no step has one (or it is null)."""
        for output in reversed(self.outputs):
            value = output.get(name)
            if value is not None:
                return value
        return None


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What an action gave.

    :ivar output: plain JSON; flows on as ``steps.<id>.*``.
    :ivar credits: what it costs.
    :ivar note: a sentence for the trace ("nothing to do").
    """

    output: JsonObject = field(default_factory=dict)
    credits: int = 0
    note: str = ""


class Executor(Protocol):
    """Does actions."""

    def execute(self, call: ActionCall) -> ActionResult:
        """Do it. An expected failure is a ``StepFailure``; an ``Interrupt`` ends the walk; all else is a
        bug."""
        ...


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """What validation must know of an action type.

    :ivar check_params: see ``ParamsCheck``; ``schema.params.model_check(Model)`` makes one.
    :ivar outputs: names of its outputs, so that ``steps.<id>.<name>`` can be checked; ``None`` if open.
    """

    check_params: ParamsCheck
    outputs: Collection[str] | None = None


class Catalog(Protocol):
    """The actions and triggers that exist, for validation."""

    def action(self, action_type: str) -> ActionInfo | None:
        """The action of that type, or ``None``."""
        ...

    def action_types(self) -> Collection[str]:
        """All action types."""
        ...

    def trigger_types(self) -> Collection[str]:
        """All trigger types (``manual``, ``schedule``, …)."""
        ...

    def event_types(self) -> Collection[str] | None:
        """All event types that a rule may listen to; ``None`` if any is allowed."""
        ...


@dataclass(frozen=True, slots=True)
class StaticCatalog:
    """A catalog from plain mappings: for tests, and for a runtime that builds it once at start."""

    actions: Mapping[str, ActionInfo]
    triggers: Collection[str] = ("manual", "schedule", "event", "webhook")
    events: Collection[str] | None = None

    def action(self, action_type: str) -> ActionInfo | None:
        """See :class:`Catalog`."""
        return self.actions.get(action_type)

    def action_types(self) -> Collection[str]:
        """See :class:`Catalog`."""
        return self.actions.keys()

    def trigger_types(self) -> Collection[str]:
        """See :class:`Catalog`."""
        return self.triggers

    def event_types(self) -> Collection[str] | None:
        """See :class:`Catalog`."""
        return self.events
