"""Reads the product's database from outside, read-only: faster than the API, and able to check its sums."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

Row = dict[str, Any]
FINISHED = ("completed", "failed", "skipped", "cancelled")


class Records(Protocol):
    """Answers SQL; ``?`` stands for a parameter, ids are given and answered as text with dashes."""

    def rows(self, sql: str, *parameters: object) -> list[Row]:
        """All rows of a query."""
        ...


class SqliteRecords:
    """The embedded shape's database file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, sql: str, *parameters: object) -> list[Row]:
        """See :class:`Records`."""
        given = [value.hex if isinstance(value, UUID) else value for value in parameters]
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, given)]


class PostgresRecords:
    """The production shape's database."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rows(self, sql: str, *parameters: object) -> list[Row]:
        """See :class:`Records`."""
        import psycopg
        from psycopg.rows import dict_row

        with psycopg.connect(self._url, row_factory=dict_row) as connection:
            found = connection.execute(sql.replace("?", "%s"), parameters)  # type: ignore[arg-type]
            return [dict(row) for row in found]


def moment(value: object) -> datetime:
    """A stored time, whichever database it is from."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def plain(value: object) -> str:
    """An id as text without dashes, whichever database it is from."""
    return str(value).replace("-", "")


def unfinished(records: Records) -> int:
    """How many runs are not over."""
    marks = ", ".join(f"'{status}'" for status in FINISHED)
    sql = f"SELECT count(*) AS n FROM automation_scheduledtask WHERE status NOT IN ({marks})"  # noqa: S608
    return int(records.rows(sql)[0]["n"])


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledger says, checked against runs and items; ``problems`` are sentences."""

    runs: int
    items: int
    settlements: int
    spent: int
    problems: tuple[str, ...]


def audit(records: Records) -> Books:
    """Check all accounts: once every run is over, the books must be exact."""
    items = records.rows(
        "SELECT i.run_id, i.path, i.key, i.credits FROM automation_stepitem i WHERE i.credits > 0"
    )
    entries = records.rows("SELECT account_id, kind, amount, key, run_id FROM credits_ledgerentry")
    settled = [entry for entry in entries if entry["kind"] == "settle"]
    runs = records.rows("SELECT id, status, credits FROM automation_scheduledtask")
    problems = [
        *_unfinished_problems(runs),
        *_item_problems(items, settled),
        *_run_problems(runs, settled),
        *_balance_problems(records),
    ]
    spent = sum(entry["amount"] for entry in settled)
    return Books(len(runs), len(items), len(settled), spent, tuple(problems))


def _unfinished_problems(runs: list[Row]) -> list[str]:
    return [f"run {run['id']} is {run['status']}" for run in runs if run["status"] not in FINISHED]


def _item_problems(items: list[Row], settled: list[Row]) -> list[str]:
    """Each finished item is settled once for its price, and nothing else is."""
    wanted = Counter((f"{plain(i['run_id'])}:{i['path']}:{plain(i['key'])}", i["credits"]) for i in items)
    got = Counter((plain(entry["key"]), entry["amount"]) for entry in settled)
    return [
        f"settled {got[key]}, not {wanted[key]} times: {key}"
        for key in wanted | got
        if wanted[key] != got[key]
    ]


def _run_problems(runs: list[Row], settled: list[Row]) -> list[str]:
    paid: Counter[str] = Counter()
    for entry in settled:
        paid[plain(entry["run_id"])] += entry["amount"]
    return [
        f"run {run['id']} says {run['credits']} credits, the ledger {paid[plain(run['id'])]}"
        for run in runs
        if run["status"] in FINISHED and run["credits"] != paid[plain(run["id"])]
    ]


def _balance_problems(records: Records) -> list[str]:
    rows = records.rows(
        "SELECT b.account_id, b.available, b.reserved,"
        " SUM(e.available_delta) AS a, SUM(e.reserved_delta) AS r"
        " FROM credits_balance b JOIN credits_ledgerentry e ON e.account_id = b.account_id"
        " GROUP BY b.account_id, b.available, b.reserved"
    )
    wrong = [row for row in rows if (row["available"], row["reserved"]) != (row["a"], row["r"])]
    problems = [f"the balance {row} is not the sum of the ledger" for row in wrong]
    return [*problems, *(f"credits stay reserved: {row}" for row in rows if row["reserved"] != 0)]
