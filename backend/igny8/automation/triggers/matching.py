"""Hands events on to the rules and steps that wait for them.

Any number of workers may do so at once: an event is taken, matched and marked as handled in one transaction,
so that each rule starts at most once, and a crash in between leaves the event for the next. An event that
meets a bug is put aside: it would keep all that come after it, of every account, from being handled.
"""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from igny8.automation.services.event_waits import answer_waits
from igny8.automation.services.events import start_listeners
from igny8.core.clock import Clock
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope, system_scope

log = logging.getLogger(__name__)
LIMIT: Final = 500
"""At most so many events are handled by one call."""
_BATCH = 100


def handle_pending_events(clock: Clock, *, limit: int = LIMIT) -> int:
    """Handle events that wait, the oldest first, until none is left or others have taken the rest.

    :returns: how many were handled here.
    """
    handled = 0
    while handled < limit:
        found = _pending(min(limit - handled, _BATCH))
        done = sum(_settle(event_id, account_id, clock) for event_id, account_id in found)
        if not done:
            break
        handled += done
    return handled


def _pending(count: int) -> list[tuple[UUID, UUID]]:
    with system_scope():
        rows = DomainEvent.objects.filter(handled_at=None).order_by("created_at")
        return list(rows.values_list("id", "account_id")[:count])


def _settle(event_id: UUID, account_id: UUID, clock: Clock) -> bool:
    """Handle one event, or put it aside; a database that is away is for the caller."""
    try:
        return _handle(event_id, account_id, clock)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("Event %s met a bug; it is put aside.", event_id)
    with account_scope(account_id):
        return bool(DomainEvent.objects.filter(pk=event_id, handled_at=None).update(handled_at=clock.now()))


def _handle(event_id: UUID, account_id: UUID, clock: Clock) -> bool:
    with account_scope(account_id), transaction.atomic():
        waiting = DomainEvent.objects.filter(pk=event_id, handled_at=None)
        event = waiting.select_for_update(skip_locked=True, no_key=True).first()
        if event is None or not waiting.update(handled_at=clock.now()):
            return False
        start_listeners(event, clock)
        answer_waits(event, clock)
        return True
