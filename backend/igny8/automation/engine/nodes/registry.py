"""The kinds of nodes that exist. ``action`` is the kind of every type that is no flow node."""

from __future__ import annotations

from igny8.automation.engine import nodes as nodes_package
from igny8.automation.engine.nodes.action import ACTION
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.registry import Registry
from igny8.automation.engine.schema.model import NodeSpec

__all__ = ["ACTION", "NODE_KINDS", "flow_node_catalog"]

NODE_KINDS: Registry[NodeKind] = Registry("flow node", "KINDS", lambda kind: kind.name)
NODE_KINDS.discover(nodes_package)


def flow_node_catalog(kinds: Registry[NodeKind] = NODE_KINDS) -> list[JsonObject]:
    """What the editor offers beside the actions.

    Each with ``type``, ``name``, ``description``; ``params`` (names) and ``schema`` (JSON Schema, or None) of
    its params; ``keys`` (what it has beyond what every node may carry) and ``node_schema`` of the node as a
    whole; ``outputs``, the names that later steps may use.
    """
    return [_described(kind) for kind in kinds]


def _described(kind: NodeKind) -> JsonObject:
    params = kind.params_model.model_json_schema() if kind.params_model else None
    node = kind.spec.model_json_schema()
    return {
        "type": kind.name,
        "name": kind.label,
        "description": kind.description,
        "params": list(params["properties"]) if params else [],
        "schema": params,
        "keys": [name for name in node["properties"] if name not in NodeSpec.model_fields],
        "node_schema": node,
        "outputs": list(kind.offers),
    }
