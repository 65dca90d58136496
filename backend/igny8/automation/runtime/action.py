"""What an action is, and the registry of all of them.

A new action is one file in ``igny8.automation.actions`` with one decorated class; see the package's README.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.runtime.names import name_action
from igny8.automation.runtime.step_context import StepContext


class PlainParams(BaseModel):
    """Base of the params of actions that work on no items: unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class ActionParams(PlainParams):
    """Base of the params of actions with items; ``limit`` caps the items of one step."""

    limit: int = Field(
        default=100,
        ge=1,
        le=1000,
        title="At most",
        description="At most this many items, largest volume first.",
    )


class ActionOutput(BaseModel):
    """Base of every action's output; ``failed`` lists the items that could not be done, with the reason."""

    failed: list[JsonObject] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Amount:
    """A forecast of a number: at least, probably, at most."""

    low: int = 0
    expected: int = 0
    high: int = 0

    @classmethod
    def exactly(cls, number: int) -> Amount:
        return cls(number, number, number)

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def times(self, factor: int) -> Amount:
        return Amount(self.low * factor, self.expected * factor, self.high * factor)

    def capped(self, limit: int) -> Amount:
        return Amount(min(self.low, limit), min(self.expected, limit), min(self.high, limit))


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an action would do now: how many items, for how many credits, and how many of each output."""

    items: Amount
    credits: Amount
    outputs: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForecastScope:
    """What a forecast may lean on. ``upstream`` holds how many of each output earlier actions would give."""

    site_id: UUID
    upstream: Mapping[str, Amount]


ParamsT = TypeVar("ParamsT", bound=PlainParams)
ModelT = TypeVar("ModelT", bound=BaseModel)
ClassOf: TypeAlias = type[ModelT]
"""Inside of ``Action`` the name ``type`` is taken."""


class NotYet(Exception):
    """Raised by ``Action.run``: it is not done yet. The step waits, and the same attempt is run again
    at ``until``, or earlier on a signal to the step."""

    def __init__(self, until: datetime, note: str = "") -> None:
        super().__init__(note)
        self.until = until
        self.note = note


class Action(ABC, Generic[ParamsT]):
    """One registered kind of work: typed params in, a typed output out, at a known price.

    :ivar instant: works on no items, costs nothing and changes nothing outside: it may be done again without
        harm, and is written once, at its end.
    :ivar takes_first: ``run`` asks for its items (``step.take``) before it does anything that can be seen
        outside; a plan then runs it up to there to tell which items they would be.
    :ivar takes_over: whether a param that is left out takes the nearest earlier step's output of that name.
    """

    type: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str]
    credits: ClassVar[str]
    position: ClassVar[int] = 100
    takes_over: ClassVar[bool] = True
    takes_first: ClassVar[bool] = False
    instant: ClassVar[bool] = False
    params_model: ClassOf[ParamsT]
    output_model: ClassVar[ClassOf[ActionOutput]]

    @abstractmethod
    def run(self, params: ParamsT, step: StepContext) -> ActionOutput:
        """Do the work; expected failures are ``Igny8Error``. Repeating it after a crash must be harmless."""

    @abstractmethod
    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        """Estimate from what is there now; ``params`` may hold expressions, which count as unknown."""

    def note(self, output: ActionOutput) -> str:
        """A sentence for the trace, where there is something to say."""
        if output.failed:
            return f"{len(output.failed)} could not be done: {output.failed[0]['message']}"
        return ""


class AlreadyRegistered(Exception):
    """Two actions claim one type."""


_registry: dict[str, Action[Any]] = {}

ActionClass = TypeVar("ActionClass", bound=type[Action[Any]])


def register(action_class: ActionClass) -> ActionClass:
    """Class decorator: makes the action known under its ``type``."""
    if action_class.type in _registry:
        raise AlreadyRegistered(f"There is an action {action_class.type!r} already.")
    _registry[action_class.type] = action_class()
    name_action(action_class.type, action_class.name)
    return action_class


def unregister(action_type: str) -> None:
    """Forget an action; for tests that bring their own."""
    _registry.pop(action_type, None)


def find_action(action_type: str) -> Action[Any] | None:
    """The action of that type, or None."""
    return _registry.get(action_type)


def all_actions() -> list[Action[Any]]:
    """Every action, in the order of the pipeline."""
    return sorted(_registry.values(), key=lambda action: (action.position, action.type))


def instant_types() -> frozenset[str]:
    """The types of the actions that are instant."""
    return frozenset(action.type for action in _registry.values() if action.instant)
