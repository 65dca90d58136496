"""Loops and parallel branches, and what becomes of each of their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.teller import Teller, tell_otherwise, took
from igny8.automation.services.timeline.words import count, number


class SpreadTeller(Teller):
    """What ``for_each`` and ``parallel`` have in common: they begin many parts, and collect them."""

    noun: ClassVar[str]
    plural: ClassVar[str]
    begun_by: ClassVar[str]

    def tell(self, step: StepFacts) -> Iterator[Line]:
        total = _length(step.input.get(self.begun_by))
        if total is not None:
            yield Line(step.started_at, self._begin(step, total), self.type, last=False)
        if step.status == "completed":
            yield Line(step.finished_at, self._end(step, total), self.type, "success")
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise

    def _begin(self, step: StepFacts, total: int) -> str:
        limit = step.input.get("concurrency") or step.input.get("limit")
        at_once = f", {number(limit)} at once" if isinstance(limit, int) and 1 < limit < total else ""
        return f"{step.title} begins: {self._parts(total)}{at_once}."

    def _end(self, step: StepFacts, total: int | None) -> str:
        failed = _length(step.output.get("failed")) or 0
        done = _length(step.output.get("completed"))
        if total == 0:
            return f"{step.title} had nothing to do."
        if done is None:
            return f"{step.title} is through{took(step)}."
        lost = f", {number(failed)} failed" if failed else ""
        return f"{step.title} is through: {self._parts(done)} done{lost}{took(step)}."

    def _parts(self, amount: int) -> str:
        return count(amount, self.noun) if amount == 1 else f"{number(amount)} {self.plural}"


class LoopTeller(SpreadTeller):
    """``for_each``."""

    type: ClassVar[str] = "for_each"
    noun: ClassVar[str] = "item"
    plural: ClassVar[str] = "items"
    begun_by: ClassVar[str] = "items"


class ParallelTeller(SpreadTeller):
    """``parallel``."""

    type: ClassVar[str] = "parallel"
    noun: ClassVar[str] = "branch"
    plural: ClassVar[str] = "branches"
    begun_by: ClassVar[str] = "branches"


class PartTeller(Teller):
    """One item of a loop, or one branch of a parallel: told when it is over."""

    def tell(self, step: StepFacts) -> Iterator[Line]:
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise
        elif step.status == "completed" and "stopped" in step.output:
            yield Line(step.finished_at, f"{step.title} stopped the run{took(step)}.", self.type, "warning")
        elif step.status == "completed":
            yield Line(step.finished_at, f"{step.title} is done{took(step)}.", self.type, "success")


class ItemTeller(PartTeller):
    """An item."""

    type: ClassVar[str] = "item"


class LaneTeller(PartTeller):
    """A branch."""

    type: ClassVar[str] = "lane"


def _length(value: object) -> int | None:
    """A number as it is, a list by its length."""
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


TELLERS = (LoopTeller(), ParallelTeller(), ItemTeller(), LaneTeller())
