"""What a stretch of the walk can see: the context, and the outputs of the steps before."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine.outcome import JsonObject


class Frame:
    """A scope. The top level has one; each item of a loop, each branch of a parallel and each handler gets a
    child of its own.

    :ivar context: what paths are looked up in; ``context["steps"]`` holds the outputs by node id.
    :ivar trail: the outputs in the order in which they came, oldest first.
    :ivar own: the outputs that came in this frame, by node id.
    """

    __slots__ = ("context", "own", "steps", "trail")

    def __init__(self, context: JsonObject, trail: list[JsonObject] | None = None) -> None:
        self.steps: JsonObject = dict(context.get("steps") or {})
        self.context: JsonObject = {**context, "steps": self.steps}
        self.trail: list[JsonObject] = list(trail or [])
        self.own: JsonObject = {}

    def add(self, node_id: str, output: JsonObject) -> None:
        """A step gave an output: from now on it can be seen."""
        self.steps[node_id] = output
        self.own[node_id] = output
        self.trail.append(output)

    def child(self, **variables: Any) -> Frame:
        """A scope within: it sees all of this one and its own variables; what it adds stays inside."""
        return Frame({**self.context, **variables}, self.trail)

    def adopt(self, outputs: JsonObject) -> None:
        """Outputs of a scope within become visible here, in their order."""
        for node_id, output in outputs.items():
            self.add(node_id, output)
