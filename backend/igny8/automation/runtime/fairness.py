"""Fairness between accounts: one account with a thousand runs does not keep another from starting.

An account may hold a share of a process's threads. What it starts beyond that stays pending, and is carried
on by the thread that finishes one of its runs; should this process die, the dispatcher wakes it again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from uuid import UUID

from igny8.automation.models import RunStatus, ScheduledTask
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.leases import Claimed, claim_run
from igny8.core.clock import Clock


class Backlog:
    """Runs that wait in this process because their account has its share of the threads.

    :param share: how many threads one account may hold; None for all.
    """

    def __init__(self, share: int | None) -> None:
        self._share = share
        self._waiting: dict[UUID, OrderedDict[UUID, None]] = {}
        self._lock = threading.Lock()

    def claim(self, run_id: UUID, keeper: Keeper, clock: Clock) -> Claimed | None:
        """Take the run, or put it behind the others of its account."""
        if self._share is not None and keeper.held_in_all() >= self._share:
            row = ScheduledTask.objects.filter(pk=run_id).values_list("account_id", "status").first()
            if row is None:
                return None
            if row[1] == RunStatus.PENDING and keeper.held_by(row[0]) >= self._share:
                self._put(row[0], run_id)
                return None
        return claim_run(run_id, clock=clock)

    def _put(self, account_id: UUID, run_id: UUID) -> None:
        with self._lock:
            self._waiting.setdefault(account_id, OrderedDict())[run_id] = None

    def next_of(self, account_id: UUID) -> UUID | None:
        """The account's run that has waited longest here; None if there is none."""
        with self._lock:
            waiting = self._waiting.get(account_id)
            if not waiting:
                return None
            run_id, _ = waiting.popitem(last=False)
            return run_id
