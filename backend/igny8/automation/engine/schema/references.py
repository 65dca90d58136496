"""Checks that what a step reads from other steps can be there: known ids, no cycle, nothing from the future.

A step sees the steps before it in its block and in the blocks around, and the steps inside a container
before it where these run at most once (``Block.visible``). It does not see into a neighbouring branch. A
handler sees what is inside of its node; ``on_failure`` sees all that may have run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from igny8.automation.engine.catalog import Catalog
from igny8.automation.engine.lookup import Path
from igny8.automation.engine.nodes.base import Block
from igny8.automation.engine.nodes.registry import ACTION
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.definition import Definition, Node, Nodes
from igny8.automation.engine.suggest import did_you_mean

Names = frozenset[str]
STEPS = "steps"
LOOP_VARIABLES = frozenset({"item", "index"})
ALWAYS_THERE = "error"
"""What a step that failed and was continued has, beside its own outputs."""


def check_references(definition: Definition, catalog: Catalog | None, problems: Problems) -> None:
    """Note every reference to a step that cannot be there."""
    order = {node.id: index for index, node in enumerate(definition.nodes())}
    known = {node.id: node for node in definition.nodes()}
    graph = {node.id: [one.segments[1] for _, one in _step_paths(node)] for node in definition.nodes()}
    checker = _Checker(known, order, graph, catalog, problems)
    if definition.conditions is not None:
        for at, path in definition.conditions.paths():
            if path.segments[0] == STEPS:
                problems.add(at, "Steps have not run yet when the rule's conditions are evaluated.")
    inputs = frozenset(one.name for one in definition.spec.inputs)
    behind = checker.block(definition.actions, frozenset(), inputs)
    for nodes in (definition.on_failure, definition.on_recovery):
        checker.block(nodes, behind, inputs)


def node_references(node: Node) -> Iterator[tuple[str, Path]]:
    """Every path that the node itself reads, with its field path."""
    for reference in node.params.references():
        place = f".{reference.at}" if reference.at else ""
        yield f"{node.at}.params{place}", reference.path
    if node.when is not None:
        yield from node.when.paths()
    yield from node.kind.references(node)


def _step_paths(node: Node) -> Iterator[tuple[str, Path]]:
    return ((at, path) for at, path in node_references(node) if _is_of_step(path))


def _is_of_step(path: Path) -> bool:
    return path.segments[0] == STEPS and len(path.segments) > 1


@dataclass(frozen=True, slots=True)
class _Checker:
    known: Mapping[str, Node]
    order: Mapping[str, int]
    graph: Mapping[str, list[str]]
    catalog: Catalog | None
    problems: Problems

    def block(self, nodes: Nodes, visible: Names, variables: Names) -> Names:
        """Check the nodes of a block; returns what is visible behind it.

        :param visible: ids of the steps that can be read; :param variables: names that exist here, of those
            that exist only in places.
        """
        for node in nodes:
            self._paths(node, visible, variables)
            inside = visible.union(
                *(self._inner(node, block, visible, variables) for block in node.kind.blocks(node.spec))
            )
            visible = self.block(node.handler, inside, variables) | {node.id}
        return visible

    def _inner(self, node: Node, block: Block, visible: Names, variables: Names) -> Names:
        behind = self.block(node.blocks[block.path], visible, variables.union(block.variables))
        return behind if block.visible else frozenset()

    def _paths(self, node: Node, visible: Names, variables: Names) -> None:
        for at, path in node_references(node):
            head = path.segments[0]
            if _is_of_step(path):
                self._reference(node, at, path, visible)
            elif head in LOOP_VARIABLES and head not in variables:
                self.problems.add(at, f"`{path}`: `{head}` exists only inside a `for_each`.")

    def _reference(self, node: Node, at: str, path: Path, visible: Names) -> None:
        target = path.segments[1]
        if target not in self.known:
            hint = did_you_mean(target, self.known)
            self.problems.add(at, f"`{path}`: there is no step `{target}`.{hint}")
        elif target not in visible:
            self.problems.add(at, f"`{path}`: {self._out_of_reach(node, target)}")
        elif len(path.segments) > 2:
            self._output(at, path)

    def _out_of_reach(self, node: Node, target: str) -> str:
        if target == node.id:
            return "a step cannot read its own output."
        cycle = self._way(target, node.id)
        if cycle:
            return f"this is a cycle: {' → '.join([node.id, *cycle])}; none of these steps can be the first."
        if self.order[target] > self.order[node.id]:
            return f"the step `{target}` comes later; a step can read only what ran before it."
        return f"the step `{target}` is inside another branch or loop, which cannot be seen from here."

    def _way(self, start: str, goal: str) -> list[str]:
        """The steps from ``start`` to ``goal`` along what reads what; empty if there is no way."""
        came_from: dict[str, str] = {}
        waiting = [start]
        while waiting and goal not in came_from:
            here = waiting.pop()
            for there in self.graph.get(here, []):
                if there not in came_from and there != start:
                    came_from[there] = here
                    waiting.append(there)
        if goal not in came_from:
            return []
        way = [goal]
        while way[-1] != start:
            way.append(came_from[way[-1]])
        return way[::-1]

    def _output(self, at: str, path: Path) -> None:
        target, name = self.known[path.segments[1]], path.segments[2]
        outputs = target.kind.outputs(target.spec)
        if self.catalog is not None and target.kind is ACTION:
            info = self.catalog.action(target.type)
            outputs = info.outputs if info else None
        if outputs is not None and name not in outputs and name != ALWAYS_THERE:
            hint = did_you_mean(name, outputs) or f" It has: {', '.join(sorted(outputs)) or 'none'}."
            self.problems.add(at, f"`{path}`: the step `{target.id}` has no output `{name}`.{hint}")
