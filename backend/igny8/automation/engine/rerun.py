"""What a new run takes over from an earlier one of the same version: everything that succeeded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from igny8.automation.engine.outcome import StepStatus
from igny8.automation.engine.paths import (
    BLOCK_NAMES,
    CONDITIONS,
    ON_ERROR,
    ON_FAILURE,
    ON_RECOVERY,
    is_within,
    parse_path,
)
from igny8.automation.engine.ports import StepRecord
from igny8.automation.engine.walker.records import DEADLINE, STOPPED

_SUCCEEDED = frozenset({StepStatus.COMPLETED, StepStatus.SKIPPED})
_CHILDREN = frozenset({"item", "lane"})


def carried_over(records: Iterable[StepRecord], from_path: str | None = None) -> list[StepRecord]:
    """The records to preload for a rerun, each marked ``reused``.

    :param from_path: the step from which everything is done again; without it the rerun is from what failed.

    Steps that completed or were skipped are kept: they are paid for, and what they did outside exists. Failed
    steps are done again, with their handlers; before ``from_path`` only those that ended the run. A container
    around what is done again is kept as running, so that the way it decided stays; it ends anew. What ended
    the run in good order (a ``stop``, a rejection, conditions that did not hold) is looked at again. Items of
    a loop and branches of a parallel do not depend on each other: those beside ``from_path`` are kept.
    The ``credits`` are kept as they were, for "reused, saved N credits"; they are not charged again.
    """
    own = [record for record in records if not _is_of_rule_handler(record.path)]
    plan = _Plan(own, from_path)
    taken = (plan.taken(record) for record in own)
    return [replace(record, reused=True) for record in taken if record is not None]


class _Plan:
    """Which records stay, which are opened again, which go. All by look-ups: there may be many thousands."""

    def __init__(self, records: list[StepRecord], from_path: str | None) -> None:
        self._start = from_path
        self._redone = {record.path for record in records if self._is_redone(record)}
        self._around = {one for path in self._redone for one in containers(path)}
        self._with_inside = {one for record in records for one in containers(record.path)}
        if from_path is not None:
            self._around.update(containers(from_path))

    def taken(self, record: StepRecord) -> StepRecord | None:
        """The record as the new run gets it; ``None`` if it does not."""
        if self._is_behind(record.path) or self._is_handler_of_redone(record.path):
            return None
        if not self._is_again(record.path):
            return record
        if record.type in _CHILDREN or record.path not in self._with_inside:
            return None
        return _opened_again(record)

    def _is_behind(self, path: str) -> bool:
        """Whether it is the step from which all is done again, or what follows from it."""
        return self._start is not None and (is_within(path, self._start) or comes_after(path, self._start))

    def _is_redone(self, record: StepRecord) -> bool:
        if self._is_behind(record.path):
            return True
        if record.status in _SUCCEEDED:
            return _ended_the_run(record)
        return self._start is None or not record.continued

    def _is_again(self, path: str) -> bool:
        return path in self._redone or path in self._around

    def _is_handler_of_redone(self, path: str) -> bool:
        """Whether it belongs to the handler of a step that is done again: it may succeed this time."""
        return any(self._is_again(owner) for owner in _owners_of_handlers(path))


def _opened_again(record: StepRecord) -> StepRecord:
    given = {name: value for name, value in record.input.items() if name != DEADLINE}
    return replace(
        record,
        status=StepStatus.RUNNING,
        input=given,
        output={},
        error=None,
        continued=False,
        crashes=0,
        wake_at=None,
        signal=None,
    )


def containers(path: str) -> list[str]:
    """Every path that it lies beneath, but for those in whose handler it is."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts)) if parts[end] != ON_ERROR]


def _owners_of_handlers(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts)) if parts[end] == ON_ERROR]


def comes_after(path: str, start: str) -> bool:
    """Whether the step follows the other in a block that they share, itself or by what is around it."""
    before = ""
    for mine, other in zip(parse_path(path), parse_path(start), strict=False):
        if mine != other:
            in_block = before in BLOCK_NAMES and isinstance(mine, int) and isinstance(other, int)
            return in_block and int(mine) > int(other)
        before = str(mine)
    return False


def _is_of_rule_handler(path: str) -> bool:
    return is_within(path, ON_FAILURE) or is_within(path, ON_RECOVERY)


def _ended_the_run(record: StepRecord) -> bool:
    if record.path == CONDITIONS:
        return record.status is StepStatus.SKIPPED
    return record.type == "stop" or (record.type in {"approval", *_CHILDREN} and STOPPED in record.output)
