"""SQLite where a hundred threads of one process write: they queue in the process, not at the file.

SQLite lets one connection write at a time; the others sleep and try again, ever longer, and the unlucky one
gives up with "database is locked" although each write takes a millisecond. So within a process one thread at
a time asks for the file; between the few processes SQLite's own way of waiting does well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

GATE_SECONDS = 20.0
"""After so long a thread goes to the file all the same, and SQLite decides."""
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_gate = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A thread's connection; holds the process's gate from the begin of a transaction to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inside = False
        self.execute_wrappers.append(self._write_through_gate)

    def _start_transaction_under_autocommit(self) -> None:
        self._enter()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _write_through_gate(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """A write outside of a transaction is one by itself."""
        if self._inside or self.in_atomic_block or not sql.lstrip().upper().startswith(_WRITES):
            return execute(sql, params, many, context)
        with self._through_gate():
            return execute(sql, params, many, context)

    @contextmanager
    def _through_gate(self) -> Iterator[None]:
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        if not self._inside:
            self._inside = _gate.acquire(timeout=GATE_SECONDS)

    def _leave(self) -> None:
        if self._inside:
            self._inside = False
            _gate.release()
