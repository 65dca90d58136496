"""What a step could see in a past run: the run's context with the outputs of the steps before it.

Read from the records, not walked: nothing is done again, and a run that never came so far serves as well.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from igny8.automation.engine import JsonObject, StepRecord, StepStatus
from igny8.automation.engine.paths import BLOCK_NAMES, LOOP_SEGMENT, is_within, parse_path, sort_key
from igny8.automation.engine.walker.frame import Frame
from igny8.automation.engine.walker.records import after_failure, error_of
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.context import run_context
from igny8.automation.runtime.journal import step_record
from igny8.automation.runtime.outputs import load_outputs

_CHILDREN = frozenset({"item", "lane"})
_AFTER_ITS_INSIDE = (9, 0, "")


def frame_before(run: ScheduledTask, path: str, now: datetime) -> Frame:
    """The frame of a step: the context, then every earlier output that it can see, oldest first."""
    whole = load_outputs(run.id)
    records = {row.path: step_record(row, whole.get(row.path)) for row in run.steps.all()}
    context = {**run_context(run), "now": now.isoformat(), "steps": {}}
    frame = Frame(context | _loop_variables(records, path))
    for record in sorted(records.values(), key=lambda one: (*sort_key(one.path), _AFTER_ITS_INSIDE)):
        output = _output(record)
        if output is not None and _is_visible(record, path):
            frame.add(record.node_id, output)
    return frame


def _loop_variables(records: dict[str, StepRecord], path: str) -> JsonObject:
    """``item`` and ``index`` of the innermost loop around the step, as its record holds them."""
    found: JsonObject = {}
    segments = path.split("/")
    for at, segment in enumerate(segments[:-1]):
        loop = records.get("/".join(segments[:at]))
        items: Any = loop.input.get("items") if loop and segment == LOOP_SEGMENT else None
        index = int(segments[at + 1]) if segments[at + 1].isdigit() else -1
        if isinstance(items, list) and 0 <= index < len(items):
            found = {"item": items[index], "index": index}
    return found


def _output(record: StepRecord) -> JsonObject | None:
    """What flows on from a step, if anything does."""
    if record.type in _CHILDREN:
        return None
    if record.status is StepStatus.COMPLETED:
        return record.output
    if record.status is StepStatus.FAILED and record.continued:
        return after_failure(record.output, error_of(record))
    return None


def _is_visible(record: StepRecord, path: str) -> bool:
    """Whether it stands before the step in a block that they share, and not inside of a loop there."""
    if is_within(path, record.path):
        return False
    mine, other = parse_path(record.path), parse_path(path)
    for at, (here, there) in enumerate(zip(mine, other, strict=False)):
        if here != there:
            in_block = at > 0 and mine[at - 1] in BLOCK_NAMES
            before = in_block and isinstance(here, int) and isinstance(there, int) and here < there
            return before and LOOP_SEGMENT not in mine[at:]
    return False
