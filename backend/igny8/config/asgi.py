"""The web process."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
application = get_asgi_application()

from igny8.config.startup import check_environment  # noqa: E402 - the settings must be loaded first

check_environment()
