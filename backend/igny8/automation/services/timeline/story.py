"""Puts the sentences of a run and its steps in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from igny8.automation.engine.paths import sort_key
from igny8.automation.engine.registry import Registry
from igny8.automation.services.timeline import tellers as tellers_package
from igny8.automation.services.timeline.ends import beginning, ending
from igny8.automation.services.timeline.facts import Entry, Line, RunFacts, StepFacts
from igny8.automation.services.timeline.teller import Teller, tell_attempts, tell_crashes
from igny8.automation.services.timeline.words import duration, number

TELLERS: Registry[Teller] = Registry("teller", "TELLERS", lambda teller: teller.type)
TELLERS.discover(tellers_package)

_SAVED = re.compile(r"saved (\d+) credits")
_PAUSE_SECONDS = 60
_FIRST, _STEP, _LAST = 0, 1, 2
_Placed = tuple[tuple[Any, ...], str, Line]


def tell(run: RunFacts, steps: Iterable[StepFacts], tellers: Registry[Teller] = TELLERS) -> list[Entry]:
    """The story of a run, in the order of time; what happened at one moment in the order of the rule."""
    placed: list[_Placed] = [*_of_run(run)]
    for step in steps:
        placed += _of_step(run, step, tellers)
    placed.sort(key=lambda one: one[0])
    return list(_entries(placed))


def _of_run(run: RunFacts) -> Iterator[_Placed]:
    for index, line in enumerate(beginning(run)):
        yield (_at(line, run), _FIRST, (), index), "", line
    for index, line in enumerate(ending(run)):
        yield (_at(line, run), _LAST, (), index), run.failed_path, line


def _of_step(run: RunFacts, step: StepFacts, tellers: Registry[Teller]) -> Iterator[_Placed]:
    place = sort_key(step.path)
    if _is_reused(run, step):
        line = Line(run.started_at, _reused(step), "reused")
        yield (_at(line, run), _STEP, place, 0), step.path, line
        return
    teller = tellers.get(step.type) or tellers.get("action")
    told = teller.tell(step) if teller else ()
    for index, line in enumerate([*tell_crashes(step), *tell_attempts(step), *told]):
        yield (_at(line, run), _STEP, (*place, (9, 0, "")) if line.last else place, index), step.path, line


def _at(line: Line, run: RunFacts) -> datetime:
    return line.at or run.started_at or run.scheduled_at


def _is_reused(run: RunFacts, step: StepFacts) -> bool:
    """Carried over whole; a container that was carried over open ended in this run."""
    before = run.started_at is None or step.finished_at is None or step.finished_at <= run.started_at
    return step.reused and before


def _reused(step: StepFacts) -> str:
    found = _SAVED.search(step.note)
    saved = f", which saved {number(int(found[1]))} credits" if found else ""
    return f"{step.title} was taken over from the earlier run{saved}."


def _entries(placed: Iterable[_Placed]) -> Iterator[Entry]:
    before: datetime | None = None
    for (at, *_), path, line in placed:
        after = (at - before).total_seconds() if before else 0.0
        text = f"{duration(after)} later: {line.text}" if after >= _PAUSE_SECONDS else line.text
        before = at
        yield Entry(at, after, path, text, line.kind, line.credits, line.severity)
