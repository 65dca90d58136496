"""The output of a container with children: what became of each, and the counts."""

from __future__ import annotations

from igny8.automation.engine.outcome import JsonObject, StepStatus
from igny8.automation.engine.ports import StepRecord
from igny8.automation.engine.walker import records
from igny8.automation.engine.walker.result import Failed, Result, Stopped


def entry(record: StepRecord, outputs: JsonObject) -> JsonObject:
    """One child that is over: ``status`` with ``output`` by node id, and ``error`` if it failed."""
    if record.status is StepStatus.FAILED:
        error = records.error_of(record).as_json()
        return {"status": "failed", "error": error, "output": outputs}
    status = "stopped" if records.STOPPED in record.output else "completed"
    return {"status": status, "output": outputs}


def group_output(name: str, entries: list[JsonObject], result: Result) -> JsonObject:
    """``{name: entries, "completed": n, "failed": n}``, and how they all were ended, if they were."""
    failed = sum(one["status"] == "failed" for one in entries)
    output: JsonObject = {name: entries, "completed": len(entries) - failed, "failed": failed}
    if isinstance(result, Failed):
        output[records.FAILED_PATH] = result.path
    if isinstance(result, Stopped):
        output |= records.stopped_json(result)
    return output
