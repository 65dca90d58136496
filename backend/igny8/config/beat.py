"""The process that sends a message at each tick: ``celery -A igny8.config.beat beat``.

It needs the queue and the schedule, and nothing of the product, so it loads no model, action or table: a
third of the memory.
"""

import os

from celery import Celery

from igny8.config.queue import configuration

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
app = Celery("igny8-beat", fixups=[])
app.add_defaults(configuration)
