"""A connection of the pool that need not prove each time that it lives.

The pool asks a connection with a round trip before it lends it; a task of a few milliseconds would spend a
tenth of them on that. One that has answered a moment ago is lent as it is: should the server have gone since,
the statement fails as it does when the server goes in the midst of a task.
"""

from __future__ import annotations

import time
from typing import Any, Final

from psycopg import Connection, Cursor

TRUSTED_SECONDS: Final = 1.0


class PooledConnection(Connection[Any]):
    """Remembers when it was last used, and answers the pool's question itself for a while."""

    used_at = 0.0

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        self.used_at = time.monotonic()
        return super().cursor(*args, **kwargs)

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> Cursor[Any]:
        """As psycopg's; the empty query is the pool's question."""
        if query == "" and not self.broken and time.monotonic() - self.used_at < TRUSTED_SECONDS:
            return super().cursor()
        return super().execute(query, params, **kwargs)
