"""``parallel``: several branches at once, each of which is walked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import Field

from igny8.automation.engine.nodes.base import Block, NodeKind
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.schema.model import NodeSpec, Strict
from igny8.automation.engine.walker.children import Child, Children, Group, in_order
from igny8.automation.engine.walker.groups import entry, group_output
from igny8.automation.engine.walker.result import Done, Failed, Result, Stopped

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope

LANE_TYPE = "lane"


class ParallelArm(Strict):
    """One of the branches."""

    name: str = Field(default="", max_length=200)
    actions: list[Any] = Field(default_factory=list)


class ParallelSpec(NodeSpec):
    """``{"branches": [{"actions": […]}, …], "limit": 3, "fail": "fast"}``.

    :ivar limit: how many may be under way at once; all of them if it is left out.
    :ivar fail: ``fast``: the first failure ends the others and fails the step; ``collect``: the others go on,
        the step completes, and its output tells which failed.
    """

    branches: list[ParallelArm] = Field(min_length=1, max_length=50)
    limit: int | None = Field(default=None, ge=1, le=50)
    fail: Literal["fast", "collect"] = "fast"


class ParallelNode(NodeKind):
    """The branches do not see each other; what follows sees the outputs of all of them. Its own record holds
    these outputs, so that what follows needs no record of the inside."""

    name = "parallel"
    label = "In parallel"
    description = "Goes several ways at once, and on when all have arrived."
    spec = ParallelSpec
    offers = ("branches", "completed", "failed")
    replayed = True

    def blocks(self, spec: NodeSpec) -> Iterable[Block]:
        """One per branch."""
        assert isinstance(spec, ParallelSpec)  # noqa: S101 - the registry pairs kind and model
        for index, arm in enumerate(spec.branches):
            yield Block(f"branches/{index}/actions", f"branches[{index}].actions", arm.actions)

    def outputs(self, spec: NodeSpec) -> Collection[str]:  # noqa: ARG002 - the same for every kind
        """What became of each branch, and the counts."""
        return self.offers

    def run(self, node: Node, step: StepScope) -> Result:
        """Walk the branches, collect, and show their outputs."""
        spec = cast("ParallelSpec", node.spec)
        if step.is_final and step.record is not None:
            step.frame.adopt(_shown(node, step.record.output))
            return step.settled()
        if step.record is None:
            step.begin({"branches": len(spec.branches)})
        group = Group(
            segment="branches",
            type=LANE_TYPE,
            count=len(spec.branches),
            child=lambda index: _child(node, index, spec.branches[index]),
            limit=spec.limit or len(spec.branches),
            fail_fast=spec.fail == "fast",
        )
        children = step.children(group)
        result = children.walk()
        output = _output(node, children, result)
        if isinstance(result, Done | Failed | Stopped):
            step.frame.adopt(_shown(node, output))
        return step.close(result, output)


def _child(node: Node, index: int, arm: ParallelArm) -> Child:
    name = arm.name or f"Branch {index + 1}"
    return Child(name, _nodes(node, index), {"branch": index}, {})


def _nodes(node: Node, index: int) -> Any:
    return node.blocks[f"branches/{index}/actions"]


def _output(node: Node, children: Children, result: Result) -> JsonObject:
    spec = cast("ParallelSpec", node.spec)
    entries = []
    for index, record in children.over():
        output = in_order(_nodes(node, index), record.output.get("output") or {})
        name = spec.branches[index].name
        entries.append({"branch": index, **({"name": name} if name else {}), **entry(record, output)})
    return group_output("branches", entries, result)


def _shown(node: Node, output: JsonObject) -> JsonObject:
    """The outputs of all branches by node id, in the order of the branches."""
    found: JsonObject = {}
    for one in output.get("branches") or []:
        found |= in_order(_nodes(node, one["branch"]), one["output"])
    return found


KINDS = (ParallelNode(),)
