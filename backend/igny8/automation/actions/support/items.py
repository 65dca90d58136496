"""The items of a step: those it was given, else those that wait, and never one that another run works on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.runtime.step_context import StepContext
from igny8.core.errors import NotFound

P = ParamSpec("P")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Taken:
    """The items that the step holds; ``busy`` are given ones that another run holds, as failures."""

    ids: list[UUID]
    busy: list[JsonObject] = field(default_factory=list)


def take_items(
    step: StepContext,
    kind: str,
    *,
    given: Sequence[UUID] | None,
    limit: int,
    check: Callable[[Sequence[UUID]], object],
    waiting: Callable[[], Sequence[UUID]],
) -> Taken:
    """Hold the items of a step.

    :param given: ids from the step's params, or None to take what is ``waiting``.
    :param limit: at most this many of the given ones; ``waiting`` keeps to it by itself.
    :param check: raises for given ids that do not exist; asked once, not again when the step is resumed.
    """
    if given is None:
        return Taken(step.take(kind, waiting))
    wanted = list(dict.fromkeys(given))

    def select() -> Sequence[UUID]:
        check(wanted)
        return wanted[:limit]

    held = step.take(kind, select)
    return Taken(held, [_busy(item) for item in wanted[:limit] if item not in set(held)])


def _busy(item: UUID) -> JsonObject:
    return {"id": str(item), "code": "busy", "message": "Another run is working on this."}


def unless_deleted(function: Callable[P, ResultT]) -> Callable[P, ResultT]:
    """``function``, with a row that somebody deleted meanwhile as an expected failure of its item."""

    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResultT:
        try:
            return function(*args, **kwargs)
        except ObjectDoesNotExist as error:
            raise NotFound("This was deleted while the run was at work.") from error

    return guarded
