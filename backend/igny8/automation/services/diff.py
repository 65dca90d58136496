"""What changed between two definitions of a rule: node by node, matched by id, each with a sentence.

Works on raw JSON, so that a draft which is not valid yet can be compared too. A node is found by its id
wherever it stands; ``moved`` are the fewest nodes whose move explains the new order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from igny8.automation.engine import JsonObject
from igny8.automation.services.diff_words import sentence
from igny8.automation.services.nodes import OPAQUE, ROOTS, is_block

Kind = Literal["added", "removed", "changed", "moved"]
_AS_A_WHOLE = frozenset({"conditions", "when", "items"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    :ivar path: a field of the rule (``event.changed``), or of a node (``actions[write].params.limit``).
    :ivar before: the value, for ``added`` null; for ``moved`` ``{"in", "after"}``.
    """

    path: str
    kind: Kind
    before: Any
    after: Any

    def as_json(self) -> JsonObject:
        """With its sentence."""
        return {
            "path": self.path,
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "sentence": sentence(self.path, self.kind, self.before, self.after),
        }


@dataclass(frozen=True, slots=True)
class _Placed:
    """A node and where it stands: in which list, after which node."""

    node: JsonObject
    root: str
    block: str
    after: str | None

    def place(self) -> JsonObject:
        return {"in": self.block, "after": self.after}


def diff_definitions(before: JsonObject, after: JsonObject) -> list[Change]:
    """The changes that lead from one definition to the other: the rule's fields first, then node by node."""
    old, new = dict(_nodes_of(before)), dict(_nodes_of(after))
    return [
        *_fields(_without(before, ROOTS), _without(after, ROOTS), ""),
        *_gone(old, new),
        *_come(old, new),
        *_moved(old, new),
        *_altered(old, new),
    ]


def own_fields(node: JsonObject) -> JsonObject:
    """A node without the nodes inside it."""
    return {key: _stripped(value) if key not in OPAQUE else value for key, value in node.items()}


def _stripped(value: Any) -> Any:
    if is_block(value):
        return None
    if isinstance(value, list):
        return [_stripped(item) for item in value]
    if isinstance(value, dict):
        return {key: inner for key, inner in own_fields(value).items() if not _empty(inner)}
    return value


def _nodes_of(definition: JsonObject) -> Iterator[tuple[str, _Placed]]:
    for root in ROOTS:
        yield from _block(definition.get(root), root, root)


def _block(raw: Any, root: str, place: str) -> Iterator[tuple[str, _Placed]]:
    """The nodes of a list and beneath; one without an id gets its place as a name."""
    previous: str | None = None
    for index, node in enumerate(raw if isinstance(raw, list) else []):
        if not isinstance(node, dict):
            continue
        name = str(node.get("id") or f"{place}/{index}")
        yield name, _Placed(node, root, place, previous)
        yield from _inside(node, root, name)
        previous = name


def _inside(value: JsonObject, root: str, place: str) -> Iterator[tuple[str, _Placed]]:
    for key, inner in value.items():
        if key in OPAQUE:
            continue
        if is_block(inner):
            yield from _block(inner, root, f"{place}/{key}")
        elif isinstance(inner, list):
            for index, part in enumerate(inner):
                if isinstance(part, dict):
                    yield from _inside(part, root, f"{place}/{key}/{index}")


Nodes = Mapping[str, _Placed]


def _gone(old: Nodes, new: Nodes) -> list[Change]:
    missing = [name for name in old if name not in new]
    return [
        Change(f"{old[name].root}[{name}]", "removed", own_fields(old[name].node), None) for name in missing
    ]


def _come(old: Nodes, new: Nodes) -> list[Change]:
    fresh = [name for name in new if name not in old]
    return [Change(f"{new[name].root}[{name}]", "added", None, own_fields(new[name].node)) for name in fresh]


def _moved(old: Nodes, new: Nodes) -> list[Change]:
    order = {name: index for index, name in enumerate(old)}
    changes = []
    for block in dict.fromkeys(placed.block for placed in new.values()):
        here = [name for name, placed in new.items() if placed.block == block and name in old]
        stayed = [name for name in here if old[name].block == block]
        settled = set(_longest_rise(stayed, [order[name] for name in stayed]))
        changes += [name for name in here if name not in settled]
    return [
        Change(f"{new[name].root}[{name}]", "moved", old[name].place(), new[name].place()) for name in changes
    ]


def _longest_rise(names: Sequence[str], values: Sequence[int]) -> list[str]:
    """The names of a longest increasing subsequence of their values: the nodes that can stay."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(holders[place - 1] if place else -1)
        tails[place : place + 1] = [value]
        holders[place : place + 1] = [index]
    found, at = [], holders[-1] if holders else -1
    while at >= 0:
        found.append(names[at])
        at = before[at]
    return found[::-1]


def _altered(old: Nodes, new: Nodes) -> list[Change]:
    return [
        change
        for name, placed in new.items()
        if name in old
        for change in _fields(own_fields(old[name].node), own_fields(placed.node), f"{placed.root}[{name}]")
    ]


def _fields(before: JsonObject, after: JsonObject, at: str) -> list[Change]:
    """Key by key; what is empty counts as not there."""
    changes: list[Change] = []
    for key in dict.fromkeys([*before, *after]):
        path = f"{at}.{key}" if at else key
        changes += _values(key, before.get(key), after.get(key), path)
    return changes


def _values(key: str, old: Any, new: Any, path: str) -> list[Change]:
    """Objects are compared inside, lists of as many objects one by one, everything else as a whole."""
    if old == new or (_empty(old) and _empty(new)):
        return []
    if key == "params":
        old, new = old or {}, new or {}
    if isinstance(old, dict) and isinstance(new, dict) and key not in _AS_A_WHOLE:
        return _fields(old, new, path)
    if key not in _AS_A_WHOLE and _are_alike(old, new):
        pairs = enumerate(zip(old, new, strict=True))
        return [change for index, (one, two) in pairs for change in _fields(one, two, f"{path}[{index}]")]
    return [Change(path, _kind(old, new), old, new)]


def _are_alike(old: Any, new: Any) -> bool:
    """Whether both are lists of as many objects."""
    both = isinstance(old, list) and isinstance(new, list) and len(old) == len(new)
    return both and all(isinstance(item, dict) for item in (*old, *new))


def _kind(old: Any, new: Any) -> Kind:
    if _empty(old):
        return "added"
    return "removed" if _empty(new) else "changed"


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _without(definition: JsonObject, keys: Sequence[str]) -> JsonObject:
    return {key: value for key, value in definition.items() if key not in keys}
