"""``branch``: the first of its branches whose conditions hold, else ``else``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from pydantic import Field

from igny8.automation.engine.conditions import Condition, parse_conditions
from igny8.automation.engine.lookup import Path
from igny8.automation.engine.nodes.base import Block, NodeKind
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import NodeSpec, Strict
from igny8.automation.engine.walker.result import Result

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope

ELSE = "else"


class BranchArm(Strict):
    """One way to go. Without conditions it is always taken."""

    name: str = Field(default="", max_length=200)
    conditions: Any = None
    actions: list[Any] = Field(default_factory=list)


class BranchSpec(NodeSpec):
    """``{"branches": [{"conditions", "actions"}, …], "else": […]}``."""

    branches: list[BranchArm] = Field(min_length=1, max_length=50)
    otherwise: list[Any] = Field(default_factory=list, alias="else")


class BranchNode(NodeKind):
    """Decides once: the decision is in the journal before the first inner step, and stays after a crash."""

    name = "branch"
    label = "If / else"
    description = "Goes the first way whose conditions hold."
    spec = BranchSpec
    offers = ("taken",)
    replayed = True

    def blocks(self, spec: NodeSpec) -> Iterable[Block]:
        """One per branch, and ``else``."""
        assert isinstance(spec, BranchSpec)  # noqa: S101 - the registry pairs kind and model
        for index, arm in enumerate(spec.branches):
            yield Block(f"branches/{index}/actions", f"branches[{index}].actions", arm.actions)
        yield Block(ELSE, ELSE, spec.otherwise)

    def outputs(self, spec: NodeSpec) -> Collection[str]:  # noqa: ARG002 - the same for every kind
        """Which way it went."""
        return self.offers

    def compile(self, spec: NodeSpec, at: str, problems: Problems) -> Mapping[str, Any]:
        """The conditions of each branch."""
        assert isinstance(spec, BranchSpec)  # noqa: S101 - see above
        arms = [
            parse_conditions(arm.conditions, f"{at}.branches[{index}].conditions", problems)
            for index, arm in enumerate(spec.branches)
        ]
        return {"conditions": arms}

    def references(self, node: Node) -> Iterable[tuple[str, Path]]:
        """What the conditions read."""
        for condition in _conditions(node):
            if condition is not None:
                yield from condition.paths()

    def run(self, node: Node, step: StepScope) -> Result:
        """Decide, unless it is decided, and walk the block."""
        if step.record is None:
            taken, evaluations = self._decide(node, step)
            step.explain({"branches": evaluations})
            step.begin({"taken": taken})
        elif "taken" in step.record.input:
            taken = step.record.input["taken"]
        else:
            return step.settled()  # it failed before it was decided
        block = taken if taken == ELSE else f"{taken}/actions"
        result = step.walk(node.blocks[block], block)
        return step.close(result, {"taken": taken})

    def _decide(self, node: Node, step: StepScope) -> tuple[str, list[JsonObject | None]]:
        """Which way, and the evaluations up to the branch taken."""
        evaluations: list[JsonObject | None] = []
        for index, condition in enumerate(_conditions(node)):
            evaluation = step.evaluate(condition) if condition else None
            evaluations.append(evaluation.as_json() if evaluation else None)
            if evaluation is None or evaluation.result:
                return f"branches/{index}", evaluations
        return ELSE, evaluations


def _conditions(node: Node) -> list[Condition | None]:
    return cast("list[Condition | None]", node.extra["conditions"])


KINDS = (BranchNode(),)
