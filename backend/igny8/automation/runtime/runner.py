"""Carries a run, or one lane of it, on: claim it, walk its rule, write down how that ended."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import InterfaceError, OperationalError

from igny8.automation.engine import Cancelled, LeaseLost, Outcome, RuleEngine, RunStatus, StepError
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.action import instant_types
from igny8.automation.runtime.context import run_context
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.executor import ActionExecutor
from igny8.automation.runtime.fairness import Backlog, Work
from igny8.automation.runtime.gate import pass_gate
from igny8.automation.runtime.journal import DatabaseJournal
from igny8.automation.runtime.keeper import Keeper, ShuttingDown, Signals, TimedOut
from igny8.automation.runtime.lanes import Spreader, end_lane, park, suspend_lane
from igny8.automation.runtime.leases import Claimed, hand_back, suspend
from igny8.automation.runtime.lifecycle import fail_run, finish_run
from igny8.automation.runtime.outputs import OutputsTooLarge
from igny8.core.clock import Clock
from igny8.core.events import causing_run
from igny8.core.tenancy import account_scope, system_scope

log = logging.getLogger(__name__)
_BUG = StepError("internal_error", "Something went wrong inside IGNY8. The run can be repeated.")
_TOO_LONG = StepError("run_timeout", "The run took longer than the rule's timeout_seconds.")


def carry_on(run_id: UUID, *, keeper: Keeper, clock: Clock, backlog: Backlog | None = None) -> None:
    """Do what is left of a run, if it is there to be claimed; all its ends are written to its row.

    :param backlog: keeps one account from taking all of this process's threads; None where nothing else runs.
    """
    _work_off(Work(run_id), keeper, clock, backlog or Backlog(share=None))


def carry_on_lane(lane_id: UUID, *, keeper: Keeper, clock: Clock, backlog: Backlog | None = None) -> None:
    """The same for one lane of a run."""
    _work_off(Work(lane_id, is_lane=True), keeper, clock, backlog or Backlog(share=None))


def _work_off(first: Work, keeper: Keeper, clock: Clock, backlog: Backlog) -> None:
    """Carry it on, and then what has waited for one of its account's threads."""
    work: Work | None = first
    account_id: UUID | None = None
    while work is not None:
        with system_scope():
            if backlog.puts_back(work, keeper):
                return
            claimed = work.claim(clock)
        if claimed is not None:
            account_id = claimed.lease.account_id
            _carry_on(claimed, keeper, clock)
        if account_id is None or keeper.stopping.is_set():
            return
        work = backlog.next_of(account_id)


def _carry_on(claimed: Claimed, keeper: Keeper, clock: Clock) -> None:
    lease = claimed.lease
    with account_scope(lease.account_id):
        token = causing_run.set(lease.run_id)
        signals = keeper.hold(lease)
        try:
            _Carriage(claimed, signals, clock).go()
        except LeaseLost:
            log.warning("Run %s was ended, or is carried on by another worker.", lease.run_id)
        finally:
            keeper.drop(lease)
            causing_run.reset(token)


class _Carriage:
    """One go at a claimed run or lane."""

    def __init__(self, claimed: Claimed, signals: Signals, clock: Clock) -> None:
        self._claimed = claimed
        self._run = claimed.run
        self._lease = claimed.lease
        self._signals = signals
        self._clock = clock
        self._journal = DatabaseJournal(signals, clock, fresh=self._is_fresh())
        self._spreader = Spreader(claimed.lease, clock)

    def _is_fresh(self) -> bool:
        """Whether no step of this run can have a record yet."""
        return self._lease.lane_id is None and self._lease.fence == 1 and self._run.rerun_of_id is None

    def go(self) -> None:
        """Walk, and write down what came of it; where even that meets a bug, the run ends, since what no
        database takes would be done again and again."""
        self._signals.cancelled = self._lease.lane_id is None and self._run.cancel_requested_at is not None
        try:
            self._write(self._outcome())
        except ShuttingDown:
            self._journal.flush()
            hand_back(self._lease, clock=self._clock)
        except (OperationalError, InterfaceError) as error:
            log.warning(
                "Run %s lost the database (%s); it goes on when its lease has run out.", self._run.id, error
            )
        except OutputsTooLarge as error:
            fail_run(self._lease, StepError(error.code, error.message), clock=self._clock)
        except Exception:
            log.exception("Run %s met a bug.", self._run.id)
            fail_run(self._lease, _BUG, clock=self._clock)

    def _outcome(self) -> Outcome:
        late = self._run.times_out_at is not None and self._run.times_out_at <= self._clock.now()
        try:
            return self._walk(_TOO_LONG if late and self._lease.lane_id is None else None)
        except TimedOut:
            self._signals.timed_out = False
            return self._walk(_TOO_LONG)
        except Cancelled:
            return Outcome(RunStatus.CANCELLED, _cancel_reason(self._run))

    def _walk(self, failure: StepError | None) -> Outcome:
        run, lane = self._run, self._claimed.lane
        self._spreader.reset()
        refused = pass_gate(run, self._journal) if lane is None and failure is None else None
        if refused is not None:
            return refused
        return RuleEngine(clock=self._clock).run(
            compiled(run.rule_version),
            run_context(run),
            journal=self._journal,
            executor=ActionExecutor(run=run, signals=self._signals, clock=self._clock),
            run_id=str(run.id),
            cancelled=lambda: self._signals.cancelled,
            lanes=self._spreader,
            only=lane.path if lane else None,
            recovering=run.automation_rule.failures_in_a_row > 0 and not run.is_test,
            failure=failure,
            instant=instant_types(),
        )

    def _write(self, outcome: Outcome) -> None:
        if outcome.finished:
            self._finish(outcome)
            return
        self._journal.flush()
        if self._spreader.waits_for_lanes:
            park(self._spreader, wake_at=outcome.wake_at, clock=self._clock)
        elif self._claimed.lane:
            suspend_lane(
                self._lease,
                self._claimed.lane,
                run_at=outcome.wake_at,
                for_signal=outcome.for_signal,
                clock=self._clock,
            )
        else:
            suspend(self._lease, run_at=outcome.wake_at, clock=self._clock)

    def _finish(self, outcome: Outcome) -> None:
        lane = self._claimed.lane
        if lane is None:
            finish_run(
                self._claimed, outcome, journal=self._journal, signals=self._signals, clock=self._clock
            )
            return
        self._journal.flush()
        well = not outcome.ends_group and outcome.status is not RunStatus.CANCELLED
        end_lane(self._lease, lane, well=well, clock=self._clock)


def _cancel_reason(run: ScheduledTask) -> str:
    run.refresh_from_db(fields=["status_reason"])
    return run.status_reason or "Cancelled."
