"""The kinds of nodes that exist. ``action`` is the kind of every type that is no flow node."""

from __future__ import annotations

from igny8.automation.engine import nodes as nodes_package
from igny8.automation.engine.nodes.action import ACTION
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.registry import Registry

__all__ = ["ACTION", "NODE_KINDS", "flow_node_catalog"]

NODE_KINDS: Registry[NodeKind] = Registry("flow node", "KINDS", lambda kind: kind.name)
NODE_KINDS.discover(nodes_package)


def flow_node_catalog(kinds: Registry[NodeKind] = NODE_KINDS) -> list[JsonObject]:
    """What the editor offers beside the actions: ``[{"type", "name", "description", "schema"}]``."""
    return [
        {
            "type": kind.name,
            "name": kind.label,
            "description": kind.description,
            "schema": kind.params_model.model_json_schema() if kind.params_model else None,
        }
        for kind in kinds
    ]
