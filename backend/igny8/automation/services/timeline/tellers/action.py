"""Actions, and every kind that has no file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from igny8.automation.runtime.outputs import list_lengths
from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.teller import Teller, spent, tell_otherwise, tell_running, took
from igny8.automation.services.timeline.words import count, ended, moment, number

_IDS = "_ids"


class ActionTeller(Teller):
    """ "Generate Ideas made 15 ideas from 5 clusters for 75 credits (12 s)"."""

    type: ClassVar[str] = "action"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise
        elif step.status == "running":
            yield tell_running(step)
        elif step.status == "waiting" and not step.error:
            until = f" until {moment(step.resume_at)}" if step.resume_at else ""
            yield Line(step.started_at, f"{step.title} waits{until}.", "wait")
        elif step.status == "completed":
            yield Line(step.finished_at, done_text(step), "step", "success", step.credits)


def done_text(step: StepFacts) -> str:
    """What a completed action did."""
    what = _made(step)
    failed = list_lengths(step.output).get("failed", 0)
    left_out = f"; {count(failed, 'item')} failed" if failed else ""
    for_credits = spent(step).removeprefix(",")
    if what:
        return f"{step.title} {what}{for_credits}{took(step)}{left_out}."
    if step.note:
        return f"{step.title}: {ended(step.note.rstrip('.') + left_out + spent(step) + took(step))}"
    items = f" for {count(step.items_done, 'item')}" if step.items_done else ""
    return f"{step.title} was done{items}{spent(step) if items else for_credits}{took(step)}{left_out}."


def _made(step: StepFacts) -> str:
    """``made 15 ideas from 5 clusters``; empty where nothing with an id came out."""
    made = {name: length for name, length in list_lengths(step.output).items() if name.endswith(_IDS)}
    name = next((name for name, length in made.items() if length), None)
    if name is None:
        return ""
    given = {key: len(value) for key, value in step.input.items() if _is_ids(key, value)}
    if name in given:
        return f"worked on {_things(name, made[name])}"
    source = next((key for key in given if given[key]), None)
    if source:
        return f"made {_things(name, made[name])} from {_things(source, given[source])}"
    if step.items_done > 1 and step.items_done != made[name]:
        return f"made {_things(name, made[name])} from {number(step.items_done)} items"
    return f"made {_things(name, made[name])}"


def _is_ids(name: str, value: object) -> bool:
    return name.endswith(_IDS) and isinstance(value, list)


def _things(name: str, amount: int) -> str:
    return count(amount, name.removesuffix(_IDS).replace("_", " "))


TELLERS = (ActionTeller(),)
