"""A run written by hand: one row of a run and three of its steps, in plain SQL, as little as can be done.

``one``: all of it in one statement. ``three``: the run's row, its steps, its end, a commit each. Neither
has leases, conditions, events or turns: they are what a record costs at least.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

STEPS = 3
_TABLES = (
    "CREATE TABLE IF NOT EXISTS bench_run (id TEXT PRIMARY KEY, status TEXT, context TEXT, ended TEXT)",
    "CREATE TABLE IF NOT EXISTS bench_step"
    " (id TEXT PRIMARY KEY, run_id TEXT, path TEXT, status TEXT, output TEXT)",
)
_RUN = "INSERT INTO bench_run (id, status, context, ended) VALUES (?, ?, ?, ?)"
_STEPS = f"INSERT INTO bench_step (id, run_id, path, status, output) VALUES {', '.join(['(?, ?, ?, ?, ?)'] * STEPS)}"  # noqa: S608, E501 - no values
_END = "UPDATE bench_run SET status = ?, ended = ? WHERE id = ?"
_CONTEXT = json.dumps({"a": 1, "b": 2, "c": "xyz"})
_OUTPUT = json.dumps({"failed": []})
_local = threading.local()


def make_tables(database: str) -> None:
    """Make them in a database, which is an address of PostgreSQL or a file of SQLite."""
    for sql in _TABLES:
        _execute(_connection(database), sql, ())


def write_run(database: str, kind: str) -> None:
    """Write one run, in ``one`` statement or in ``three``."""
    connection, run_id = _connection(database), uuid4().hex
    steps = [v for n in range(STEPS) for v in (uuid4().hex, run_id, f"actions/{n}", "completed", _OUTPUT)]
    run = (run_id, "completed" if kind == "one" else "running", _CONTEXT, "now" if kind == "one" else None)
    if kind == "one":
        _in_one(connection, run, steps)
        return
    _execute(connection, _RUN, run)
    _execute(connection, _STEPS, steps)
    _execute(connection, _END, ("completed", "now", run_id))


def _in_one(connection: Any, run: tuple[Any, ...], steps: list[str]) -> None:
    """SQLite cannot write two tables in one statement: there it is one transaction."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_RUN, run)
        connection.execute(_STEPS, steps)
        connection.execute("COMMIT")
        return
    _execute(connection, f"WITH run AS ({_RUN}) {_STEPS}", (*run, *steps))


def _execute(connection: Any, sql: str, values: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute(sql, values)
    else:
        connection.execute(sql.replace("?", "%s"), values)


def _connection(database: str) -> Any:
    """One a thread, kept."""
    made = getattr(_local, "connection", None)
    if made is None:
        connect: Callable[[str], Any] = _postgresql if database.startswith("postgres") else _sqlite
        made = _local.connection = connect(database)
    return made


def _postgresql(address: str) -> Any:
    import psycopg

    return psycopg.connect(address, autocommit=True)


def _sqlite(path: str) -> sqlite3.Connection:
    made = sqlite3.connect(path, timeout=20, isolation_level=None)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA synchronous=NORMAL")
    return made
