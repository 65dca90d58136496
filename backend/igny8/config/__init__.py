"""How the house is wired: settings, environment, queue, URLs. Imported by nothing below it.

The queue is made here, so that every process that loads the settings sends its messages the same way.
"""

from igny8.config.celery import app as celery_app

__all__ = ["celery_app"]
