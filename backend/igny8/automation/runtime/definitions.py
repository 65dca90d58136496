"""Rule definitions: checked against what is registered, compiled once a version."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from igny8.automation.engine import (
    DEFINITION_KEYS,
    ActionInfo,
    Definition,
    DefinitionInvalid,
    JsonObject,
    load_definition,
    model_check,
    validate_definition,
)
from igny8.automation.models import RuleVersion
from igny8.automation.runtime.action import all_actions, find_action
from igny8.automation.runtime.event_types import all_events
from igny8.automation.runtime.executor import output_names
from igny8.automation.runtime.inputs import input_problems
from igny8.automation.runtime.trigger import all_triggers, find_trigger
from igny8.core.errors import InvalidInput


class RegistryCatalog:
    """The engine's catalog: the registered actions, triggers and events."""

    def action(self, action_type: str) -> ActionInfo | None:
        found = find_action(action_type)
        if found is None:
            return None
        return ActionInfo(model_check(found.params_model), output_names(found))

    def action_types(self) -> Collection[str]:
        return [action.type for action in all_actions()]

    def trigger_types(self) -> Collection[str]:
        return [trigger.type for trigger in all_triggers()]

    def event_types(self) -> Collection[str] | None:
        return [event.type for event in all_events()]


def validated(raw: JsonObject) -> Definition:
    """A definition ready to run; ``InvalidInput`` carries every problem by field path."""
    try:
        definition = validate_definition(raw, RegistryCatalog())
    except DefinitionInvalid as error:
        raise _invalid(error.errors) from error
    trigger = find_trigger(definition.trigger)
    problems = {**input_problems(definition), **(trigger.check(definition) if trigger else {})}
    if problems:
        raise _invalid(problems)
    return definition


def _invalid(problems: Mapping[str, Sequence[str]]) -> InvalidInput:
    path, texts = next(iter(problems.items()))
    return InvalidInput(f"{path}: {texts[0]}", fields=problems)


_cache: dict[UUID, Definition] = {}
_CACHE_SIZE = 1_000


def compiled(version: RuleVersion) -> Definition:
    """The compiled definition of a stored version; versions never change, so it is made once a process."""
    found = _cache.get(version.id)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = _cache[version.id] = load_definition(version.definition)
    return found


def definition_of(values: dict[str, Any]) -> JsonObject:
    """The part of a rule's fields that makes up its definition."""
    return {name: values[name] for name in DEFINITION_KEYS if name in values}
