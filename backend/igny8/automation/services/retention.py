"""Deletes what is older than the retention, in small batches, and gives the space back.

Never deleted: what is unfinished, events that nobody has handled yet, and the ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CASCADE, Model, Q, QuerySet

from igny8.automation.models import FINISHED, Cooldown, ScheduledTask, StepOutput, WebhookMessage
from igny8.core.clock import Clock
from igny8.core.ids import earliest_id
from igny8.core.models import DomainEvent, IdempotencyRecord
from igny8.core.sqlite3.space import give_space_back
from igny8.core.tenancy import system_scope
from igny8.credits.budgets import old_counters
from igny8.notifications.models import EmailMessage, Notification

_BATCH = 500
_RUNS = 100
_LARGE: dict[type[Model], int] = {StepOutput: 50}
"""Rows that are large themselves are deleted fewer at a time."""
_LONGEST_COOLDOWN = timedelta(days=367)


def delete_old_runs(*, clock: Clock) -> int:
    """Delete finished runs with all that belongs to them, handled events, messages, notifications, mails, and
    answers that were remembered; how many runs it was.

    Runs, notifications and answers are kept for ``IGNY8_RETENTION_DAYS`` after their end, events and messages
    for ``IGNY8_EVENT_RETENTION_DAYS``. No transaction deletes more than 500 rows of a kind.
    """
    now = clock.now()
    before = now - timedelta(days=settings.IGNY8_RETENTION_DAYS)
    with system_scope():
        deleted = _delete_runs(before)
        others = _delete(_older(IdempotencyRecord, before)) + _delete(old_counters(before=before))
        others += _delete_signals(now)
        others += _delete(_older(Notification, before))
        others += _delete(_older(EmailMessage, before).filter(due_at=None))
    if deleted or others:
        give_space_back(connection)
    return deleted


def _delete_runs(before: datetime) -> int:
    old = ScheduledTask.objects.filter(status__in=FINISHED, finished_at__lt=before).order_by("pk")
    deleted = 0
    while ids := list(old.values_list("pk", flat=True)[:_RUNS]):
        for rows in _belongings(ids):
            _delete(rows)
        with transaction.atomic():
            ScheduledTask.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    return deleted


def _belongings(run_ids: list[Any]) -> list[QuerySet[Any]]:
    """What is deleted with runs: the rows of every model that cannot be without its run."""
    relations = [
        relation for relation in ScheduledTask._meta.related_objects if relation.on_delete is CASCADE
    ]
    return [
        relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": run_ids})
        for relation in relations
    ]


def _delete_signals(now: datetime) -> int:
    """What started runs, and when they may start again."""
    before = now - timedelta(days=settings.IGNY8_EVENT_RETENTION_DAYS)
    cooled = Q(rule__deleted_at__isnull=False) | Q(fired_at__lt=now - _LONGEST_COOLDOWN)
    return (
        _delete(_older(DomainEvent, before).exclude(handled_at=None))
        + _delete(_older(WebhookMessage, before))
        + _delete(Cooldown.objects.filter(cooled))
    )


def _older(model: type[Any], before: datetime) -> QuerySet[Any]:
    """Rows made before then; found by their ids, whose order is that of their making."""
    rows: QuerySet[Any] = model.objects.filter(pk__lt=earliest_id(before))
    return rows


def _delete(rows: QuerySet[Any]) -> int:
    size = _LARGE.get(rows.model, _BATCH)
    deleted = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:size]):
        with transaction.atomic():
            rows.model._base_manager.filter(pk__in=ids).delete()
        deleted += len(ids)
    return deleted
