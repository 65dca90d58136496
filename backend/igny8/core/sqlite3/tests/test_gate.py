"""Threads of one process write one after another, and nobody keeps the gate."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from igny8.core.sqlite3 import base

THREADS, WRITES = 64, 5


@pytest.fixture
def handler(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[ConnectionHandler]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 1, "init_command": "PRAGMA journal_mode=WAL"}
    database = {"ENGINE": "igny8.core.sqlite3", "NAME": tmp_path / "t.sqlite3", "OPTIONS": options}
    connections = ConnectionHandler({"default": database})
    with django_db_blocker.unblock():
        with connections["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE note (text TEXT)")
        yield connections
        connections.close_all()
    assert not base._gate.locked()


def test_many_threads_write_without_a_locked_error(handler: ConnectionHandler) -> None:
    def write(number: int) -> None:
        with closing(handler.create_connection("default")) as connection:
            for _ in range(WRITES):
                connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                connection.cursor().execute("INSERT INTO note VALUES (%s)", [str(number)])
                connection.commit()
                connection.set_autocommit(True)
                connection.cursor().execute("INSERT INTO note VALUES (%s)", ["alone"])

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    count = handler["default"].cursor().execute("SELECT count(*) FROM note").fetchone()[0]
    assert count == THREADS * WRITES * 2


def test_the_gate_is_held_in_a_transaction_only(handler: ConnectionHandler) -> None:
    connection = handler["default"]
    for end in (connection.commit, connection.rollback, connection.close):
        connection.ensure_connection()
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert base._gate.locked()
        end()
        assert not base._gate.locked()
        connection.close()


def test_a_failed_begin_or_write_gives_the_gate_back(handler: ConnectionHandler) -> None:
    connection = handler["default"]
    with pytest.raises(OperationalError):
        connection.cursor().execute("INSERT INTO nothing VALUES (1)")
    assert not base._gate.locked()
    with closing(handler.create_connection("default")) as other:
        other.cursor().execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not base._gate.locked()


def test_reading_needs_no_gate(handler: ConnectionHandler) -> None:
    base._gate.acquire()
    try:
        assert handler["default"].cursor().execute("SELECT 1").fetchone() == (1,)
    finally:
        base._gate.release()
