"""What a kind of trigger is, and the registry of all of them.

A new kind is one file in ``igny8.automation.triggers`` with one decorated class; see the package's README.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule
from igny8.core.clock import Clock

Problems = Mapping[str, Sequence[str]]
"""What is wrong, by field path (``event.changed[0]``)."""


class Trigger(ABC):
    """One way in which rules are started.

    :ivar type: stands in a rule's ``trigger``; at most 10 characters.
    :ivar name: what the editor shows.
    """

    type: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str] = ""

    def check(self, definition: Definition) -> Problems:  # noqa: ARG002 - for kinds that have something to check
        """What is wrong with a rule of this kind, beyond what the engine knows; nothing by default."""
        return {}

    def sync(self, rule: AutomationRule, definition: Definition, clock: Clock) -> None:  # noqa: B027 - many have none
        """Bring the kind's own rows in step with a rule, in the transaction that changes it.

        Called for every rule, also for those of other kinds and those that do not fire (see ``fires``), so
        that rows which are no longer wanted go away.
        """

    def forget(self, rule: AutomationRule) -> None:  # noqa: B027 - many have none
        """Remove the kind's rows of a rule that is deleted."""

    def fires(self, rule: AutomationRule) -> bool:
        """Whether the rule is of this kind, and starts by itself now: active, not paused, not deleted."""
        active = rule.status == AutomationRule.Status.ACTIVE and rule.deleted_at is None
        return active and rule.trigger == self.type


class TriggerTaken(Exception):
    """Two kinds of trigger claim one type."""


_registry: dict[str, Trigger] = {}

TriggerClass = TypeVar("TriggerClass", bound=type[Trigger])


def register_trigger(trigger_class: TriggerClass) -> TriggerClass:
    """Class decorator: makes the kind known under its ``type``."""
    if trigger_class.type in _registry:
        raise TriggerTaken(f"There is a trigger {trigger_class.type!r} already.")
    _registry[trigger_class.type] = trigger_class()
    return trigger_class


def unregister_trigger(trigger_type: str) -> None:
    """Forget a kind; for tests that bring their own."""
    _registry.pop(trigger_type, None)


def find_trigger(trigger_type: str) -> Trigger | None:
    """The kind of that type, or None."""
    return _registry.get(trigger_type)


def all_triggers() -> list[Trigger]:
    """Every kind, in the order of their types."""
    return [_registry[name] for name in sorted(_registry)]


def sync_triggers(rule: AutomationRule, definition: Definition, clock: Clock) -> None:
    """Bring the rows of every kind of trigger in step with a rule that was made or changed."""
    for trigger in all_triggers():
        trigger.sync(rule, definition, clock)


def forget_triggers(rule: AutomationRule) -> None:
    """Remove the rows of every kind of trigger of a rule that is deleted."""
    for trigger in all_triggers():
        trigger.forget(rule)
