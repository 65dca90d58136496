"""What a step's record says, and what is made of an error for the record and for those who read it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ValidationError

from igny8.automation.engine.conditions import Evaluation, settled_by
from igny8.automation.engine.errors import ConditionError, StepFailure
from igny8.automation.engine.outcome import JsonObject, RunStatus, StepError, StepStatus
from igny8.automation.engine.ports import StepRecord
from igny8.automation.engine.schema.params import error_message, loc_path
from igny8.automation.engine.walker.result import Stopped

FINAL = frozenset({StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED})
CRASH_LOOP = "crash_loop"
DEADLINE = "deadline"
"""Key of a container's input: when its time is over."""
STOPPED = "stopped"
"""Key of the output of what ended the run in good order, or was ended by it."""
FAILED_PATH = "failed_path"
"""Key of the output of a failed container or child: the innermost step that failed."""


def undecided(evaluation: Evaluation) -> ConditionError:
    """The error for conditions that could not be decided: the comparison that is to blame."""
    one = settled_by(evaluation)
    return ConditionError(one.path, one.operator, one.error or "") if one else ConditionError("", "", "")


def misfit(invalid: ValidationError, model: type[BaseModel]) -> StepFailure:
    """Resolved params that do not fit, as a failure with the fields."""
    fields: dict[str, list[str]] = {}
    for error in invalid.errors(include_url=False):
        fields.setdefault(loc_path(error["loc"]), []).append(error_message(error, model))
    text = "; ".join(f"{path or 'params'}: {texts[0]}" for path, texts in fields.items())
    return StepFailure("invalid_params", text, fields=fields)


def after_failure(output: JsonObject, error: StepError) -> JsonObject:
    """What flows on from a step that failed and was continued: its partial output, and ``error``."""
    return {**output, "error": error.as_json()}


def error_of(record: StepRecord) -> StepError:
    """Its error."""
    return record.error or StepError("error", "The step failed.")


def failed_path(record: StepRecord) -> str:
    """The innermost step that failed it."""
    return str(record.output.get(FAILED_PATH) or record.path)


def deadline_of(record: StepRecord | None) -> datetime | None:
    """When the time of a container is over; ``None`` if it has no timeout or has not begun."""
    text = record.input.get(DEADLINE) if record is not None else None
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def as_stopped(output: JsonObject) -> Stopped | None:
    """The end of the run that an output tells of."""
    given = output.get(STOPPED)
    if not isinstance(given, dict):
        return None
    return Stopped(RunStatus(given["status"]), given["reason"], given["path"])


def stopped_json(stopped: Stopped) -> JsonObject:
    """The inverse of :func:`as_stopped`: the key and what it says."""
    return {
        STOPPED: {"status": stopped.status.value, "reason": stopped.reason, "path": stopped.path},
    }
