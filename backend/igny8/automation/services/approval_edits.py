"""What is changed while approving reaches the rows that were asked about, in the answer's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from igny8.automation.engine import JsonObject
from igny8.automation.models import Approval
from igny8.content.models import Page
from igny8.content.services.editing import change_content
from igny8.content.services.page_tree import change_page
from igny8.core.errors import Conflict, InvalidInput
from igny8.core.ids import parse_id
from igny8.planning.models import Idea
from igny8.planning.services.ideas import change_title

_TITLE_CHARS = 300


@dataclass(frozen=True, slots=True)
class _Editable:
    """A kind of row that may be changed while it is approved: which fields, up to how long, and how."""

    fields: Mapping[str, int]
    change: Callable[[UUID, dict[str, Any]], object]


_EDITABLE: Mapping[str, _Editable] = {
    "content": _Editable(
        {"title": _TITLE_CHARS, "meta_title": 300, "meta_description": 400, "html": 200_000},
        lambda pk, values: change_content(content_id=pk, values=values),
    ),
    "idea": _Editable(
        {"title": _TITLE_CHARS},
        lambda pk, values: change_title(idea=Idea.objects.get(pk=pk), title=values["title"]),
    ),
    "page": _Editable(
        {"title": _TITLE_CHARS},
        lambda pk, values: change_page(page=Page.objects.get(pk=pk), values=values),
    ),
}
EDITABLE_KINDS = frozenset(_EDITABLE)
"""The kinds of items whose title may be changed while they are approved."""


def apply_edits(approval: Approval, answers: JsonObject) -> None:
    """Change what was approved with changes. Items that are no rows of ours only carry theirs on to the run.

    :raises InvalidInput: for a field that cannot be changed so; names the item and the field.
    :raises Conflict: when a row is gone, or is not to be changed any more.
    """
    kinds = {str(item["id"]): item.get("type", "") for item in approval.items}
    for key, answer in answers.items():
        found = parse_id(key)
        if isinstance(answer, dict) and found is not None and kinds.get(key):
            _apply(key, found, kinds[key], answer["edit"])


def _apply(key: str, row_id: UUID, kind: str, edit: JsonObject) -> None:
    editable = _EDITABLE.get(kind)
    if editable is None:
        raise _wrong(f"items.{key}", f"a {kind} can be approved or rejected, but not changed here.")
    for name, value in edit.items():
        path, most = f"items.{key}.edit.{name}", editable.fields.get(name)
        if most is None:
            raise _wrong(path, f"of a {kind}, these can be changed: {', '.join(editable.fields)}.")
        if not isinstance(value, str) or len(value) > most or (name == "title" and not value.strip()):
            raise _wrong(path, f"{name} must be a text of at most {most} characters.")
    try:
        if edit:
            editable.change(row_id, edit)
    except ObjectDoesNotExist as error:
        raise Conflict(f"This {kind} was deleted meanwhile: answer it without changes.") from error


def _wrong(path: str, message: str) -> InvalidInput:
    text = f"{path}: {message}"
    return InvalidInput(text, fields={path: [text]})
