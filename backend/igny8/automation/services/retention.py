"""Deletes finished runs that are older than the retention, in small batches, and gives the space back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection

from igny8.automation.models import FINISHED, ScheduledTask
from igny8.core.clock import Clock
from igny8.core.models import IdempotencyRecord
from igny8.core.tenancy import system_scope

_BATCH = 500


def delete_old_runs(*, clock: Clock) -> int:
    """Delete runs that ended, and answers that were remembered, before the retention; how many runs it was.

    The retention is ``IGNY8_RETENTION_DAYS``.
    """
    before = clock.now() - timedelta(days=settings.IGNY8_RETENTION_DAYS)
    deleted = 0
    with system_scope():
        while True:
            old = ScheduledTask.objects.filter(status__in=FINISHED, finished_at__lt=before)
            ids = list(old.order_by("finished_at").values_list("id", flat=True)[:_BATCH])
            if not ids:
                break
            ScheduledTask.objects.filter(id__in=ids).delete()
            deleted += len(ids)
        IdempotencyRecord.objects.filter(created_at__lt=before).delete()
    if deleted and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA incremental_vacuum")
    return deleted
