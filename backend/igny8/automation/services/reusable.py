"""Which steps of an earlier run a repeat on another version may reuse: those whose nodes are as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from igny8.automation.engine import JsonObject, StepRecord
from igny8.automation.engine.paths import CONDITIONS, parent_path, to_field_path
from igny8.automation.services.diff import own_fields
from igny8.automation.services.diff_words import sentence
from igny8.core.errors import Conflict

_PART = re.compile(r"[^.\[\]]+")


class Reusable:
    """Compares two definitions step by step: same place, same id, type, params, conditions."""

    def __init__(self, old: JsonObject, new: JsonObject) -> None:
        self._old = old
        self._new = new

    def checked(self, records: Iterable[StepRecord]) -> list[StepRecord]:
        """The records to keep. The rule's conditions, if they have changed, are looked at again instead.

        :raises Conflict: naming each step that has changed since, by its path.
        """
        if self._old == self._new:
            return list(records)
        kept = [record for record in records if record.path != CONDITIONS or self._same_conditions()]
        wrong = {
            record.path: [self._what_changed(record.path)]
            for record in kept
            if record.path != CONDITIONS and not self.unchanged(record.path)
        }
        if wrong:
            raise Conflict(
                f"{next(iter(wrong.values()))[0]} What has changed cannot be reused: repeat the run from the "
                "start, or on its original version.",
                fields=wrong,
            )
        return kept

    def unchanged(self, path: str) -> bool:
        """Whether the node of a step is in both definitions the same, and in the same place."""
        old = _node_at(self._old, path)
        return old is not None and own_fields(old) == own_fields(_node_at(self._new, path) or {})

    def _same_conditions(self) -> bool:
        return (self._old.get("conditions") or []) == (self._new.get("conditions") or [])

    def _what_changed(self, path: str) -> str:
        old, new = _node_at(self._old, path) or {}, _node_at(self._new, path) or {}
        name = f"actions[{old.get('id')}]"
        if old.get("id") != new.get("id"):
            return f"Step `{old.get('id')}` is not at {to_field_path(path)} any more."
        before, after = own_fields(old), own_fields(new)
        field = next(key for key in [*before, *after] if before.get(key) != after.get(key))
        return sentence(f"{name}.{field}", "changed", before.get(field), after.get(field))


def _node_at(definition: JsonObject, path: str) -> JsonObject | None:
    """The node of a step; of a lane or an item, that of its container."""
    found: Any = definition
    for part in _PART.findall(to_field_path(path)):
        if part.isdigit():
            found = found[int(part)] if isinstance(found, list) and int(part) < len(found) else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, dict) and "type" in found:
        return found
    parent = parent_path(path)
    return _node_at(definition, parent) if parent else None
