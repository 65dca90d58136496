"""The nodes of a definition as raw JSON, valid or not, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from igny8.automation.engine import JsonObject

ROOTS = ("actions", "on_failure", "on_recovery")
"""The lists of nodes of a rule."""
OPAQUE = frozenset({"params", "conditions", "when", "items"})
"""Keys of a node beneath which no nodes stand, even where it looks so."""


@dataclass(frozen=True, slots=True)
class Located:
    """A node and its field path (``actions[0].branches[1].actions[0]``)."""

    node: JsonObject
    at: str


def is_block(value: Any) -> bool:
    """Whether this is a list of nodes, with one in it at least."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "type" in item for item in value)
    )


def located_nodes(definition: JsonObject) -> Iterator[Located]:
    """Every node, a parent before its children; the rule's handlers come last."""
    for root in ROOTS:
        yield from _listed(definition.get(root), root)


def _listed(raw: Any, at: str) -> Iterator[Located]:
    for index, node in enumerate(raw if isinstance(raw, list) else []):
        if isinstance(node, dict):
            place = f"{at}[{index}]"
            yield Located(node, place)
            yield from _inside(node, place)


def _inside(value: JsonObject, at: str) -> Iterator[Located]:
    for key, inner in value.items():
        if key in OPAQUE or not isinstance(inner, list):
            continue
        if is_block(inner):
            yield from _listed(inner, f"{at}.{key}")
            continue
        for index, part in enumerate(inner):
            if isinstance(part, dict):
                yield from _inside(part, f"{at}.{key}[{index}]")
