"""What a kind of node is. One file of this package is one kind; it is found by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from igny8.automation.engine.lookup import Path
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import NodeSpec
from igny8.automation.engine.schema.params import model_check

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.result import Result
    from igny8.automation.engine.walker.scope import StepScope


@dataclass(frozen=True, slots=True)
class Block:
    """A list of nodes within a node.

    :ivar path: where its steps are, beneath the node's path (``branches/0/actions``); it ends with
        ``actions`` or ``else``.
    :ivar at: where it stands in the node's JSON (``branches[0].actions``).
    :ivar nodes: as written.
    :ivar visible: whether steps after the node may use the outputs of steps in the block. True where the
        block runs at most once in the frame of the node, false for loops.
    :ivar variables: names that exist inside only (``item``).
    """

    path: str
    at: str
    nodes: list[Any]
    visible: bool = True
    variables: tuple[str, ...] = ()


class NodeKind(ABC):
    """One kind of node: its shape, its checks, and what it does. Without state: one object serves all
    runs."""

    name: ClassVar[str]
    """The ``type`` of its nodes."""
    label: ClassVar[str] = ""
    description: ClassVar[str] = ""
    spec: ClassVar[type[NodeSpec]] = NodeSpec
    offers: ClassVar[tuple[str, ...]] = ()
    """Names of outputs that the editor offers to later steps; a step may have more (see ``outputs``)."""
    params_model: ClassVar[type[BaseModel] | None] = None
    """Checks the params when the rule is saved; expressions in them are let through."""
    replayed: ClassVar[bool] = False
    """Whether ``run`` is called also when the step's record is final. True for nodes whose effect on the
    walk is more than their output: containers whose inner outputs are visible, ``stop``. Writes to the
    journal do nothing then."""

    def blocks(self, spec: NodeSpec) -> Iterable[Block]:  # noqa: ARG002 - for kinds that have none
        """Its lists of nodes."""
        return ()

    def outputs(self, spec: NodeSpec) -> Collection[str] | None:  # noqa: ARG002 - the same
        """Names of its outputs; ``None`` if they are not known before it runs."""
        return None

    def template(self, spec: NodeSpec) -> JsonObject:
        """What of the params is resolved before each use; conditions among them are not."""
        return spec.params

    def check(self, spec: NodeSpec, at: str, problems: Problems) -> None:
        """Note what is wrong with it beyond its shape."""
        if self.params_model is not None:
            for path, message in model_check(self.params_model)(spec.params):
                problems.add(f"{at}.params{path and '.'}{path}", message)

    def compile(self, spec: NodeSpec, at: str, problems: Problems) -> Mapping[str, Any]:  # noqa: ARG002 - the same
        """What to compile once beyond params and ``when``; becomes ``node.extra``."""
        return {}

    def references(self, node: Node) -> Iterable[tuple[str, Path]]:  # noqa: ARG002 - the same
        """Paths that what it compiled for itself reads, with their field paths."""
        return ()

    @abstractmethod
    def run(self, node: Node, step: StepScope) -> Result:
        """Do it, or go on with it.

        Called again after each suspension or crash, until it gives something other than ``Suspended``:
        look at ``step.record`` first. May raise ``StepFailure``, ``ExpressionError`` and ``ConditionError``,
        which become a failed step.
        """
