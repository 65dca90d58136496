"""How many items an action will have, before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from igny8.automation.runtime.action import Amount, Forecast, ForecastScope

DEFAULT_LIMIT = 100


def limit_of(params: Mapping[str, Any]) -> int:
    """The param ``limit``; its default where it is left out or an expression."""
    value = params.get("limit", DEFAULT_LIMIT)
    return value if isinstance(value, int) else DEFAULT_LIMIT


def expected_items(params: Mapping[str, Any], name: str, scope: ForecastScope, *, waiting: int) -> Amount:
    """The number of items: those given in the param ``name``, else what an earlier action gives under that
    name, else what is ``waiting``; an expression whose value nobody knows is anything up to the limit."""
    limit, given = limit_of(params), params.get(name)
    if isinstance(given, list):
        return Amount.exactly(len(given)).capped(limit)
    if given is not None:
        return Amount(0, 1, limit)
    return _upstream_or(waiting, scope.upstream.get(name)).capped(limit)


def _upstream_or(waiting: int, upstream: Amount | None) -> Amount:
    """An earlier output that comes out empty is passed over, and what is waiting is taken instead."""
    if upstream is None or upstream.high == 0:
        return Amount.exactly(waiting)
    if upstream.low > 0:
        return upstream
    return Amount(0, upstream.expected or waiting, max(upstream.high, waiting))


def priced(items: Amount, price: int, *outputs: str) -> Forecast:
    """A forecast where each item costs ``price`` and gives one of each output."""
    return Forecast(items, items.times(price), dict.fromkeys(outputs, items))
