"""Large outputs of steps: stored aside, with a short stand-in in the step's row.

A trace, a list of steps and the live view read the row alone, so an output of megabytes costs them nothing.
The journal and whoever asks for the whole thing read ``StepOutput``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Sum

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import StepOutput, StepRun
from igny8.core.errors import Igny8Error
from igny8.core.ids import new_id

LARGE_BYTES = 16 * 1024
"""An output whose JSON is longer is stored aside."""
RUN_BYTES = 250_000_000
"""So much may the large outputs of a run be together: a worker that carries it on holds them in memory, and
PostgreSQL takes no more as one value."""
MARK = "…"
"""The key that tells a stand-in from an output: ``{"bytes": 48213, "lists": {"idea_ids": 1500}}``."""

_STUB_BYTES = 4 * 1024
_MEMBERS, _FIELDS, _TEXT, _DEPTH = 3, 20, 200, 3


class OutputsTooLarge(Igny8Error):
    """The steps of a run have given more than a run may hold."""

    code = "outputs_too_large"


def store_output(run_id: UUID, path: str, output: JsonObject) -> tuple[JsonObject, int | None]:
    """Give what belongs into ``StepRun.output`` and ``StepRun.output_bytes``.

    A small output comes back as it is, with ``None``, and costs no query. Of a large one the whole is stored
    (one statement, in the caller's transaction; again for the same path: replaced), and its stand-in comes
    back with its size in bytes of JSON.

    :raises OutputsTooLarge: when the run's large outputs would be more than ``RUN_BYTES``.
    """
    size = json_bytes(output)
    if size <= LARGE_BYTES:
        return output, None
    _require_room(run_id, size)
    StepOutput.objects.bulk_create(
        [StepOutput(run_id=run_id, path=path, data=output)],
        update_conflicts=True,
        unique_fields=["run", "path"],
        update_fields=["data"],
    )
    return stand_in(output, size), size


def _require_room(run_id: UUID, size: int) -> None:
    stored = StepRun.objects.filter(run_id=run_id).aggregate(total=Sum("output_bytes"))["total"] or 0
    if stored + size > RUN_BYTES:
        raise OutputsTooLarge(
            f"The outputs of this run's steps are more than {RUN_BYTES // 1_000_000} MB in all: let its "
            "loops have fewer items, or its steps give less."
        )


def load_outputs(run_id: UUID, paths: Collection[str] | None = None) -> dict[str, JsonObject]:
    """The outputs of a run that are stored aside, by path; only ask where a row has ``output_bytes``."""
    rows = StepOutput.objects.filter(run_id=run_id)
    if paths is not None:
        rows = rows.filter(path__in=list(paths))
    return dict(rows.values_list("path", "data"))


def copy_outputs(run_id: UUID, to: UUID, paths: Collection[str]) -> None:
    """Give another run, which reuses these steps, its own copies of what is stored aside of them."""
    if not paths:
        return
    rows = list(StepOutput.objects.filter(run_id=run_id, path__in=list(paths)))
    for row in rows:
        row.pk, row.run_id = new_id(), to
        row._state.adding = True
    StepOutput.objects.bulk_create(rows)


def shortened(output: JsonObject) -> JsonObject:
    """A small output as it is, of a large one the stand-in; nothing is stored."""
    size = json_bytes(output)
    return output if size <= LARGE_BYTES else stand_in(output, size)


def json_bytes(value: Any) -> int:
    """The length of its JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))


def stand_in(output: JsonObject, size: int) -> JsonObject:
    """The output with lists cut to three members and long texts to their start; the ``…`` says how much it
    was."""
    mark = {"bytes": size, "lists": _list_lengths(output)}
    candidates: Iterator[JsonObject] = (_cut(output, depth) | {MARK: mark} for depth in range(_DEPTH, -1, -1))
    return next((stub for stub in candidates if json_bytes(stub) <= _STUB_BYTES), {MARK: {"bytes": size}})


def list_lengths(output: JsonObject) -> dict[str, int]:
    """How many members the lists of an output have, by name; right for a stand-in too."""
    mark = output.get(MARK)
    stored = mark.get("lists") if isinstance(mark, dict) else None
    return stored if isinstance(stored, dict) else _list_lengths(output)


def _list_lengths(output: JsonObject) -> dict[str, int]:
    lengths = ((name, len(value)) for name, value in output.items() if isinstance(value, list))
    return {name[:_TEXT]: length for name, length in list(lengths)[:_FIELDS]}


def _cut(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _TEXT else f"{value[:_TEXT]}…"
    if isinstance(value, list):
        return [_cut(member, depth - 1) for member in value[:_MEMBERS]] if depth >= 0 else []
    if isinstance(value, dict):
        fields = list(value.items())[:_FIELDS] if depth >= 0 else []
        return {str(name)[:_TEXT]: _cut(member, depth - 1) for name, member in fields}
    return value
