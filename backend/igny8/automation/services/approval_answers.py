"""Whether an answer fits what was asked. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from igny8.automation.engine import JsonObject
from igny8.automation.models import Approval
from igny8.core.errors import InvalidInput

_DECISIONS = ("approve", "reject")
_EDIT_BYTES = 256 * 1024


def checked_answer(approval: Approval, decision: str, items: Mapping[str, Any]) -> JsonObject:
    """The answer for every item that was asked about, by id.

    :raises InvalidInput: with what is wrong by field path.
    """
    if decision not in _DECISIONS:
        raise _wrong("decision", f"decision must be approve or reject, not {str(decision)[:40]!r}.")
    asked = [str(item["id"]) for item in approval.items]
    unknown = next((key for key in items if key not in asked), None)
    if unknown is not None:
        raise _wrong(f"items.{unknown[:80]}", f"items: nothing was asked about {unknown[:80]!r}.")
    for key, answer in items.items():
        _check_one(key, answer, decision)
    return {key: items.get(key, decision) for key in asked}


def _check_one(key: str, answer: Any, decision: str) -> None:
    path = f"items.{key}"
    is_edit = isinstance(answer, dict) and list(answer) == ["edit"] and isinstance(answer["edit"], dict)
    if answer not in _DECISIONS and not is_edit:
        raise _wrong(path, f'{path} must be "approve", "reject" or {{"edit": {{…}}}}.')
    if decision == "reject" and answer != "reject":
        raise _wrong(path, f"{path}: where all is rejected, no item can be approved.")
    if is_edit and len(json.dumps(answer, ensure_ascii=False)) > _EDIT_BYTES:
        raise _wrong(path, f"{path}: an edit may have at most {_EDIT_BYTES // 1024} KB.")


def _wrong(path: str, message: str) -> InvalidInput:
    return InvalidInput(message, fields={path: [message]})
