"""What a template asks for before it becomes a rule: typed inputs, and ``[[ name ]]`` in its definition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.core.exceptions import ValidationError as Misfit
from django.core.validators import URLValidator, validate_email
from pydantic import BaseModel, ConfigDict, Field, model_validator

from igny8.automation.engine import JsonObject
from igny8.automation.engine.cron import check_cron
from igny8.core.errors import InvalidInput
from igny8.core.ids import parse_id

InputType = Literal["text", "number", "boolean", "choice", "schedule", "email", "url", "list", "id"]
_PLACE = re.compile(r"\[\[\s*([A-Za-z_][A-Za-z0-9_]*)\s*\]\]")
_MAX_TEXT = 2000
_WHOLE: Mapping[str, type | tuple[type, ...]] = {"number": (int, float), "boolean": bool, "list": list}


class TemplateInput(BaseModel):
    """One thing to fill in.

    :ivar type: ``schedule`` is a cron expression of five fields, ``id`` an id of something of the account.
    :ivar default: taken where nothing is given; without one an optional input is null, and what holds only
        it is left out of the rule.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)
    type: InputType = "text"
    label: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=500)
    required: bool = False
    default: Any = None
    options: list[Any] = Field(default_factory=list, max_length=100)
    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _sound(self) -> TemplateInput:
        if self.type == "choice" and not self.options:
            raise ValueError(f"the choice `{self.name}` needs options")
        wrong = wrong_value(self, self.default) if self.default is not None else ""
        if wrong:
            raise ValueError(f"the default of `{self.name}` does not fit: {wrong}")
        return self

    @property
    def sample(self) -> Any:
        """A value that fits, for trying the template out."""
        if self.default is not None:
            return self.default
        samples = {
            "number": self.min if self.min is not None else 1,
            "boolean": True,
            "choice": (self.options or [""])[0],
            "schedule": "0 9 * * 1",
            "email": "name@example.com",
            "url": "https://example.com/",
            "list": [],
            "id": None,
        }
        return samples.get(self.type, "example")


def wrong_value(spec: TemplateInput, value: Any) -> str:
    """What is wrong with a value; empty where nothing is."""
    if spec.type in _WHOLE:
        return _wrong_whole(spec, value)
    if spec.type == "choice":
        return "" if value in spec.options else f"Must be one of {', '.join(map(str, spec.options))}."
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        return f"Must be a text of at most {_MAX_TEXT} characters."
    return _wrong_text(spec, value)


def _wrong_whole(spec: TemplateInput, value: Any) -> str:
    fits = isinstance(value, _WHOLE[spec.type]) and (spec.type == "boolean" or not isinstance(value, bool))
    if not fits:
        kinds = {"number": "a number", "boolean": "true or false", "list": "a list"}
        return f"Must be {kinds[spec.type]}."
    if spec.type != "number":
        return ""
    if spec.min is not None and value < spec.min:
        return f"Must be at least {spec.min:g}."
    return f"Must be at most {spec.max:g}." if spec.max is not None and value > spec.max else ""


def _wrong_text(spec: TemplateInput, value: str) -> str:
    if spec.type == "schedule":
        return check_cron(value) or ""
    if spec.type == "id":
        return "" if parse_id(value) else "Must be an id."
    try:
        if spec.type == "email":
            validate_email(value)
        elif spec.type == "url":
            URLValidator(schemes=["https", "http"])(value)
    except Misfit:
        return "Must be an e-mail address." if spec.type == "email" else "Must be a web address."
    return ""


def filled_in(inputs: Sequence[TemplateInput], given: JsonObject) -> JsonObject:
    """A value for every input. :raises InvalidInput: with what is missing, unknown or does not fit."""
    problems = {
        f"inputs.{name[:80]}": ["There is no such input."] for name in given if not _has(inputs, name)
    }
    values: JsonObject = {}
    for spec in inputs:
        value = given.get(spec.name)
        values[spec.name] = value = spec.default if value in (None, "") else value
        wrong = "Must be given." if value is None and spec.required else ""
        if value is not None:
            wrong = wrong_value(spec, value)
        if wrong:
            problems[f"inputs.{spec.name}"] = [wrong]
    if problems:
        path, texts = next(iter(problems.items()))
        raise InvalidInput(f"{path}: {texts[0]}", fields=problems)
    return values


def _has(inputs: Sequence[TemplateInput], name: str) -> bool:
    return any(spec.name == name for spec in inputs)


def names_in(value: Any) -> set[str]:
    """The inputs that a definition uses."""
    if isinstance(value, str):
        return set(_PLACE.findall(value))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(names_in, inner))


def put_in(value: Any, values: JsonObject) -> Any:
    """A definition with its places filled: a place that is the whole text keeps the value's type, and takes
    its key along where the value is null."""
    if isinstance(value, str):
        return _put_in_text(value, values)
    if isinstance(value, list):
        return [put_in(item, values) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: put_in(inner, values) for key, inner in value.items() if not _left_out(inner, values)}


def _put_in_text(text: str, values: JsonObject) -> Any:
    whole = _PLACE.fullmatch(text)
    if whole:
        return values.get(whole[1])
    return _PLACE.sub(lambda found: _as_text(values.get(found[1])), text)


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _left_out(value: Any, values: JsonObject) -> bool:
    whole = _PLACE.fullmatch(value) if isinstance(value, str) else None
    return whole is not None and values.get(whole[1]) is None
