"""Fairness between accounts: one account with a thousand runs does not keep another from starting.

An account may hold a share of a process's threads. What it has to do beyond that stays where it is, and is
carried on by the thread that finishes one of its runs; should this process die, the dispatcher wakes it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from igny8.automation.models import Lane, ScheduledTask
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.leases import Claimed, claim_lane, claim_run
from igny8.core.clock import Clock


@dataclass(frozen=True, slots=True)
class Work:
    """A run, or a lane of one, that is to be carried on."""

    row_id: UUID
    is_lane: bool = False

    def claim(self, clock: Clock) -> Claimed | None:
        """Take it; None when it is not there to be taken."""
        return claim_lane(self.row_id, clock=clock) if self.is_lane else claim_run(self.row_id, clock=clock)

    def account_id(self) -> UUID | None:
        """Whose it is; None when it is gone."""
        model: Any = Lane if self.is_lane else ScheduledTask
        found: UUID | None = model.objects.filter(pk=self.row_id).values_list("account_id", flat=True).first()
        return found


class Backlog:
    """What waits in this process because its account has its share of the threads.

    :param share: how many threads one account may hold; None for all.
    """

    def __init__(self, share: int | None) -> None:
        self._share = share
        self._waiting: dict[UUID, OrderedDict[Work, None]] = {}
        self._lock = threading.Lock()

    def puts_back(self, work: Work, keeper: Keeper) -> bool:
        """Whether its account has its share already; then it is put behind the others of its account."""
        if self._share is None or keeper.held_in_all() < self._share:
            return False
        account_id = work.account_id()
        if account_id is None or keeper.held_by(account_id) < self._share:
            return False
        with self._lock:
            self._waiting.setdefault(account_id, OrderedDict())[work] = None
        return True

    def next_of(self, account_id: UUID) -> Work | None:
        """What of the account has waited longest here; None if there is nothing."""
        with self._lock:
            waiting = self._waiting.get(account_id)
            if not waiting:
                self._waiting.pop(account_id, None)
                return None
            work, _ = waiting.popitem(last=False)
            return work
