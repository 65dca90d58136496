from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from igny8.core.log_filters import hide_secret_paths
from igny8.core.sqlite3.space import prepare_file


class CoreConfig(AppConfig):
    name = "igny8.core"
    label = "core"

    def ready(self) -> None:
        hide_secret_paths()
        post_migrate.connect(_prepare_file, sender=self, dispatch_uid="igny8.core.prepare_file")


def _prepare_file(using: str, **_: Any) -> None:
    """After every migration, which is when a file from an older version is first met."""
    prepare_file(connections[using])
