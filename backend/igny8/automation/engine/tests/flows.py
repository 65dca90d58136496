"""Random flows, and a simple model of what must have happened in them.

The model knows nothing of journals, attempts, lanes or time. It says of a flow which calls must have been
made, which may have been, what came out, and how it ended. Where that depends on who is first (a failure ends
the branches beside it), it says so by leaving things open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from igny8.automation.engine import ActionCall, ActionResult, JsonObject, StepFailure

ENDS = ("done", "failed", "stopped")


def behave(call: ActionCall) -> ActionResult | JsonObject:
    """What actions of each type do; an output tells where it comes from."""
    output: JsonObject = {"at": place(call.node_id, call.context.get("item"))}
    if call.type == "flaky" and call.attempt < 3:
        raise StepFailure("busy", "later", retryable=True)
    if call.type == "bad" or (call.type == "picky" and call.context.get("item", 0) % 2):
        raise StepFailure("boom", "no", output=output)
    if call.type == "late" and not call.resumed and not call.interrupted:
        now = datetime.fromisoformat(call.context["now"])
        return ActionResult(pending=True, pending_until=now + timedelta(seconds=30))
    return output


def place(node_id: str, item: Any) -> str:
    """What the action of a node puts out."""
    return f"{node_id}:{item}"


BEHAVIOURS = dict.fromkeys(("work", "flaky", "bad", "picky", "late", "quick"), behave)

# -- flows ---------------------------------------------------------------------------------------------


class Flows:
    """Draws flows; each node has an id of its own."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw
        self._count = 0

    def _choose(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))

    def nodes(self, depth: int) -> list[JsonObject]:
        """A block."""
        least = 1 if depth else 3
        return [self._node(depth) for _ in range(self._draw(st.integers(least, least + 2)))]

    def _node(self, depth: int) -> JsonObject:
        self._count += 1
        node: JsonObject = {"id": f"n{self._count}"}
        kinds = ["work", "flaky", "picky", "late", "quick", "wait", "ask"]
        if depth:
            kinds += ["bad", "stop"]
        if depth < 3 and self._count < 16:
            kinds = [*kinds, *["parallel", "for_each", "branch"] * 3]
        kind = self._choose(*kinds)
        node |= self._shape(kind, depth)
        if kind not in ("stop", "wait", "ask"):
            self._add_on_error(node, depth)
        return node

    def _add_on_error(self, node: JsonObject, depth: int) -> None:
        choice = self._choose("stop", "stop", "continue", "handler")
        if choice == "handler" and depth < 3 and self._count < 16:
            node["on_error"] = self.nodes(depth + 1)
        elif choice != "handler":
            node["on_error"] = choice

    def _shape(self, kind: str, depth: int) -> JsonObject:
        if kind in ("branch", "parallel", "for_each"):
            return {"type": kind, **self._container(kind, depth + 1)}
        if kind == "wait":
            return {"type": "wait", "params": {"seconds": self._choose(5, 60)}}
        if kind == "stop":
            return {"type": "stop", "params": {"status": "skipped"}}
        return {"type": "approval" if kind == "ask" else kind, "params": {}}

    def _container(self, kind: str, depth: int) -> JsonObject:
        if kind == "branch":
            condition = [{"field": "n", "operator": "greater_than", "value": self._choose(1, 9)}]
            arm = {"conditions": condition, "actions": self.nodes(depth)}
            return {"branches": [arm], "else": self.nodes(depth)}
        if kind == "parallel":
            arms = [{"actions": self.nodes(depth)} for _ in range(self._choose(2, 3, 1))]
            return {"branches": arms, "fail": self._choose("fast", "collect"), "limit": self._choose(2, 3, 1)}
        return {
            "items": list(range(self._choose(2, 3, 1, 0))),
            "concurrency": self._choose(2, 3, 1),
            "on_item_error": self._choose("stop", "continue"),
            "actions": self.nodes(depth),
        }


@st.composite
def flows(draw: Any) -> list[JsonObject]:
    """The actions of a rule."""
    return Flows(draw).nodes(0)


# -- the model -----------------------------------------------------------------------------------------


