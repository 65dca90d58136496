"""The names that are shown for actions; filled by the registry, so that the journal need not know actions."""

from __future__ import annotations

_names: dict[str, str] = {}


def name_action(action_type: str, name: str) -> None:
    """Tell what an action type is called."""
    _names[action_type] = name


def action_name(action_type: str) -> str:
    """What a step of this type is called; flow nodes are called by their type."""
    return _names.get(action_type, action_type.replace("_", " ").capitalize())
