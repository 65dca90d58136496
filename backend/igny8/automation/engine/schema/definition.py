"""A definition ready to run: immutable, everything compiled once, shared by all runs of its version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from igny8.automation.engine.conditions import Condition
from igny8.automation.engine.expressions import Template
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.schema.model import BudgetSpec, EventSpec, NodeSpec, RuleSpec, ScheduleSpec

if TYPE_CHECKING:
    from igny8.automation.engine.nodes.base import NodeKind

Nodes = tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One action or flow node.

    :ivar at: its field path (``actions[0].branches[1].actions[0]``).
    :ivar params: its params, compiled.
    :ivar when: its own condition, compiled; ``None`` if it has none.
    :ivar blocks: its lists of nodes by the step path beneath it (``branches/0/actions``, ``else``).
    :ivar extra: what the kind compiled for itself (see ``NodeKind.compile``).
    :ivar handler: the nodes of its ``on_error``; empty if that is no list.
    """

    spec: NodeSpec
    kind: NodeKind
    at: str
    params: Template
    when: Condition | None
    blocks: Mapping[str, Nodes]
    extra: Mapping[str, object] = field(default_factory=dict)
    handler: Nodes = ()

    @property
    def goes_on(self) -> bool:
        """Whether the walk goes on after it failed."""
        return self.spec.on_error != "stop"

    @property
    def id(self) -> str:
        """Unique in the rule."""
        return self.spec.id

    @property
    def type(self) -> str:
        """Type of the action or flow node."""
        return self.spec.type

    @property
    def name(self) -> str:
        """What to show; may be empty."""
        return self.spec.name


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A whole rule. ``raw`` is the normal form to store: ids filled in, ``schedule`` and ``schedules``
    agreeing.

    :ivar on_failure: walked when the run has failed; :ivar on_recovery: when it succeeded after one that
        failed.
    """

    spec: RuleSpec
    raw: JsonObject
    conditions: Condition | None
    actions: Nodes
    on_failure: Nodes = ()
    on_recovery: Nodes = ()

    @property
    def trigger(self) -> str:
        """Type of the trigger."""
        return self.spec.trigger

    @property
    def schedules(self) -> list[ScheduleSpec]:
        """All schedules, the short form included."""
        return self.spec.schedules

    @property
    def event(self) -> EventSpec | None:
        """Which event starts it."""
        return self.spec.event

    @property
    def mode(self) -> str:
        """What to do when it is started while it runs: ``single``, ``queued``, ``parallel``, ``restart``."""
        return self.spec.mode

    @property
    def max_runs(self) -> int:
        """How many runs may wait or run at once."""
        return self.spec.max_runs

    @property
    def budget(self) -> BudgetSpec | None:
        """Upper bounds in credits."""
        return self.spec.budget

    def nodes(self) -> Iterator[Node]:
        """Every node, a parent before its children, in the order of the rule; those of handlers too."""
        return walk_nodes((*self.actions, *self.on_failure, *self.on_recovery))


def walk_nodes(nodes: Nodes) -> Iterator[Node]:
    """These nodes and all beneath them, a parent before its children."""
    for node in nodes:
        yield node
        for block in (*node.blocks.values(), node.handler):
            yield from walk_nodes(block)


def in_order_of_outputs(nodes: Nodes) -> Iterator[Node]:
    """These nodes and all beneath them in the order in which their outputs come: what is inside of a node
    before the node itself."""
    for node in nodes:
        for block in (*node.blocks.values(), node.handler):
            yield from in_order_of_outputs(block)
        yield node
