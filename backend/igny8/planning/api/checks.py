"""Checks that several serializers of planning share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from rest_framework import serializers

from igny8.ai.prompts.types import Brief


def check_site(attrs: Mapping[str, Any], *names: str, of: UUID | None = None) -> None:
    """A row and all that it refers to are on one site, and a row stays on its site.

    :param attrs: checked data with ``site``; ``names`` are the references in it that have a ``site_id``.
    :param of: the site of the row that is changed; none for a new one.
    :raises rest_framework.serializers.ValidationError: naming each field that is wrong.
    """
    site_id = of or attrs["site"].id
    wrong: dict[str, str] = {}
    if "site" in attrs and attrs["site"].id != site_id:
        wrong["site"] = "The site cannot be changed: make a new one on the other site."
    for name in names:
        if attrs.get(name) is not None and attrs[name].site_id != site_id:
            wrong[name] = f"This {name} belongs to another site."
    if wrong:
        raise serializers.ValidationError(wrong)


def checked_brief(value: dict[str, Any]) -> dict[str, Any]:
    """A brief that an article can be written from, in its stored form; an empty one stays empty.

    :raises rest_framework.serializers.ValidationError: with the problems by the field's path in the brief.
    """
    if not value:
        return value
    try:
        return Brief.model_validate(value).model_dump(mode="json")
    except ValidationError as error:
        raise serializers.ValidationError(_problems(error)) from error


def _problems(error: ValidationError) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in error.errors(include_url=False, include_input=False):
        found.setdefault(".".join(map(str, problem["loc"])) or "brief", []).append(problem["msg"])
    return found
