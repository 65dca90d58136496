"""Containers with children that do not depend on each other: the items of a loop, the branches of a parallel.

Each child gets one record of its own (``actions/1/items/3``) when it is over, which makes it final. The
children are walked here, one after the other, or spread over lanes that other workers walk (``only``); the
records are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.ports import Step, StepRecord
from igny8.automation.engine.schema.definition import Nodes, in_order_of_outputs
from igny8.automation.engine.walker import records
from igny8.automation.engine.walker.result import (
    DONE,
    LOST,
    Arrived,
    Done,
    Failed,
    Halted,
    Result,
    Stopped,
    Suspended,
    earliest,
)

if TYPE_CHECKING:
    from igny8.automation.engine.walker.scope import StepScope

Ended = Done | Failed | Stopped | Halted
ENDED_EARLY = "Another one of its group ended them all."


@dataclass(frozen=True, slots=True)
class Child:
    """One child of a container.

    :ivar name: what to show.
    :ivar nodes: what is walked, beneath ``<its path>/actions``.
    :ivar about: the head of its record's output (``{"item", "index"}``).
    :ivar variables: what it sees beside what the container sees.
    """

    name: str
    nodes: Nodes
    about: JsonObject
    variables: JsonObject


@dataclass(frozen=True, slots=True)
class Group:
    """The children of a container, and how they are to be walked.

    :ivar segment: what their paths begin with, beneath the container (``items``).
    :ivar type: the type of their records.
    :ivar count: how many there are. :ivar child: makes one; there may be thousands, of which few are needed.
    :ivar limit: how many may be under way at once; one that waits for a signal does not count.
    :ivar fail_fast: whether the first failure ends them all. A crash loop does in any case.
    """

    segment: str
    type: str
    count: int
    child: Callable[[int], Child]
    limit: int
    fail_fast: bool


class Children:
    """The children of one container in one call of the engine."""

    def __init__(self, step: StepScope, group: Group) -> None:
        self._step = step
        self._group = group
        self._over: dict[int, StepRecord] = {}

    def walk(self) -> Result:
        """``Done`` when all are over; ``Failed`` or ``Stopped`` when one of them ends them all."""
        if self._step.walker.heads_beneath(self._step.path):
            return self._arrive()
        for index in range(self._group.count):
            self._look(index)
        verdict = self._verdict()
        if verdict is not None:
            return self._end(verdict)
        return self._spread() if self._is_spread else self._inline()

    def over(self) -> list[tuple[int, StepRecord]]:
        """The records of those that are over, with their index."""
        return sorted(self._over.items(), key=lambda pair: pair[0])

    # -- how far they are ------------------------------------------------------------------------------

    def _path(self, index: int) -> str:
        return f"{self._step.path}/{self._group.segment}/{index}"

    def _look(self, index: int) -> StepRecord | None:
        record = self._step.walker.journal.load(self._path(index))
        if record is None or record.status not in records.FINAL:
            return None
        self._over[index] = record
        return record

    def _not_over(self) -> list[int]:
        return [index for index in range(self._group.count) if index not in self._over]

    def _verdict(self) -> Failed | Stopped | None:
        """What ends them all, if one of those that are over does."""
        verdicts = (verdict_of(record) for _, record in self.over())
        return next((verdict for verdict in verdicts if verdict is not None), None)

    def _end(self, verdict: Failed | Stopped) -> Result:
        if self._not_over() and not self._step.end_inside(ENDED_EARLY):
            return Suspended(None)
        return verdict

    # -- spread over lanes -----------------------------------------------------------------------------

    @property
    def _is_spread(self) -> bool:
        return self._step.walker.lanes is not None and self._group.count > 1 and self._group.limit > 1

    def _spread(self) -> Result:
        lanes, deadline = self._step.walker.lanes, self._step.inside().deadline
        waiting = [self._path(index) for index in self._not_over()]
        if not waiting:
            return DONE
        if deadline is not None and self._step.now() >= deadline:
            return Suspended(deadline)
        assert lanes is not None  # noqa: S101 - `_is_spread`
        lanes.spread(self._step.path, waiting, self._group.limit)
        return Suspended(None)

    def _arrive(self) -> Result:
        """Walk the one child that is asked for, or go on towards a child of its own."""
        walker = self._step.walker
        index = self._asked_for(walker.only or "")
        if index is None:
            return LOST
        record = self._look(index)
        if walker.heads_beneath(self._path(index)):
            return LOST if record else self._beneath(index)
        if record is not None:
            return Arrived(result_of(record), verdict_of(record) is not None)
        result = self._walk_child(index)
        if isinstance(result, Arrived):
            return result
        return Arrived(self._patient(result), self._ends_group(result))

    def _asked_for(self, only: str) -> int | None:
        """The index of the child that is to be walked, or on the way."""
        segment, number, *_ = *only[len(self._step.path) + 1 :].split("/"), ""
        index = int(number) if number.isascii() and number.isdigit() else self._group.count
        return index if segment == self._group.segment and index < self._group.count else None

    def _beneath(self, index: int) -> Result:
        child = self._group.child(index)
        frame = self._step.frame.child(**child.variables)
        return self._step.walk(child.nodes, f"{self._group.segment}/{index}/actions", frame)

    def _patient(self, result: Ended | Suspended) -> Ended | Suspended:
        """A child that waits for nothing but the end of its container's time waits to be stopped."""
        over = self._step.inside().deadline
        if isinstance(result, Suspended) and over is not None and self._step.now() >= over:
            return Suspended(None)
        return result

    def _ends_group(self, result: Result) -> bool:
        return isinstance(result, Stopped) or (isinstance(result, Failed) and self._is_fatal(result.error))

    def _is_fatal(self, error: StepError) -> bool:
        return self._group.fail_fast or error.code == records.CRASH_LOOP

    # -- one after the other ---------------------------------------------------------------------------

    def _inline(self) -> Result:
        waiting: list[Suspended] = []
        for index in self._not_over():
            if sum(not each.for_signal for each in waiting) >= self._group.limit:
                break
            result = self._walk_child(index)
            if isinstance(result, Halted | Arrived):
                return result
            if isinstance(result, Suspended):
                waiting.append(result)
            elif self._ends_group(result):
                self._look(index)
                return self._end_by(result)
            else:
                self._look(index)
        return earliest(waiting) if waiting else DONE

    def _end_by(self, result: Result) -> Result:
        assert isinstance(result, Failed | Stopped)  # noqa: S101 - see `_ends_group`
        return self._end(result)

    def _walk_child(self, index: int) -> Result:
        """Walk it and, when it is over, write its record."""
        child = self._group.child(index)
        frame = self._step.frame.child(**child.variables)
        path = self._path(index)
        result = self._step.walker.block(child.nodes, f"{path}/actions", frame, self._step.inside())
        step = Step(path, self._step.node.id, self._group.type, child.name)
        output = {**child.about, "output": frame.own}
        journal = self._step.walker.journal
        if isinstance(result, Done):
            journal.complete(step, output=output)
        elif isinstance(result, Stopped):
            journal.complete(step, output={**output, **records.stopped_json(result)})
        elif isinstance(result, Failed):
            output[records.FAILED_PATH] = result.path
            continued = not self._is_fatal(result.error)
            journal.fail(step, error=result.error, output=output, continued=continued)
        return result


def verdict_of(record: StepRecord) -> Failed | Stopped | None:
    """What a child that is over means for the others: ``None`` if they go on."""
    if record.status is StepStatus.FAILED:
        return None if record.continued else Failed(records.error_of(record), records.failed_path(record))
    return records.as_stopped(record.output)


def result_of(record: StepRecord) -> Done | Failed | Stopped:
    """What became of a child that is over."""
    if record.status is StepStatus.FAILED:
        return Failed(records.error_of(record), records.failed_path(record))
    return records.as_stopped(record.output) or Done(record.output)


def in_order(nodes: Nodes, outputs: JsonObject) -> JsonObject:
    """Outputs as they came: a database may have changed the order of the keys."""
    return {node.id: outputs[node.id] for node in in_order_of_outputs(nodes) if node.id in outputs}
