"""The queue's settings, the same for every process; without anything of the product, so that beat is light.

A message is only a wake-up, the database row is the truth; so messages are acknowledged at once, no result is
kept, nothing has an ETA. The reasons stand in docs/adr/0002.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from igny8.config.broker import broker_folders

SCHEDULE: Final = {
    "schedules": {"task": "automation.execute_scheduled_rules", "schedule": 1.0, "options": {"expires": 10}},
    "mails": {"task": "notifications.send_due_emails", "schedule": 10.0, "options": {"expires": 20}},
    "imports": {"task": "planning.resume_imports", "schedule": 15.0, "options": {"expires": 30}},
    "retention": {"task": "automation.cleanup_old_tasks", "schedule": 3600.0, "options": {"expires": 600}},
}
"""What beat sends, every so many seconds; what nobody took meanwhile goes away instead of piling up."""


def configuration() -> dict[str, Any]:
    """What Celery is to know."""
    embedded = settings.CELERY_BROKER_URL.startswith("atomicfs")
    return {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_transport_options": broker_folders(settings.DATA_DIR) if embedded else {},
        "broker_connection_retry_on_startup": True,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": False,
        "worker_prefetch_multiplier": 1,
        "worker_pool": "threads",
        "worker_concurrency": settings.IGNY8_WORKER_THREADS,
        "worker_soft_shutdown_timeout": 10.0,
        "worker_hijack_root_logger": False,
        "worker_enable_remote_control": not embedded,
        "worker_send_task_events": False,
        "beat_schedule_filename": str(settings.DATA_DIR / "beat"),
        "beat_max_loop_interval": 1,
        "beat_schedule": SCHEDULE,
        "CELERY_DB_REUSE_MAX": 1_000_000
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
        else None,
        "timezone": "UTC",
    }
