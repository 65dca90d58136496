"""The queue: Celery over Redis, or over the atomic filesystem broker; its settings stand in ``queue``."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import beat_init, worker_init, worker_ready, worker_shutting_down

from igny8.config.queue import configuration

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")


app = Celery("igny8")
app.set_default()
app.add_defaults(configuration)
app.autodiscover_tasks()


@beat_init.connect
@worker_init.connect
def _check_environment(**_kwargs: object) -> None:
    from igny8.config.startup import check_environment

    check_environment()


@worker_ready.connect
def _start_machinery(**_kwargs: object) -> None:
    from igny8.automation.worker import start_machinery

    start_machinery()


@worker_shutting_down.connect
def _stop_machinery(**_kwargs: object) -> None:
    from igny8.automation.worker import stop_machinery

    stop_machinery()
