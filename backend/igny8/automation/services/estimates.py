"""Forecasts of what a run would do and cost, before anything runs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from igny8.automation.engine import Definition
from igny8.automation.runtime.action import Amount, Forecast, ForecastScope, find_action

_BUFFER = 1.2
"""Added to the upper bound where no history speaks."""


def estimate(*, definition: Definition, site_id: UUID) -> dict[str, Any]:
    """Items and credits, per action and in all; see docs/api.md for the shape."""
    upstream: dict[str, Amount] = {}
    per_action: list[dict[str, Any]] = []
    total = Amount()
    items = 0
    for node_id, action_type, params, certain in _actions(definition):
        action = find_action(action_type)
        if action is None:
            continue
        forecast = action.forecast(_known(params, upstream), ForecastScope(site_id, dict(upstream)))
        cost = forecast.credits if certain else Amount(0, forecast.credits.expected, forecast.credits.high)
        upstream |= forecast.outputs
        per_action.append({"name": action.name} | _line(node_id, action_type, forecast, cost))
        total += cost
        items += forecast.items.expected
    return {"items": items, "credits": _credits(total), "per_action": per_action, "basis": "prices"}


def _actions(definition: Definition) -> Iterator[tuple[str, str, Mapping[str, Any], bool]]:
    """Each action, and whether it is certain to run: not inside of a branch, and with no condition."""
    top = {node.id for node in definition.actions if node.when is None}
    conditional = definition.conditions is not None
    for node in definition.nodes():
        yield node.id, node.type, node.spec.params, node.id in top and not conditional


def _known(params: Mapping[str, Any], upstream: Mapping[str, Amount]) -> dict[str, Any]:
    """The params without expressions whose value an earlier action's output will bring."""
    return {
        name: value
        for name, value in params.items()
        if not (isinstance(value, str) and "{{" in value and name in upstream)
    }


def _line(node_id: str, action_type: str, forecast: Forecast, cost: Amount) -> dict[str, Any]:
    items = forecast.items
    return {
        "id": node_id,
        "type": action_type,
        "items": {"low": items.low, "expected": items.expected, "high": items.high},
        "credits": _credits(cost),
    }


def _credits(amount: Amount) -> dict[str, int]:
    return {"low": amount.low, "expected": amount.expected, "high": math.ceil(amount.high * _BUFFER)}
