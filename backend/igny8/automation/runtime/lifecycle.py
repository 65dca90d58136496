"""The changes of a run's state, each one conditional UPDATE with what belongs to it in one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from igny8.automation.engine.outcome import Outcome, StepError, StepStatus
from igny8.automation.engine.outcome import RunStatus as EngineStatus
from igny8.automation.models import (
    FINISHED,
    OPEN_LANES,
    UNFINISHED,
    AutomationRule,
    Lane,
    RunStatus,
    ScheduledTask,
    StepRun,
)
from igny8.automation.runtime.after_run import run_ended
from igny8.automation.runtime.journal import DatabaseJournal, claim_name
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.lanes import close_lanes
from igny8.automation.runtime.leases import Claimed, Lease
from igny8.automation.runtime.outputs import shortened
from igny8.automation.runtime.run_events import announce_end
from igny8.automation.runtime.signals import close_signals
from igny8.automation.runtime.wakeups import wake_next_of_rule
from igny8.core.claims import release_claims
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.credits.services import refund_run

_OPEN_STEPS = (StepStatus.RUNNING, StepStatus.WAITING, StepStatus.PENDING)
_OF_REPEATS = ("reused_steps", "saved_credits")
"""What a rerun has put into its metadata, and its result repeats."""


def finish_run(
    claimed: Claimed, outcome: Outcome, *, journal: DatabaseJournal, signals: Signals, clock: Clock
) -> None:
    """Write down how a run that this worker owns has ended, with what the journal holds back."""
    lease, run = claimed.lease, claimed.run
    values = _end_values(outcome)
    values["result"] |= {name: run.metadata[name] for name in _OF_REPEATS if name in run.metadata}
    with transaction.atomic():
        if outcome.status is EngineStatus.FAILED or run.automation_rule.failures_in_a_row:
            _lock_in_order(run.pk)
        going_on = lease.end(run, values | _ending(clock))
        journal.write_held()
        if lease.fence > 1 or signals.touched or run.rerun_of_id or journal.has_open_steps:
            _close(run.pk, clock)
        for name, value in values.items():
            setattr(run, name, value)
        run.finished_at = clock.now()
        _note_end(run, going_on)


def fail_run(lease: Lease, error: StepError, *, clock: Clock) -> None:
    """End a run because of an error outside of its steps; the lease may be that of one of its lanes."""
    values = _end_values(Outcome(EngineStatus.FAILED, error.message, error))
    with transaction.atomic():
        _lock_in_order(lease.run_id)
        lease.guard()
        end_run(lease.run_id, values, clock=clock)


def _lock_in_order(run_id: UUID) -> None:
    """The rule, whose failures are counted, before the run, and the run before its lanes: so does everybody
    who stops the other runs of a rule, or the lanes of a run."""
    runs = ScheduledTask.objects.filter(pk=run_id)
    rules = AutomationRule.objects.filter(pk__in=runs.values("automation_rule_id"))
    for rows in (rules, runs):
        rows.select_for_update(no_key=True).values_list("pk").first()


def _end_values(outcome: Outcome) -> dict[str, Any]:
    outputs = {
        name: shortened(output) if isinstance(output, dict) else output
        for name, output in outcome.outputs.items()
    }
    return {
        "status": outcome.status.value,
        "status_reason": outcome.reason,
        "result": {"outputs": outputs, "failed_path": outcome.failed_path},
        "error_code": outcome.error.code if outcome.error else "",
        "error_message": outcome.error.message if outcome.error else "",
    }


@transaction.atomic
def cancel_run(run: ScheduledTask, *, by: str, clock: Clock) -> None:
    """Cancel a run: at once where no worker has it, else at its worker's next chance.

    :raises Conflict: when the run is finished.
    """
    row = ScheduledTask.objects.select_for_update(no_key=True).get(pk=run.pk)
    reason = f"Cancelled by {by}."
    if row.status in FINISHED:
        raise Conflict(f"This run is {row.status}: it can no longer be cancelled.")
    if row.status == RunStatus.RUNNING and row.lease_until is not None:
        row.cancel_requested_at, row.status_reason = clock.now(), reason
        row.save(update_fields=["cancel_requested_at", "status_reason"])
    else:
        end_run(row.id, {"status": RunStatus.CANCELLED, "status_reason": reason}, clock=clock)


@transaction.atomic
def abandon_runs(*, site_id: UUID, clock: Clock) -> None:
    """End what is unfinished on a site that is about to be deleted; its credits come back."""
    reason = {"status": RunStatus.CANCELLED, "status_reason": "The site was deleted."}
    for run_id in ScheduledTask.objects.filter(site_id=site_id, status__in=UNFINISHED).values_list(
        "id", flat=True
    ):
        end_run(run_id, reason, clock=clock)


@transaction.atomic
def end_run(run_id: UUID, values: dict[str, Any], *, clock: Clock) -> bool:
    """End an unfinished run from outside: its lanes, steps, reservations and claims with it."""
    unfinished = ScheduledTask.objects.filter(pk=run_id, status__in=UNFINISHED)
    if not unfinished.update(**values, **_ending(clock)):
        return False
    _close(run_id, clock)
    _note_end(ScheduledTask.objects.select_related("automation_rule", "rule_version").get(pk=run_id))
    return True


def _ending(clock: Clock) -> dict[str, Any]:
    return {"finished_at": clock.now(), "run_at": None, "lease_until": None, "lease_owner": ""}


def _close(run_id: UUID, clock: Clock) -> None:
    """End what is still open of a run: lanes, steps, questions, reservations, claims on items."""
    now = clock.now()
    close_lanes(Lane.objects.filter(run_id=run_id, status__in=OPEN_LANES))
    steps = StepRun.objects.filter(run_id=run_id)
    steps.filter(status__in=_OPEN_STEPS).update(status=StepStatus.CANCELLED, finished_at=now, updated_at=now)
    taken = list(steps.exclude(taken=None).values_list("path", flat=True))
    release_claims(claim_name(run_id, path) for path in taken)
    close_signals(run_id, None, clock)
    refund_run(run_id=run_id, reason="the run ended without it")
    total = steps.filter(reused=False).aggregate(total=Sum("credits"))["total"] or 0
    ScheduledTask.objects.filter(pk=run_id).update(credits=total)


def _note_end(run: ScheduledTask, going_on: int | None = None) -> None:
    announce_end(run)
    run_ended(run)
    wake_next_of_rule(run.automation_rule, going_on)
