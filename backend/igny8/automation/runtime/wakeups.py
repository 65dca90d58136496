"""Wake-ups: messages that tell some worker to look at a run. They may be lost or doubled without harm."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from igny8.automation.models import AutomationRule
from igny8.automation.runtime.turns import next_in_turn
from igny8.core.ids import new_id

log = logging.getLogger(__name__)
EXECUTE_RULE = "automation.execute_rule"
EXECUTE_LANE = "automation.execute_lane"


def wake(run_id: UUID, *, task_id: str = "") -> None:
    """Send a wake-up once the present transaction is committed."""
    transaction.on_commit(partial(send_wakeup, run_id, task_id=task_id))


def send_wakeup(run_id: UUID, *, task_id: str = "") -> None:
    """Send a wake-up now; when the broker is away, the dispatcher will send another."""
    _send(EXECUTE_RULE, run_id, task_id or str(new_id()))


def _send(task: str, row_id: UUID, task_id: str) -> None:
    try:
        current_app.send_task(task, args=[str(row_id)], task_id=task_id, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("No wake-up (%s %s), the broker is away: %s", task, row_id, error)


def wake_next_of_rule(rule: AutomationRule, going_on: int | None = None) -> None:
    """Wake the oldest runs of a rule that were turned away because others were going on.

    :param going_on: how many of its runs are going on, where that is known.
    """
    for run_id in next_in_turn(rule, going_on):
        wake(run_id)


def wake_lane(lane_id: UUID) -> None:
    """Send a wake-up for a lane once the present transaction is committed."""
    transaction.on_commit(partial(send_lane_wakeup, lane_id))


def send_lane_wakeup(lane_id: UUID) -> None:
    """Send a wake-up for a lane now."""
    _send(EXECUTE_LANE, lane_id, str(new_id()))
