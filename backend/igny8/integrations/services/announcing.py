"""What events tell of connections."""

from __future__ import annotations

from typing import Final

from igny8.core.announcing import Announcer
from igny8.integrations.models import Connection

CONNECTIONS: Final[Announcer[Connection]] = Announcer(
    "connection",
    ("kind", "name", "url", "is_default", "status"),
    lambda row: row.site_id,
    {"status_changed": "status"},
)
