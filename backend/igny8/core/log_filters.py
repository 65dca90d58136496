"""What must not stand in any log."""

from __future__ import annotations

import logging
import re
from typing import Any, Final

_SECRET_PATHS: Final = re.compile(r"/(hooks|approve)/[^/\s?\"]+")
LOGGERS: Final = ("uvicorn.access", "django.request", "django.security.csrf")
"""The loggers that write down addresses of requests."""


class HideSecretPaths(logging.Filter):
    """Addresses that are secrets themselves (of webhooks, of approvals) are shortened."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; none is held back."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


def _hidden(value: Any) -> Any:
    return _SECRET_PATHS.sub(r"/\1/…", value) if isinstance(value, str) else value


def hide_secret_paths() -> None:
    """Put the filter where addresses are logged; once a process."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(found, HideSecretPaths) for found in logger.filters):
            logger.addFilter(HideSecretPaths())
