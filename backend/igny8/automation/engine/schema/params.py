"""Checks params against a pydantic model before the run, letting through what only the run can know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from igny8.automation.engine.catalog import ParamsCheck
from igny8.automation.engine.expressions import compile_template
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.suggest import did_you_mean

Loc = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)


def model_check(model: type[BaseModel]) -> ParamsCheck:
    """A check of raw params: unknown names, wrong types and values, except where an expression stands."""

    def check(raw: JsonObject) -> Iterable[tuple[str, str]]:
        try:
            model.model_validate(raw)
        except ValidationError as invalid:
            dynamic = _expression_places(raw)
            for error in invalid.errors(include_url=False):
                if not _is_open(error, dynamic):
                    yield loc_path(error["loc"]), error_message(error, model)

    return check


def _expression_places(raw: JsonObject) -> set[str]:
    template = compile_template(raw, problems=Problems())
    return {reference.at for reference in template.references()}


def _is_open(error: ErrorDetails, dynamic: set[str]) -> bool:
    """Whether the run may still make it right: an expression stands there, beneath it or above it."""
    place = loc_path(error["loc"])
    if error["type"] in ("extra_forbidden", "missing"):
        return False
    return any(_touches(place, at) for at in dynamic)


def _touches(place: str, at: str) -> bool:
    """Equal, or one beneath the other. An error of the whole (``""``) is beneath nothing, but touches all.

    pydantic adds names of union members to a place (``content_id.str``), hence the prefix.
    """
    return not place or place == at or _under(place, at) or _under(at, place)


def _under(inner: str, outer: str) -> bool:
    return inner.startswith((f"{outer}.", f"{outer}["))


def loc_path(loc: Loc) -> str:
    """pydantic's ``("branches", 0, "actions")`` → ``branches[0].actions``."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def error_message(error: ErrorDetails, model: type[BaseModel]) -> str:
    """pydantic's words made plain where they are not."""
    kind = error["type"]
    if kind == "extra_forbidden":
        names = [field.alias or name for name, field in model.model_fields.items()]
        hint = did_you_mean(str(error["loc"][-1]), names) if len(error["loc"]) == 1 else ""
        return f"There is no such param or key.{hint}"
    if kind == "missing":
        return "Must be given."
    text = error["msg"].removeprefix("Value error, ").removeprefix("Input ").removesuffix(".")
    return f"{text[:1].upper()}{text[1:]}."


def read_model(model: type[M], raw: Any, at: str, problems: Problems) -> M | None:
    """The raw value as the model; problems are noted beneath ``at``."""
    try:
        return model.model_validate(raw)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            place = loc_path(error["loc"])
            joint = "." if at and place and not place.startswith("[") else ""
            problems.add(f"{at}{joint}{place}", error_message(error, model))
        return None
