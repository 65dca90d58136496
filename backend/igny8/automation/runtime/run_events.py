"""The events of runs."""

from __future__ import annotations

from igny8.automation.models import RunStatus, ScheduledTask
from igny8.core.events import emit


def announce_end(run: ScheduledTask) -> None:
    """``run.finished``, and ``run.failed`` where it failed; a test is nobody's news."""
    if run.is_test:
        return
    after = {
        "id": str(run.id),
        "status": run.status,
        "automation_rule": str(run.automation_rule_id),
        "rule_name": run.automation_rule.name,
        "trigger": run.trigger,
        "credits": run.credits,
        "error_code": run.error_code,
        "error_message": run.error_message,
    }
    for kind in ["run.finished", *(["run.failed"] if run.status == RunStatus.FAILED else [])]:
        emit(
            kind,
            object_type="scheduled_task",
            object_id=run.id,
            site_id=run.site_id,
            after=after,
            caused_by=run.id,
        )
