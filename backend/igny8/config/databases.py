"""The database settings of both shapes.

SQLite: WAL with immediate transactions and a long busy time-out, which four writing processes stand without
a locked error. ``synchronous=NORMAL`` survives a killed process; ``IGNY8_SQLITE_SYNCHRONOUS=FULL`` survives a
power cut as well, at the price of fewer commits a second (docs/adr/0003). ``auto_vacuum`` comes first: it is
settled by the first write to a new file, and lets the clean-up give space back (``core.sqlite3.space``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from igny8.config.env import ConfigError, Environment


def database(env: Environment, folder: Path) -> dict[str, Any]:
    """Django's ``DATABASES["default"]`` for ``DATABASE_URL``; SQLite in ``folder`` where it is not set."""
    url = env.text("DATABASE_URL", f"sqlite:///{folder / 'igny8.sqlite3'}")
    if url.startswith("sqlite"):
        return _sqlite(env, url)
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(env, url)
    raise ConfigError("DATABASE_URL must start with postgresql:// or sqlite:///.")


def _sqlite(env: Environment, url: str) -> dict[str, Any]:
    sync = env.choice("IGNY8_SQLITE_SYNCHRONOUS", "NORMAL", ("NORMAL", "FULL"))
    return {
        **_parsed(url),
        "ENGINE": "igny8.core.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; "
                f"PRAGMA synchronous={sync}; PRAGMA cache_size=-2000;"
            ),
        },
    }


def _postgresql(env: Environment, url: str) -> dict[str, Any]:
    from igny8.core.postgresql import PooledConnection

    size = env.integer("IGNY8_DATABASE_POOL", 24, low=2, high=500)
    return {
        **_parsed(url),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {
                "min_size": 1,
                "max_size": size,
                "timeout": 60,
                "connection_class": PooledConnection,
            },
            "options": "-c idle_in_transaction_session_timeout=60000",
        },
    }


def _parsed(url: str) -> dict[str, Any]:
    try:
        return dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ConfigError(
            "DATABASE_URL cannot be read: it looks like postgresql://user:password@host:5432/name."
        ) from error
