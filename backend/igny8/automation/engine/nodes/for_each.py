"""``for_each``: its nodes once for every item of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import Field

from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.expressions import Template, compile_template, require_small
from igny8.automation.engine.lookup import Path, kind_of
from igny8.automation.engine.nodes.base import Block, NodeKind
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import NodeSpec
from igny8.automation.engine.walker.children import Child, Group, in_order
from igny8.automation.engine.walker.groups import entry, group_output
from igny8.automation.engine.walker.result import Result

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.children import Children
    from igny8.automation.engine.walker.scope import StepScope

MAX_ITEMS = 10_000
MAX_NESTED = 100_000
"""So often the inside of loops in loops may be done: what is more would keep workers busy for days."""
ITEM_TYPE = "item"
NOT_MERGED = frozenset({"items", "completed", "failed", "failed_path", "stopped", "error", "taken"})
"""Names that mean something else in the outputs of the loop, or nothing for all items together."""


class ForEachSpec(NodeSpec):
    """``{"items": "{{ steps.ideas.idea_ids }}", "actions": […], "concurrency": 5}``.

    :ivar items: a list, or an expression that gives one.
    :ivar concurrency: how many items may be under way at once.
    :ivar on_item_error: whether a failed item ends the loop, or is only told of in its result.
    """

    items: Any
    actions: list[Any] = Field(default_factory=list)
    concurrency: int = Field(default=1, ge=1, le=1000)
    on_item_error: Literal["stop", "continue"] = "stop"


class ForEachNode(NodeKind):
    """The list is fixed when the loop is reached. Inside, ``item`` and ``index`` are the current ones; what
    is inside cannot be seen from outside but as the outputs of the loop."""

    name = "for_each"
    label = "For each"
    description = "Does its steps once for every item of a list."
    spec = ForEachSpec
    offers = ("items", "completed", "failed")

    def blocks(self, spec: NodeSpec) -> Iterable[Block]:
        """Its nodes; they run many times."""
        assert isinstance(spec, ForEachSpec)  # noqa: S101 - the registry pairs kind and model
        yield Block("actions", "actions", spec.actions, visible=False, variables=("item", "index"))

    def compile(self, spec: NodeSpec, at: str, problems: Problems) -> Mapping[str, Any]:
        """The expression of the list."""
        assert isinstance(spec, ForEachSpec)  # noqa: S101 - see above
        own = Problems()
        template = compile_template(spec.items, problems=own)
        for place, texts in own.found.items():
            for text in texts:
                problems.add(f"{at}.items{place}", text)
        if template.is_constant and not own.found:
            wrong = wrong_list(spec.items)
            if wrong:
                problems.add(f"{at}.items", wrong)
        return {"items": template}

    def references(self, node: Node) -> Iterable[tuple[str, Path]]:
        """What the list reads."""
        for reference in _template(node).references():
            yield f"{node.at}.items{reference.at}", reference.path

    def run(self, node: Node, step: StepScope) -> Result:
        """Fix the list, walk the items, collect."""
        spec = cast("ForEachSpec", node.spec)
        if step.record is None:
            items = self._items(node, step)
            step.begin({"items": items, "concurrency": spec.concurrency})
        else:
            items = step.record.input["items"]
        step.repeats = step.bounds.repeats * max(len(items), 1)
        group = Group(
            segment="items",
            type=ITEM_TYPE,
            count=len(items),
            child=lambda index: _child(node, index, items[index]),
            limit=spec.concurrency,
            fail_fast=spec.on_item_error == "stop",
        )
        children = step.children(group)
        result = children.walk()
        return step.close(result, _output(node, children, result))

    def _items(self, node: Node, step: StepScope) -> list[Any]:
        items = _template(node).resolve(step.context)
        require_small(items, "items")
        wrong = wrong_list(items) or _too_often(len(items), step.bounds.repeats)
        if wrong:
            raise StepFailure("invalid_params", f"items: {wrong}", fields={"items": [wrong]})
        return cast("list[Any]", items)


def wrong_list(items: Any) -> str:
    """What is wrong with the list; empty if nothing is."""
    if type(items) is not list:
        return f"Must be a list, not {kind_of(items)}."
    return f"May have at most {MAX_ITEMS} items; this has {len(items)}." if len(items) > MAX_ITEMS else ""


def _too_often(count: int, repeats: int) -> str:
    """What is wrong with so many items of a loop that is itself repeated; empty if nothing is."""
    if count * repeats <= MAX_NESTED:
        return ""
    return (
        f"Loops in loops may be repeated {MAX_NESTED} times in all; {count} items here, in loops that repeat "
        f"this one {repeats} times, are more."
    )


def _template(node: Node) -> Template:
    return cast("Template", node.extra["items"])


def _child(node: Node, index: int, item: Any) -> Child:
    about = {"item": item, "index": index}
    return Child(f"Item {index + 1}", node.blocks["actions"], about, about)


def _output(node: Node, children: Children, result: Result) -> JsonObject:
    entries: list[JsonObject] = []
    merged: dict[str, list[Any]] = {}
    for index, record in children.over():
        output = in_order(node.blocks["actions"], record.output.get("output") or {})
        entries.append({"index": index, **entry(record, output)})
        merge(merged, output)
    return {**merged, **group_output("items", entries, result)}


def merge(merged: dict[str, list[Any]], outputs: JsonObject) -> None:
    """Add what one item gave: of each name the last that a step of it gave, lists joined to the lists so
    far."""
    named: JsonObject = {}
    for output in outputs.values():
        named |= {name: value for name, value in output.items() if value is not None}
    for name, value in named.items():
        if name not in NOT_MERGED:
            merged.setdefault(name, []).extend(value if isinstance(value, list) else [value])


KINDS = (ForEachNode(),)
