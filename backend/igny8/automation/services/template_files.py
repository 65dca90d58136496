"""The built-in templates: one JSON file each in ``automation/templates/rules``, found by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from igny8.automation.engine import JsonObject
from igny8.automation.services.template_inputs import TemplateInput, names_in

FOLDER = Path(__file__).parent.parent / "templates" / "rules"


class Template(BaseModel):
    """A rule to start from.

    :ivar id: of a built-in one its file's name, of an own one its row's id.
    :ivar version: grows with every change of what it makes.
    :ivar needs: what must be there for it to be of use, in words.
    :ivar credits: what a run of it costs, in words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int = Field(default=1, ge=1)
    name: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=5000)
    category: str = Field(default="", max_length=60)
    needs: list[str] = Field(default_factory=list, max_length=20)
    credits: str = Field(default="", max_length=300)
    inputs: list[TemplateInput] = Field(default_factory=list, max_length=50)
    definition: JsonObject
    built_in: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> Template:
        known = [spec.name for spec in self.inputs]
        if len(set(known)) < len(known):
            raise ValueError("two inputs have one name")
        unknown = sorted(names_in(self.definition) - set(known))
        if unknown:
            raise ValueError(f"the definition uses [[ {unknown[0]} ]], which is not among the inputs")
        return self


@cache
def built_in_templates(folder: Path = FOLDER) -> Mapping[str, Template]:
    """All of them by id, in the order of category and name; read once a process."""
    found = [_read(path) for path in folder.glob("*.json")]
    return {row.id: row for row in sorted(found, key=lambda row: (row.category, row.name))}


def _read(path: Path) -> Template:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Template.model_validate({**raw, "id": path.stem, "built_in": True})
