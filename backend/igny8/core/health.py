"""Is everything alive? Processes leave a heartbeat row; what is stale counts as dead."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import DatabaseError
from kombu.exceptions import OperationalError

from igny8.core.clock import Clock
from igny8.core.models import Heartbeat

STALE = timedelta(seconds=20)
_BROKER_SECONDS = 2


def beat_heart(name: str, clock: Clock) -> None:
    """Leave a sign of life."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})
    Heartbeat.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()


def checks(clock: Clock) -> dict[str, bool]:
    """What works: the database, the broker, at least one worker, the beat."""
    alive = _alive(clock)
    names = alive or []
    return {
        "database": alive is not None,
        "broker": _broker_answers(),
        "workers": any(name.startswith("worker:") for name in names),
        "beat": "beat" in names,
    }


def _alive(clock: Clock) -> list[str] | None:
    """Whose heart beats; None where the database does not answer."""
    try:
        return list(Heartbeat.objects.filter(seen_at__gt=clock.now() - STALE).values_list("name", flat=True))
    except DatabaseError:
        return None


def _broker_answers() -> bool:
    if settings.CELERY_BROKER_URL.startswith("atomicfs"):
        return (Path(settings.DATA_DIR) / "broker" / "messages").is_dir()
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=_BROKER_SECONDS)
    except (OperationalError, OSError):
        return False
    return True
