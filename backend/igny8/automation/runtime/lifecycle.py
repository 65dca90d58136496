"""The changes of a run's state, each one conditional UPDATE with what belongs to it in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, Sum

from igny8.automation.engine.errors import LeaseLost
from igny8.automation.engine.outcome import Outcome, StepStatus
from igny8.automation.models import FINISHED, UNFINISHED, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.journal import claim_name
from igny8.automation.runtime.leases import Lease
from igny8.automation.runtime.wakeups import wake_next_of_rule
from igny8.core.claims import release_claims
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.events import emit
from igny8.credits.services import refund_run

_OPEN_STEPS = (StepStatus.RUNNING, StepStatus.WAITING, StepStatus.PENDING)


def finish_run(lease: Lease, outcome: Outcome, *, clock: Clock) -> None:
    """Write down how a run that this worker owns has ended."""
    values = {
        "status": outcome.status.value,
        "status_reason": outcome.reason,
        "result": {"outputs": outcome.outputs, "failed_path": outcome.failed_path},
        "error_code": outcome.error.code if outcome.error else "",
        "error_message": outcome.error.message if outcome.error else "",
    }
    owned = Q(fence=lease.fence, status=RunStatus.RUNNING)
    if not _end(lease.run_id, owned, values, clock.now()):
        raise LeaseLost


@transaction.atomic
def cancel_run(run: ScheduledTask, *, by: str, clock: Clock) -> None:
    """Cancel a run: at once where no worker has it, else at its worker's next chance.

    :raises Conflict: when the run is finished.
    """
    row = ScheduledTask.objects.select_for_update().get(pk=run.pk)
    reason = f"Cancelled by {by}."
    if row.status in FINISHED:
        raise Conflict(f"This run is {row.status}: it can no longer be cancelled.")
    if row.status == RunStatus.RUNNING:
        row.cancel_requested_at, row.status_reason = clock.now(), reason
        row.save(update_fields=["cancel_requested_at", "status_reason"])
    else:
        _end(row.id, Q(), {"status": RunStatus.CANCELLED, "status_reason": reason}, clock.now())


@transaction.atomic
def abandon_runs(*, site_id: UUID, clock: Clock) -> None:
    """End what is unfinished on a site that is about to be deleted; its credits come back."""
    reason = {"status": RunStatus.CANCELLED, "status_reason": "The site was deleted."}
    for run_id in ScheduledTask.objects.filter(site_id=site_id, status__in=UNFINISHED).values_list(
        "id", flat=True
    ):
        _end(run_id, Q(), reason, clock.now())


def _end(run_id: UUID, condition: Q, values: dict[str, Any], now: datetime) -> bool:
    """End a run that meets ``condition``; its steps, reservations and claims, in one transaction."""
    ending = {"finished_at": now, "run_at": None, "lease_until": None, "lease_owner": ""}
    with transaction.atomic():
        if not ScheduledTask.objects.filter(condition, pk=run_id, status__in=UNFINISHED).update(
            **values, **ending
        ):
            return False
        _close_steps(run_id, now)
        refund_run(run_id=run_id, reason="the run ended without it")
        _note_end(run_id)
    return True


def _close_steps(run_id: UUID, now: datetime) -> None:
    steps = StepRun.objects.filter(run_id=run_id)
    steps.filter(status__in=_OPEN_STEPS).update(status=StepStatus.CANCELLED, finished_at=now, updated_at=now)
    taken = steps.exclude(taken=None).values_list("path", flat=True)
    release_claims(claim_name(run_id, path) for path in taken)
    total = steps.filter(reused=False).aggregate(total=Sum("credits"))["total"] or 0
    ScheduledTask.objects.filter(pk=run_id).update(credits=total)


def _note_end(run_id: UUID) -> None:
    run = ScheduledTask.objects.get(pk=run_id)
    emit(
        "run.finished",
        object_type="scheduled_task",
        object_id=run.id,
        site_id=run.site_id,
        after={"status": run.status, "automation_rule": str(run.automation_rule_id), "credits": run.credits},
    )
    wake_next_of_rule(run.automation_rule_id)