@dataclass
class Story:
    """What must have happened in a stretch of a flow.

    :ivar ends: how it may have ended.
    :ivar must: paths whose action was done; :ivar may: those for which that depends on who was first.
    :ivar outputs: of the nodes seen behind it; :ivar open: ids of nodes whose output depends.
    """

    ends: set[str] = field(default_factory=lambda: {"done"})
    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    outputs: JsonObject = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def then(self, other: Story) -> None:
        """Another stretch follows, if this one has not ended."""
        if self.ends == {"done"}:
            self.must |= other.must
            self.may |= other.may
            self.ends = other.ends
        else:
            self.may |= other.must | other.may
            self.ends = (self.ends - {"done"}) | other.ends
            self.open |= set(other.outputs)
        self.outputs |= other.outputs
        self.open |= other.open


def story(nodes: list[JsonObject], path: str, item: Any = None) -> Story:
    """The model of a block; the rule's condition field ``n`` is 5."""
    told = Story()
    for index, node in enumerate(nodes):
        if "done" not in told.ends:
            break
        told.then(_node_story(node, f"{path}/{index}", item))
    return told


def _node_story(node: JsonObject, path: str, item: Any) -> Story:
    told = _with_handler(node, path, item)
    if node["type"] in BEHAVIOURS and "done" in told.ends:
        told.outputs[node["id"]] = {"at": place(node["id"], item)}
        told.open |= {node["id"]} if told.ends != {"done"} else set()
    return told


def _with_handler(node: JsonObject, path: str, item: Any) -> Story:
    inside = _inside(node, path, item)
    if "failed" not in inside.ends or node.get("on_error", "stop") == "stop":
        return inside
    handler = node["on_error"] if isinstance(node["on_error"], list) else []
    handled = story(handler, f"{path}/on_error", item)
    certain = inside.ends == {"failed"}
    inside.ends = (inside.ends - {"failed"}) | handled.ends
    inside.outputs |= handled.outputs
    inside.open |= handled.open if certain else handled.open | set(handled.outputs)
    inside.may |= handled.may
    if certain:
        inside.must |= handled.must
    else:
        inside.may |= handled.must
    return inside


def _inside(node: JsonObject, path: str, item: Any) -> Story:
    kind = node["type"]
    if kind == "branch":
        block = ("branches/0/actions", node["branches"][0]["actions"])
        if node["branches"][0]["conditions"][0]["value"] > 5:
            block = ("else", node["else"])
        return story(block[1], f"{path}/{block[0]}", item)
    if kind == "parallel":
        arms = enumerate(node["branches"])
        children = [story(arm["actions"], f"{path}/branches/{i}/actions", item) for i, arm in arms]
        return _together(children, fail_fast=node["fail"] == "fast", visible=True)
    if kind == "for_each":
        children = [story(node["actions"], f"{path}/items/{i}/actions", i) for i in node["items"]]
        return _together(children, fail_fast=node["on_item_error"] == "stop", visible=False)
    if kind == "stop":
        return Story(ends={"stopped"})
    if kind in ("wait", "approval"):
        return Story()
    failed = kind == "bad" or (kind == "picky" and bool((item or 0) % 2))
    ends = {"failed"} if failed else {"done"}
    return Story(ends=ends, must={path})


def _together(children: list[Story], *, fail_fast: bool, visible: bool) -> Story:
    """Children beside each other: one that ends them all leaves open how far the others came."""
    fatal = {"failed", "stopped"} if fail_fast else {"stopped"}
    told = Story()
    seen = {name for child in children for name in child.outputs}
    everything = set().union(*(child.must | child.may for child in children))
    if not any(child.ends & fatal for child in children):
        told.must = set().union(*(child.must for child in children))
        told.may = everything - told.must
        told.open = set().union(*(child.open for child in children))
    else:
        surely = any(child.ends <= fatal for child in children)
        told.ends = set().union(*(child.ends & fatal for child in children)) | (set() if surely else {"done"})
        told.may, told.open = everything, seen
        if len(children) == 1:
            told.must, told.may = children[0].must, children[0].may
            told.open = children[0].open
    if visible:
        for child in children:
            told.outputs |= child.outputs
    else:
        told.open = set()
    return told
