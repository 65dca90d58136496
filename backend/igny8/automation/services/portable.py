"""Rules as one JSON document: written out free of what belongs to one site, and read in with a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from igny8.automation.engine import DEFINITION_KEYS, NODE_KINDS, JsonObject
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.action import find_action
from igny8.automation.selectors import live_version
from igny8.automation.services.nodes import Located, located_nodes
from igny8.automation.services.rules import create_rule
from igny8.core.clock import Clock
from igny8.core.errors import InvalidInput
from igny8.core.ids import parse_id
from igny8.tenants.models import Site

FORMAT = 1
_ID_LENGTH = 36
_MARKS = ("igny8_rule", "igny8")


@dataclass(slots=True)
class Report:
    """What reading a document in has changed or could not settle."""

    warnings: list[str] = field(default_factory=list)
    stripped: list[JsonObject] = field(default_factory=list)

    def strip(self, at: str, value: Any) -> None:
        """Note a value that belongs to another site."""
        self.stripped.append({"at": at, "value": value})
        self.warnings.append(f"{at} named something of another site; it was left out: choose it anew.")

    def as_json(self) -> JsonObject:
        return {"warnings": self.warnings, "stripped": self.stripped}


def export_rule(rule: AutomationRule) -> JsonObject:
    """A rule's live version as a document that any site can take.

    ``requires`` says what the other side must have, and names under ``to_choose`` the params that held ids of
    this site; those are not in the document.
    """
    report = Report()
    definition = without_site_ids(live_version(rule).definition, report)
    return {
        "igny8_rule": FORMAT,
        "name": rule.name,
        "description": rule.description,
        "definition": definition,
        "requires": requirements(definition) | {"to_choose": [entry["at"] for entry in report.stripped]},
    }


def requirements(definition: JsonObject) -> JsonObject:
    """What a definition leans on: types of actions and nodes, the trigger, the event, connections."""
    nodes = [found.node for found in located_nodes(definition)]
    types = sorted({str(node.get("type")) for node in nodes})
    event = definition.get("event")
    return {
        "actions": [name for name in types if NODE_KINDS.get(name) is None],
        "nodes": [name for name in types if NODE_KINDS.get(name) is not None],
        "trigger": definition.get("trigger", "manual"),
        "events": [event["type"]] if isinstance(event, dict) and "type" in event else [],
        "connections": sorted({name for node in nodes for name in _connections_of(node)}),
    }


def _connections_of(node: JsonObject) -> Iterator[str]:
    """Actions that have a param for a connection publish to one."""
    action = find_action(str(node.get("type")))
    if action is not None and "integration_id" in action.params_model.model_fields:
        yield str(node["type"])


@transaction.atomic
def import_rule(
    *,
    site: Site,
    document: Any,
    by: str,
    clock: Clock,
    params: JsonObject | None = None,
    is_active: bool = False,
) -> tuple[AutomationRule, Report]:
    """Make a rule from a document; it is inactive unless told otherwise.

    :param document: see :func:`export_rule`; a rule as the API shows it is understood too.
    :param params: by node id, params to set: above all those that had to be left out.
    :raises InvalidInput: with every problem, by its path in the definition.
    """
    values, report = read_document(document)
    _set_params(values, params or {})
    rule = create_rule(site=site, values=values | {"is_active": is_active}, by=by, clock=clock)
    if not is_active:
        report.warnings.append("The rule is inactive: look at it, then switch it on.")
    return rule, report


def read_document(document: Any) -> tuple[JsonObject, Report]:
    """A document as the values of a rule, free of ids that mean nothing elsewhere."""
    if not isinstance(document, dict):
        raise _wrong("is not a rule: it must be an object, as the export of a rule gives it.")
    version = next((document[mark] for mark in _MARKS if mark in document), FORMAT)
    if version != FORMAT:
        raise _wrong(f"has the format {str(version)[:20]}; this system reads format {FORMAT}.")
    name = document.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 200:
        raise _wrong("is not a rule: it needs a name of at most 200 characters.")
    raw = document.get("definition", document)
    if not isinstance(raw, dict):
        raise _wrong("is not a rule: its definition must be an object.")
    report = Report()
    known = {key: value for key, value in raw.items() if key in DEFINITION_KEYS}
    _note_unknown(raw, document, report)
    description = document.get("description")
    values = {"name": name, "description": description if isinstance(description, str) else ""}
    return values | without_site_ids(known, report), report


def _note_unknown(raw: JsonObject, document: JsonObject, report: Report) -> None:
    if raw is document:
        return
    report.warnings += [
        f"definition.{key} is not known here; it was left out." for key in raw if key not in DEFINITION_KEYS
    ]


def _wrong(what: str) -> InvalidInput:
    return InvalidInput(f"The document {what}", fields={"document": [f"The document {what}"]})


def without_site_ids(definition: JsonObject, report: Report) -> JsonObject:
    """A definition without params that hold ids, alone or in lists; each is noted with its place."""
    copy: JsonObject = _deep(definition)
    for found in located_nodes(copy):
        if isinstance(found.node.get("params"), dict):
            found.node["params"] = _stripped(found.node["params"], _place(found), report)
    return copy


def _place(found: Located) -> str:
    return f"{found.at}.params"


def _stripped(params: JsonObject, at: str, report: Report) -> JsonObject:
    kept: JsonObject = {}
    for name, value in params.items():
        if _is_id(value):
            report.strip(f"{at}.{name}", value)
        elif isinstance(value, dict):
            kept[name] = _stripped(value, f"{at}.{name}", report)
        else:
            kept[name] = value
    return kept


def _is_id(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_is_id(item) for item in value)
    return isinstance(value, str) and len(value) == _ID_LENGTH and parse_id(value) is not None


def _deep(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _deep(inner) for key, inner in value.items()}
    return [_deep(inner) for inner in value] if isinstance(value, list) else value


def _set_params(values: JsonObject, params: JsonObject) -> None:
    nodes = {str(found.node.get("id")): found.node for found in located_nodes(values)}
    for name, given in params.items():
        if name not in nodes or not isinstance(given, dict):
            message = (
                f"There is no step `{name[:80]}` in the document."
                if name not in nodes
                else "Must be an object."
            )
            raise InvalidInput(f"params.{name[:80]}: {message}", fields={f"params.{name[:80]}": [message]})
        nodes[name]["params"] = {**(nodes[name].get("params") or {}), **given}
