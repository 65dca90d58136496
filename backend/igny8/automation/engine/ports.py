"""What the engine needs from outside to walk: a clock, a journal, an executor, lanes, a cancel check.

The engine holds no thread, no connection and no state between calls. It reads what has happened from the
journal, does what is left, and writes every step there before it goes on.
"""

# ruff: noqa: A002 - `input` and `credits` are the words of the domain

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus

CancelCheck = Callable[[], bool]
"""Asked before every step; true ends the walk with ``cancelled``. Must be cheap."""


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
    :ivar type: the action's or node's type; ``conditions`` for the rule's own; ``item`` for an item of a loop
        and ``lane`` for a branch of a parallel, whose record says that it is over.
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
    :ivar signal: the answer to what the step waits for (see ``Journal.wait``), once it has come.
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
    signal: JsonObject | None = None


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
        signal: JsonObject | None = None,
    ) -> None:
        """The step waits: for time (``until``), or for a signal (``None``), or for what comes first.

        With ``error``: attempt number ``attempt`` failed and another follows after ``until``; what was
        reserved beyond ``credits`` goes back. With ``signal``: what it waits for, to be told to whoever can
        answer; the answer becomes ``StepRecord.signal``. A new wait forgets an earlier answer.
        """
        ...

    def abandon(self, path: str, *, reason: str) -> None:
        """All steps beneath ``path`` that are not over are cancelled, and what they wait for is withdrawn.

        The container at ``path`` ends without them: its time is over, or another of its children failed.
        """
        ...


class Lanes(Protocol):
    """Lets other workers walk the children of a container, each by ``RuleEngine.run(only=…)``."""

    def spread(self, group: str, children: Sequence[str], limit: int) -> None:
        """These children of the container ``group`` are to be walked, at most ``limit`` at once.

        Called again after a crash or a wake; children that are known already change nothing. They may be
        walked once the call of the engine has returned. The container is walked again when the last of them
        has ended, or when the outcome of one says ``ends_group``.

        :param children: full step paths in order (``actions/1/items/3``), none of them final.
        """
        ...

    def stop(self, group: str) -> bool:
        """The group ends early: children that have not begun, or wait, are dropped, with all beneath them;
        those at work are told to stop.

        :return: whether none of them is at work any more. If not, the walk suspends, and is to be called
            again when the last of them, at whatever depth, has ended.
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
    :ivar resumed: this attempt was ``pending`` and is asked again; ``signal`` is the answer, if one came.
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
    resumed: bool = False
    signal: JsonObject | None = None

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
    :ivar pending: it is not done yet: the step waits, and the same attempt is executed again at
        ``pending_until``, on a signal to the step, or (``None``) whenever the run is walked again.
    """

    output: JsonObject = field(default_factory=dict)
    credits: int = 0
    note: str = ""
    pending: bool = False
    pending_until: datetime | None = None


class Executor(Protocol):
    """Does actions."""

    def execute(self, call: ActionCall) -> ActionResult:
        """Do it. An expected failure is a ``StepFailure``; an ``Interrupt`` ends the walk; all else is a
        bug."""
        ...
