"""Files of SQLite give the space of deleted rows back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import ConnectionHandler, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from igny8.config.databases import database
from igny8.config.env import Environment
from igny8.core.sqlite3.space import give_space_back, prepare_file

MEGABYTE = 1024 * 1024


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "igny8.sqlite3"


@pytest.fixture
def opened(file: Path, tmp_path: Path, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """The file as the product opens it."""
    settings = {**database(Environment({}), tmp_path), "NAME": str(file)}
    handler = ConnectionHandler({"default": settings})
    with django_db_blocker.unblock():
        yield handler["default"]
        handler.close_all()


def fill(one: BaseDatabaseWrapper) -> None:
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS rows (id INTEGER, data BLOB)")
        cursor.executemany("INSERT INTO rows VALUES (%s, zeroblob(4000))", [(n,) for n in range(2000)])


def empty(one: BaseDatabaseWrapper) -> None:
    with one.cursor() as cursor:
        cursor.execute("DELETE FROM rows")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()


def test_a_new_file_shrinks_when_its_rows_are_gone(opened: BaseDatabaseWrapper, file: Path) -> None:
    fill(opened)
    empty(opened)
    assert file.stat().st_size > 7 * MEGABYTE
    given = give_space_back(opened)
    assert given > 7 * MEGABYTE
    assert file.stat().st_size < MEGABYTE
    assert give_space_back(opened) == 0


def test_a_file_from_before_is_rewritten_once(opened: BaseDatabaseWrapper, file: Path) -> None:
    old = sqlite3.connect(file)
    old.execute("PRAGMA journal_mode=WAL")
    old.execute("CREATE TABLE kept (id INTEGER)")
    old.execute("INSERT INTO kept VALUES (7)")
    old.commit()
    old.close()
    fill(opened)
    empty(opened)
    assert give_space_back(opened) == 0
    assert prepare_file(opened)
    assert not prepare_file(opened)
    fill(opened)
    empty(opened)
    assert give_space_back(opened) > 7 * MEGABYTE
    with opened.cursor() as cursor:
        assert cursor.execute("SELECT id FROM kept").fetchone() == (7,)


def test_a_file_in_use_is_left_for_the_next_start(
    opened: BaseDatabaseWrapper, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE kept (id INTEGER)")
    with opened.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=10")
    other.execute("BEGIN IMMEDIATE")
    assert not prepare_file(opened)
    assert "was not prepared" in caplog.text
    other.execute("ROLLBACK")
    other.close()
    assert prepare_file(opened)


def test_other_databases_and_open_transactions_are_left_alone(db: None) -> None:
    assert not prepare_file(connection)
    assert give_space_back(connection) == 0
