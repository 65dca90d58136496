"""Carries a run on: claim it, walk its rule with the engine, write down how that ended."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError

from igny8.automation.engine import Cancelled, LeaseLost, Outcome, RuleEngine, RunStatus, StepError
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.context import run_context
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.executor import ActionExecutor
from igny8.automation.runtime.journal import DatabaseJournal
from igny8.automation.runtime.keeper import Keeper, ShuttingDown, Signals
from igny8.automation.runtime.leases import Lease, claim_run, hand_back, suspend_run
from igny8.automation.runtime.lifecycle import finish_run
from igny8.core.clock import Clock
from igny8.core.events import causing_run
from igny8.core.tenancy import account_scope, system_scope

log = logging.getLogger(__name__)


def carry_on(run_id: UUID, *, keeper: Keeper, clock: Clock) -> None:
    """Do what is left of a run, if it is there to be claimed; all its ends are written to its row."""
    with system_scope():
        lease = claim_run(run_id, clock=clock)
    if lease is None:
        return
    with account_scope(lease.account_id):
        token = causing_run.set(run_id)
        signals = keeper.hold(lease)
        try:
            _carry(lease, signals, clock)
        except LeaseLost:
            log.warning("Run %s is carried on by another worker.", run_id)
        finally:
            keeper.drop(lease)
            causing_run.reset(token)


def _carry(lease: Lease, signals: Signals, clock: Clock) -> None:
    run = ScheduledTask.objects.select_related("rule_version", "automation_rule").get(pk=lease.run_id)
    signals.cancelled = run.cancel_requested_at is not None
    try:
        outcome = _walk(run, lease, signals, clock)
    except Cancelled:
        outcome = Outcome(RunStatus.CANCELLED, run.status_reason or _cancel_reason(run))
    except ShuttingDown:
        hand_back(lease, clock=clock)
        return
    except (OperationalError, InterfaceError) as error:
        log.warning("Run %s lost the database (%s); it goes on when its lease has run out.", run.id, error)
        return
    except Exception:
        log.exception("Run %s met a bug.", run.id)
        bug = StepError("internal_error", "Something went wrong inside IGNY8. The run can be repeated.")
        outcome = Outcome(RunStatus.FAILED, bug.message, bug)
    if outcome.finished:
        finish_run(lease, outcome, clock=clock)
    else:
        suspend_run(lease, run_at=outcome.wake_at, clock=clock)


def _cancel_reason(run: ScheduledTask) -> str:
    run.refresh_from_db(fields=["status_reason"])
    return run.status_reason or "Cancelled."


def _walk(run: ScheduledTask, lease: Lease, signals: Signals, clock: Clock) -> Outcome:
    executor = ActionExecutor(account_id=lease.account_id, site_id=run.site_id, signals=signals, clock=clock)
    return RuleEngine(clock=clock).run(
        compiled(run.rule_version),
        run_context(run),
        journal=DatabaseJournal(lease, clock),
        executor=executor,
        run_id=str(run.id),
        cancelled=lambda: signals.cancelled,
    )
