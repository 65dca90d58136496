"""Gives the space of deleted rows back to the file system.

SQLite keeps the pages of deleted rows for later rows, so a file never shrinks by itself. With
``auto_vacuum=INCREMENTAL`` pages can be given back a few at a time, each time in a short transaction. A file
from before that setting must be rewritten once, which only the start may do: ``prepare_file``.
"""

from __future__ import annotations

import logging

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)

_PAGES_AT_ONCE = 500
_INCREMENTAL = 2


def give_space_back(connection: BaseDatabaseWrapper) -> int:
    """Give all free pages of an SQLite file back, in steps between which others can write; how many bytes.

    Other databases do so by themselves (PostgreSQL: autovacuum): nothing is done, and it is 0 bytes. Inside
    of a transaction nothing is done either.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return 0
    if _pragma(connection, "auto_vacuum") != _INCREMENTAL:
        return 0
    before = _pragma(connection, "page_count")
    free = _pragma(connection, "freelist_count")
    while free:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")
            cursor.fetchall()  # each row that is fetched gives one page back; execute alone gives one
        left = _pragma(connection, "freelist_count")
        if left >= free:
            break
        free = left
    _checkpoint(connection)
    return (before - _pragma(connection, "page_count")) * _pragma(connection, "page_size")


def _checkpoint(connection: BaseDatabaseWrapper) -> None:
    """Carry what is in the log over to the file, which shrinks then; readers are not waited for."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        cursor.fetchall()


def prepare_file(connection: BaseDatabaseWrapper) -> bool:
    """Rewrite a file that cannot give space back into one that can; whether it was rewritten.

    While another process is at work in the file it is left as it is, until the next start.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    if _pragma(connection, "auto_vacuum") == _INCREMENTAL:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA auto_vacuum={_INCREMENTAL}")
            cursor.execute("VACUUM")
    except OperationalError as busy:
        log.warning("The database file was not prepared for giving space back: %s", busy)
        return False
    return True


def _pragma(connection: BaseDatabaseWrapper, name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
