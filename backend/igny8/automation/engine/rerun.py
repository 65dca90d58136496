"""What a new run takes over from an earlier one of the same version: everything that succeeded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from igny8.automation.engine.outcome import StepStatus
from igny8.automation.engine.paths import CONDITIONS, parent_path
from igny8.automation.engine.ports import StepRecord

_KEPT = frozenset({StepStatus.COMPLETED, StepStatus.SKIPPED})


def carried_over(records: Iterable[StepRecord]) -> list[StepRecord]:
    """The records to preload for a rerun from the failed step, each marked ``reused``.

    Steps that completed or were skipped are kept: they are paid for, and what they did outside exists. Failed
    steps are done again. A container that failed is kept as running, so that the way it decided stays; it
    ends anew. What ended the run in good order (a ``stop``, conditions that did not hold) is looked at again.
    The ``credits`` are kept as they were, for "reused, saved N credits"; they are not charged again.
    """
    records = list(records)
    kept = [record for record in records if record.status in _KEPT and not _ended_the_run(record)]
    parents = {parent for record in records if (parent := parent_path(record.path)) is not None}
    reopened = [
        replace(record, status=StepStatus.RUNNING, error=None, continued=False, crashes=0, output={})
        for record in records
        if record.status not in _KEPT and record.path in parents
    ]
    return [replace(record, reused=True) for record in [*kept, *reopened]]


def _ended_the_run(record: StepRecord) -> bool:
    return record.type == "stop" or (record.path == CONDITIONS and record.status is StepStatus.SKIPPED)
