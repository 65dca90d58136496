"""Wake-ups: messages that tell some worker to look at a run. They may be lost or doubled without harm."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from igny8.automation.models import AutomationRule, RuleMode, RunStatus, ScheduledTask
from igny8.core.ids import new_id

log = logging.getLogger(__name__)
EXECUTE_RULE = "automation.execute_rule"
_ENDS_AT_ONCE = 3
"""So many runs of a rule may end at one moment without one of the free places being overlooked."""


def wake(run_id: UUID, *, task_id: str = "") -> None:
    """Send a wake-up once the present transaction is committed."""
    transaction.on_commit(partial(send_wakeup, run_id, task_id=task_id))


def send_wakeup(run_id: UUID, *, task_id: str = "") -> None:
    """Send a wake-up now; when the broker is away, the dispatcher will send another."""
    try:
        current_app.send_task(
            EXECUTE_RULE, args=[str(run_id)], task_id=task_id or str(new_id()), ignore_result=True
        )
    except (OperationalError, OSError) as error:
        log.warning("No wake-up for run %s, the broker is away: %s", run_id, error)


def wake_next_of_rule(rule_id: UUID) -> None:
    """Wake the oldest runs of a rule that were turned away because others were going on.

    Where there was room all the time nobody was turned away: each pending run has a wake-up of its own under
    way, and waking them again at every end would flood the queue.
    """
    rule = AutomationRule.objects.get(pk=rule_id)
    room = rule.max_runs if rule.mode == RuleMode.PARALLEL else 1
    going_on = rule.runs.filter(status__in=[RunStatus.RUNNING, RunStatus.WAITING]).count()
    if not 0 < room - going_on <= _ENDS_AT_ONCE:
        return
    waiting = ScheduledTask.objects.filter(automation_rule_id=rule_id, status=RunStatus.PENDING).order_by(
        "id"
    )
    for run_id in waiting.values_list("id", flat=True)[: room - going_on]:
        wake(run_id)
