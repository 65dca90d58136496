"""Is everything alive? Processes leave a heartbeat row; what is stale counts as dead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from igny8.core.clock import Clock
from igny8.core.models import Heartbeat

STALE = timedelta(seconds=20)


def beat_heart(name: str, clock: Clock) -> None:
    """Leave a sign of life."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": clock.now()})
    Heartbeat.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()


def checks(clock: Clock) -> dict[str, bool]:
    """What works: the database, the broker, at least one worker, the beat."""
    database = _works(lambda: connection.ensure_connection())
    alive: list[str] = []
    if database:
        alive = list(Heartbeat.objects.filter(seen_at__gt=clock.now() - STALE).values_list("name", flat=True))
    return {
        "database": database,
        "broker": _broker_answers(),
        "workers": any(name.startswith("worker:") for name in alive),
        "beat": "beat" in alive,
    }


def _works(probe: Callable[[], object]) -> bool:
    try:
        probe()
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    if settings.CELERY_BROKER_URL.startswith("atomicfs"):
        return (Path(settings.DATA_DIR) / "broker" / "messages").is_dir()
    try:
        cache.get("health")
    except OSError:
        return False
    return True
