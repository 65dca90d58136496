"""Goes through a rule as a run would, and adds up what its actions would do and cost.

Every figure is an ``Amount``: at least, probably, at most. What may not happen counts nothing at least; what
is in a loop counts once an item; of the arms of a branch the dearest counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from igny8.automation.engine.schema.definition import Definition, Node
from igny8.automation.runtime.action import Action, Amount, ForecastScope, find_action
from igny8.automation.services.history_estimates import History, Past

BUFFER = 1.2
"""On the upper bound where no history speaks."""
_UNKNOWN_ITEMS = Amount(0, 1, 100)
"""Of a loop over something that only the run will know."""
_STEP_OUTPUT = re.compile(r"^\{\{\s*steps\.([A-Za-z_][\w-]*)\.(\w+)\s*(\|[^}]*)?\}\}$")
_MAY_END_HERE = {"approval", "stop"}
"""What follows these is not certain."""


@dataclass(frozen=True, slots=True)
class Total:
    """Items and credits, of an action or of all that a block holds."""

    items: Amount = field(default_factory=Amount)
    credits: Amount = field(default_factory=Amount)

    def __add__(self, other: Total) -> Total:
        return Total(self.items + other.items, self.credits + other.credits)

    def dearest(self, other: Total) -> Total:
        """Either the one or the other."""
        return Total(_either(self.items, other.items), _either(self.credits, other.credits))


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action of the estimate.

    :ivar times: how often it would be executed.
    :ivar seconds: (median, ninetieth percentile) of its time in a run, where history tells.
    """

    node: Node
    action: Action[Any]
    times: Amount
    total: Total
    basis: str
    seconds: tuple[float, float] | None


@dataclass(slots=True)
class _Place:
    """Where the walk is: how often this place is passed, and whether the upper bound of that is certain."""

    times: Amount
    bounded: bool = True

    def maybe(self) -> _Place:
        return _Place(Amount(0, self.times.expected, self.times.high), self.bounded)

    def hardly(self) -> _Place:
        return _Place(Amount(0, 0, self.times.high), self.bounded)


@dataclass(slots=True)
class EstimateWalk:
    """One estimate in the making; ``lines`` are its actions in the order of the rule."""

    site_id: UUID
    history: History
    lines: list[ActionLine] = field(default_factory=list)
    _upstream: dict[str, Amount] = field(default_factory=dict)
    _outputs: dict[str, Mapping[str, Amount]] = field(default_factory=dict)

    def through(self, definition: Definition) -> Total:
        """The whole rule, its handlers included."""
        start = _Place(Amount.exactly(1))
        total = self._block(definition.actions, start if definition.conditions is None else start.maybe())
        for handlers in (definition.on_failure, definition.on_recovery):
            total += self._block(handlers, start.hardly())
        return total

    def _block(self, nodes: Sequence[Node], place: _Place) -> Total:
        total = Total()
        for node in nodes:
            here = place if node.when is None else place.maybe()
            total += self._node(node, here)
            total += self._block(node.handler, here.hardly())
            if node.type in _MAY_END_HERE:
                place = place.maybe()
        return total

    def _node(self, node: Node, place: _Place) -> Total:
        action = find_action(node.type)
        if action is not None:
            return self._action(node, action, place)
        if node.type == "branch":
            return self._branch(node, place)
        inside = self._loop(node, place) if node.type == "for_each" else place
        before = dict(self._upstream)
        total = Total()
        for block in node.blocks.values():
            total += self._block(block, inside)
        self._outputs[node.id] = {
            name: amount for name, amount in self._upstream.items() if before.get(name) is not amount
        }
        return total

    def _branch(self, node: Node, place: _Place) -> Total:
        total = Total()
        for block in node.blocks.values():
            total = total.dearest(self._block(block, place.maybe()))
        return total

    def _loop(self, node: Node, place: _Place) -> _Place:
        given = getattr(node.spec, "items", None)
        if isinstance(given, list):
            return _Place(product(place.times, Amount.exactly(len(given))), place.bounded)
        known = self._referred(given)
        return _Place(product(place.times, known or _UNKNOWN_ITEMS), place.bounded and known is not None)

    def _action(self, node: Node, action: Action[Any], place: _Place) -> Total:
        params, upstream = self._known(node.spec.params)
        forecast = action.forecast(params, ForecastScope(self.site_id, upstream))
        items, credits = product(place.times, forecast.items), product(place.times, forecast.credits)
        outputs = {name: product(place.times, amount) for name, amount in forecast.outputs.items()}
        self._outputs[node.id] = outputs
        self._upstream |= outputs
        past, times = self.history.nodes.get(node.id), Amount.exactly(1)
        if past is None:
            past, times = self.history.types.get(node.type), place.times
        if past is None:
            buffered = Amount(credits.low, credits.expected, math.ceil(credits.high * BUFFER))
            total, basis = Total(items, buffered), "prices"
        else:
            total = Total(
                _as_before(items, past.items.p50, past.items.p90, times, place),
                _as_before(credits, past.credits.p50, past.credits.p90, times, place),
            )
            basis = "history"
        self.lines.append(ActionLine(node, action, place.times, total, basis, _time(past, times)))
        return total

    def _known(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Amount]]:
        """The params without those whose amount an earlier action tells, and the amounts by param name."""
        params, upstream = dict(given), dict(self._upstream)
        for name, value in given.items():
            referred = self._referred(value)
            if referred is not None:
                upstream[name] = referred
            if referred is not None or (_is_expression(value) and name in upstream):
                del params[name]
        return params, upstream

    def _referred(self, value: Any) -> Amount | None:
        """How many there are of the earlier output that an expression names; a filter may leave fewer."""
        found = _STEP_OUTPUT.match(value.strip()) if isinstance(value, str) else None
        amount = self._outputs.get(found[1], {}).get(found[2]) if found else None
        if found is None or amount is None:
            return None
        return Amount(0, amount.expected, amount.high) if found[3] else amount


def product(left: Amount, right: Amount) -> Amount:
    """So many of that many each."""
    return Amount(left.low * right.low, left.expected * right.expected, left.high * right.high)


def _either(left: Amount, right: Amount) -> Amount:
    return Amount(0, max(left.expected, right.expected), max(left.high, right.high))


def _is_expression(value: Any) -> bool:
    return isinstance(value, str) and "{{" in value


def _as_before(now: Amount, p50: float, p90: float, times: Amount, place: _Place) -> Amount:
    """As it was before, within what is possible now by the items that are there."""
    most = now.high if place.bounded else math.inf
    expected = min(max(p50 * times.expected, now.low), most)
    return Amount(now.low, round(expected), round(max(min(p90 * times.high, most), expected)))


def _time(past: Past | None, times: Amount) -> tuple[float, float] | None:
    if past is None:
        return None
    return past.seconds.p50 * times.expected, past.seconds.p90 * times.high
