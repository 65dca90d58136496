"""The inputs that a rule asks for when it is started by hand: checked, and completed by their defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from igny8.automation.engine import Definition, JsonObject
from igny8.automation.engine.schema.model import InputSpec
from igny8.core.errors import InvalidInput


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_FITS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "text": (lambda value: isinstance(value, str), "text"),
    "number": (_is_number, "a number"),
    "boolean": (lambda value: isinstance(value, bool), "true or false"),
    "date": (_is_date, "a date such as 2026-03-02 or 2026-03-02T09:00:00Z"),
    "list": (lambda value: isinstance(value, list), "a list"),
}


def checked_inputs(definition: Definition, given: Mapping[str, Any]) -> JsonObject:
    """The context of a run that is started by hand, with the defaults of what was left out.

    Keys that the rule does not ask for are let through, as they always were.

    :raises InvalidInput: with every problem, by ``context.<name>``.
    """
    problems = {
        f"context.{spec.name}": [wrong]
        for spec in definition.spec.inputs
        if (wrong := _problem(spec, given.get(spec.name)))
    }
    if problems:
        path, texts = next(iter(problems.items()))
        raise InvalidInput(f"{path}: {texts[0]}", fields=problems)
    return with_defaults(definition, given)


def with_defaults(definition: Definition, given: Mapping[str, Any]) -> JsonObject:
    """A context in which inputs that nobody gave have their defaults."""
    missing = [spec for spec in definition.spec.inputs if given.get(spec.name) is None]
    wanted = [spec for spec in missing if spec.default is not None or not spec.required]
    return {**given, **{spec.name: spec.default for spec in wanted}}


def input_problems(definition: Definition) -> dict[str, list[str]]:
    """What is wrong with the inputs as the rule describes them, by field path."""
    problems: dict[str, list[str]] = {}
    names: set[str] = set()
    for index, spec in enumerate(definition.spec.inputs):
        if spec.name in names:
            problems[f"inputs[{index}].name"] = [f"There is an input `{spec.name}` already."]
        names.add(spec.name)
        wrong = _misfit(spec, spec.default) if spec.default is not None else ""
        if wrong:
            problems[f"inputs[{index}].default"] = [wrong]
    return problems


def _problem(spec: InputSpec, value: Any) -> str:
    if value is None or (value == "" and spec.required):
        missing = spec.required and spec.default is None
        return "This field is required." if missing or value == "" else ""
    return _misfit(spec, value)


def _misfit(spec: InputSpec, value: Any) -> str:
    fits, kind = _FITS[spec.type]
    if not fits(value):
        return f"Must be {kind}."
    chosen = value if spec.type == "list" else [value]
    if spec.options and any(entry not in spec.options for entry in chosen):
        return f"Must be one of {', '.join(map(str, spec.options))}."
    return ""
