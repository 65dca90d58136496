"""From a rule's JSON to a compiled ``Definition``; every problem is noted at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from igny8.automation.engine.catalog import Catalog
from igny8.automation.engine.conditions import OPERATORS, Condition, Operator, parse_conditions
from igny8.automation.engine.errors import DefinitionInvalid
from igny8.automation.engine.expressions import Template, compile_template
from igny8.automation.engine.lookup import kind_of
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.nodes.registry import ACTION, NODE_KINDS
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.paths import ON_ERROR, ON_FAILURE, ON_RECOVERY, ROOT_BLOCK
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.registry import Registry
from igny8.automation.engine.schema.definition import Definition, Node, Nodes
from igny8.automation.engine.schema.model import MAX_DEPTH, MAX_NODES, NodeSpec, RuleSpec
from igny8.automation.engine.schema.params import read_model
from igny8.automation.engine.schema.references import check_references
from igny8.automation.engine.schema.schedules import check_schedules, short_form, with_schedules
from igny8.automation.engine.suggest import did_you_mean

NO_NODES = frozenset({"params", "conditions", "when", "items"})
"""Keys of a node beneath which there are no nodes."""


def validate_definition(
    raw: JsonObject,
    catalog: Catalog | None = None,
    *,
    kinds: Registry[NodeKind] = NODE_KINDS,
    operators: Registry[Operator] = OPERATORS,
) -> Definition:
    """Check and compile a rule's definition.

    :param raw: the rule's JSON, ``DEFINITION_KEYS`` only. Is not changed.
    :param catalog: the actions and triggers that exist; ``None`` for a definition that was checked before it
        was stored, and is loaded to be run.
    :raises DefinitionInvalid: with everything that is wrong, by field path.
    """
    problems = Problems()
    raw = with_schedules(_own_copy(raw))
    spec = read_model(RuleSpec, raw, "", problems)
    given = {block: raw.get(block) for block in (ROOT_BLOCK, ON_FAILURE, ON_RECOVERY)}
    parser = _Parser(catalog, kinds, operators, problems, set(explicit_ids(list(given.values()))))
    actions, on_failure, on_recovery = (
        parser.nodes(nodes if isinstance(nodes, list) else [], block, 0) for block, nodes in given.items()
    )
    conditions = parse_conditions(raw.get("conditions"), "conditions", problems, operators)
    if spec is None:
        raise DefinitionInvalid(problems.found)
    check_schedules(spec, problems)
    _check_trigger(spec, catalog, problems)
    normal = {**raw, "schedule": short_form(spec.schedules)}
    definition = Definition(spec, normal, conditions, actions, on_failure, on_recovery)
    check_references(definition, catalog, problems)
    problems.raise_if_any()
    return definition


def load_definition(raw: JsonObject) -> Definition:
    """Compile a stored definition. Costs some 100 µs a node: keep the result by rule version."""
    return validate_definition(raw)


def _own_copy(raw: JsonObject) -> JsonObject:
    """A copy in which nothing is shared; also makes sure that it is plain JSON of a sane depth."""
    try:
        copied: JsonObject = json.loads(json.dumps(raw))
    except (TypeError, ValueError, RecursionError):
        raise DefinitionInvalid(
            {"definition": ["Must be plain JSON, and not nested hundreds of levels deep."]}
        ) from None
    return copied


def explicit_ids(raw: Any) -> Iterator[str]:
    """The ids given anywhere among raw nodes, so that made-up ones do not collide with them."""
    waiting = [raw]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            if isinstance(item.get("id"), str):
                yield item["id"]
            waiting += [value for key, value in item.items() if key not in NO_NODES]


def _check_trigger(spec: RuleSpec, catalog: Catalog | None, problems: Problems) -> None:
    if catalog is not None:
        known = catalog.trigger_types()
        if spec.trigger not in known:
            problems.add(
                "trigger", f"There is no trigger `{spec.trigger}`.{did_you_mean(spec.trigger, known)}"
            )
        events = catalog.event_types()
        if spec.event is not None and events is not None and spec.event.type not in events:
            hint = did_you_mean(spec.event.type, events)
            problems.add("event.type", f"There is no event `{spec.event.type}`.{hint}")
    if spec.trigger == "event" and spec.event is None:
        problems.add(
            "event", "Must be given for the trigger `event`, for example {'type': 'content.created'}."
        )


class _Parser:
    def __init__(
        self,
        catalog: Catalog | None,
        kinds: Registry[NodeKind],
        operators: Registry[Operator],
        problems: Problems,
        given_ids: set[str],
    ) -> None:
        self._catalog = catalog
        self._kinds = kinds
        self._operators = operators
        self._problems = problems
        self._given_ids = given_ids
        self._places: dict[str, str] = {}
        self._count = 0

    def nodes(self, raw: list[Any], at: str, depth: int) -> Nodes:
        """The nodes of a block; those that cannot be read are left out, and noted."""
        if depth > MAX_DEPTH:
            self._problems.add(at, f"Nodes may be nested at most {MAX_DEPTH} deep.")
            return ()
        parsed = (self._node(item, f"{at}[{index}]", depth) for index, item in enumerate(raw))
        return tuple(node for node in parsed if node is not None)

    def _node(self, raw: Any, at: str, depth: int) -> Node | None:
        self._count += 1
        if self._count > MAX_NODES:
            self._problems.add("actions", f"A rule may have at most {MAX_NODES} actions and nodes.")
            return None
        if not isinstance(raw, dict):
            self._problems.add(at, f"Must be an action or node with a `type`, not {kind_of(raw)}.")
            return None
        kind = self._kind(raw.get("type"), at)
        if kind is None:
            return None
        if raw.get("id") is None:
            raw["id"] = self._new_id(str(raw["type"]))
        spec = read_model(kind.spec, raw, at, self._problems)
        if spec is None:
            return None
        self._check_id(spec.id, at)
        self._check_params(kind, spec, at)
        return self._compiled(kind, spec, at, depth)

    def _kind(self, type_: Any, at: str) -> NodeKind | None:
        if not isinstance(type_, str) or not type_:
            self._problems.add(
                f"{at}.type", "Must be the type of an action or node, such as `generate_ideas`."
            )
            return None
        kind = self._kinds.get(type_)
        if kind is not None:
            return kind
        if self._catalog is None or self._catalog.action(type_) is not None:
            return ACTION
        hint = did_you_mean(type_, [*self._catalog.action_types(), *self._kinds.names()])
        self._problems.add(f"{at}.type", f"There is no action or node `{type_}`.{hint}")
        return None

    def _new_id(self, stem: str) -> str:
        """``generate_ideas``, ``generate_ideas_2``, …"""
        stem = re.sub(r"[^A-Za-z0-9_-]", "_", stem)[:60]
        number, name = 1, stem
        while name in self._given_ids:
            number += 1
            name = f"{stem}_{number}"
        self._given_ids.add(name)
        return name

    def _check_id(self, id_: str, at: str) -> None:
        first = self._places.setdefault(id_, at)
        if first != at:
            self._problems.add(f"{at}.id", f"`{id_}` is the id of {first} already; ids are unique in a rule.")

    def _check_params(self, kind: NodeKind, spec: NodeSpec, at: str) -> None:
        kind.check(spec, at, self._problems)
        info = self._catalog.action(spec.type) if self._catalog and kind is ACTION else None
        if info is not None:
            for path, message in info.check_params(spec.params):
                self._problems.add(f"{at}.params{path and '.'}{path}", message)

    def _compiled(self, kind: NodeKind, spec: NodeSpec, at: str, depth: int) -> Node:
        return Node(
            spec=spec,
            kind=kind,
            at=at,
            params=self._template(kind.template(spec), f"{at}.params"),
            when=self._when(spec, at),
            blocks={
                block.path: self.nodes(block.nodes, f"{at}.{block.at}", depth + 1)
                for block in kind.blocks(spec)
            },
            extra=kind.compile(spec, at, self._problems),
            handler=self._handler(spec, at, depth),
        )

    def _handler(self, spec: NodeSpec, at: str, depth: int) -> Nodes:
        given = spec.on_error if isinstance(spec.on_error, list) else []
        return self.nodes(given, f"{at}.{ON_ERROR}", depth + 1)

    def _template(self, params: JsonObject, at: str) -> Template:
        own = Problems()
        template = compile_template(params, problems=own)
        for place, texts in own.found.items():
            for text in texts:
                self._problems.add(f"{at}.{place}" if place else at, text)
        return template

    def _when(self, spec: NodeSpec, at: str) -> Condition | None:
        return parse_conditions(spec.when, f"{at}.when", self._problems, self._operators)
