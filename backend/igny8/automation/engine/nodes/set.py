"""``set``: its params, resolved, become its outputs; a name for a value that later steps share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.schema.model import NodeSpec
from igny8.automation.engine.walker.result import Result

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope


class SetNode(NodeKind):
    """No work and no credits: one entry in the journal."""

    name = "set"
    label = "Set values"
    description = "Names values, so that later steps can use them."

    def outputs(self, spec: NodeSpec) -> Collection[str]:
        """The names of its params."""
        return spec.params.keys()

    def run(self, node: Node, step: StepScope) -> Result:  # noqa: ARG002 - the same for every kind
        """Resolve and store."""
        params = step.params()
        return step.complete(params, input=params)


KINDS = (SetNode(),)
