"""The web process."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
django.setup(set_prefix=False)

from igny8.config.handler import ThreadedHandler  # noqa: E402 - the settings must be loaded first
from igny8.config.startup import check_environment  # noqa: E402

application = ThreadedHandler()
check_environment()
