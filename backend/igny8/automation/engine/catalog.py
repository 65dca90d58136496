"""What the engine needs from outside to check a rule: which actions, triggers and events there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from igny8.automation.engine.outcome import JsonObject

ParamsCheck = Callable[[JsonObject], Iterable[tuple[str, str]]]
"""Raw params (texts may hold expressions) → (path relative to the params, what is wrong)."""


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
