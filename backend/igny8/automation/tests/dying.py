"""Lets the process die at a chosen commit: right before it, so that it never happened, or right after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import Atomic

from igny8.automation.tests.conftest import Crash

_WRITES = ("INSERT", "UPDATE", "DELETE")


class Commits:
    """Counts durable commits, and dies at one of them.

    A test runs inside of a transaction, so what would be a commit is the end of an outermost ``atomic`` above
    it, or a write outside of one.

    :param die_at: which one, counted from 1; 0 for none.
    :param before: whether that one never happens; else it is the last thing that does.
    """

    def __init__(self, die_at: int, *, before: bool = False) -> None:
        self.die_at = die_at
        self.before = before
        self.seen = 0
        self._base = len(connection.savepoint_ids)

    def is_over(self) -> bool:
        """Whether this commit is the last one, and it is written down that there was one more."""
        self.seen += 1
        return self.seen == self.die_at

    def at_base(self, above: int = 0) -> bool:
        """Whether so many ``atomic`` are open above the test's own."""
        return len(connection.savepoint_ids) == self._base + above

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """A statement; outside of an ``atomic`` each write is a commit."""
        commits = sql.startswith(_WRITES) and self.at_base()
        last = commits and self.is_over()
        if last and self.before:
            raise Crash
        result = execute(sql, params, many, context)
        if last:
            raise Crash
        return result

    def leave(self, original: Any, atomic: Atomic, kind: Any, error: Any, trace: Any) -> None:
        """The end of an ``atomic``."""
        commits = kind is None and self.at_base(above=1)
        last = commits and self.is_over()
        if last and self.before:
            original(atomic, Crash, Crash(), None)
            raise Crash
        original(atomic, kind, error, trace)
        if last:
            raise Crash


@contextmanager
def dying(at: int, *, before: bool = False) -> Iterator[Commits]:
    """Die at the ``at``-th commit of the body."""
    commits = Commits(at, before=before)
    original = Atomic.__exit__

    def leave(self: Atomic, kind: Any, error: Any, trace: Any) -> None:
        commits.leave(original, self, kind, error, trace)

    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(commits.statement):
        patch.setattr(Atomic, "__exit__", leave)
        yield commits
