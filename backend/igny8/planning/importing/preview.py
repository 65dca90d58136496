"""A first look at a keyword file: what it is, what its columns mean, and how its first rows would be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from igny8.planning.importing.blobs import ReadableFile
from igny8.planning.importing.choice import Choice, ColumnMapping
from igny8.planning.importing.columns import Columns
from igny8.planning.importing.records import RowReader
from igny8.planning.importing.rows import Cell, FileFormat, KeywordRow, Limits, RowError, parse_format
from igny8.planning.importing.stream import opened_table
from igny8.planning.importing.text import Progress

SHOWN_ROWS = 10
SHOWN_ERRORS = 20
SHOWN_COLUMNS = 100
READ_ROWS = 1_000
"""In so many rows errors are looked for."""
COUNTED_ROWS = 200_000
"""A file with more rows is not counted to its end."""
_SHOWN_TEXT = 200
_NO_KEYWORDS = "No column of keywords was recognised: say which one it is."
_NO_ROWS = "There is a header but no keyword below it: add at least one row."

Item = tuple[int, list[Cell]] | RowError


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column by its index from 0; ``field`` is what it is read as, empty where it is not."""

    index: int
    header: str
    field: str


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What an import would find.

    :ivar rows: the first rows below the header as they stand; ``keywords``: as they would be read.
    :ivar errors: of the first ``READ_ROWS`` rows.
    :ivar row_count: rows that are not empty; a lower bound where ``row_count_is_exact`` is false.
    :ivar problem: why it cannot be imported so; empty where it can.
    """

    format: FileFormat
    columns: list[ColumnPreview]
    rows: list[list[str]]
    keywords: list[KeywordRow]
    errors: list[RowError]
    row_count: int
    row_count_is_exact: bool
    problem: str


def preview_keywords(
    source: str | os.PathLike[str] | ReadableFile,
    *,
    filename: str = "",
    format: str | None = None,  # noqa: A002 - the name of the parameter on the wire
    mapping: ColumnMapping | None = None,
    limits: Limits | None = None,
) -> FilePreview:
    """Look at a file without keeping anything of it. The parameters are those of ``read_keywords``.

    :raises InvalidInput, UnsupportedMedia, TooLarge: when it is no table or list at all, or the mapping does
        not fit. A table in which no column of keywords is recognised is shown, with its ``problem``.
    """
    choice = Choice(parse_format(format), mapping, any_table=True)
    with opened_table(source, filename, choice, limits or Limits()) as table:
        return _looked_at(table.columns, table.rows(Progress()))


def _looked_at(columns: Columns, items: Iterator[Item]) -> FilePreview:
    head = list(islice(items, READ_ROWS))
    filled = [item[1] for item in head if not isinstance(item, RowError) and _is_filled(item)]
    keywords, errors = _read(columns, head)
    rest = islice(items, COUNTED_ROWS - len(head))
    count = len(filled) + sum(1 for item in rest if _is_filled(item))
    return FilePreview(
        format=columns.format,
        columns=_columns(columns),
        rows=[_shown(cells) for cells in filled[:SHOWN_ROWS]],
        keywords=keywords[:SHOWN_ROWS],
        errors=errors[:SHOWN_ERRORS],
        row_count=count,
        row_count_is_exact=next(items, None) is None,
        problem=_problem(columns, filled),
    )


def _is_filled(item: Item) -> bool:
    return isinstance(item, RowError) or any(str(cell).strip() for cell in item[1])


def _read(columns: Columns, items: Sequence[Item]) -> tuple[list[KeywordRow], list[RowError]]:
    """The rows as an import would read them; none where nobody knows which column holds the keywords."""
    if "keyword" not in columns.fields:
        return [], []
    reader = RowReader(columns)
    keywords: list[KeywordRow] = []
    errors: list[RowError] = []
    for item in items:
        for found in [item] if isinstance(item, RowError) else reader.read(*item):
            if isinstance(found, KeywordRow):
                keywords.append(found)
            else:
                errors.append(found)
    return keywords, errors


def _columns(columns: Columns) -> list[ColumnPreview]:
    meaning = {index: name for name, index in columns.fields.items()}
    named = enumerate(columns.header[:SHOWN_COLUMNS])
    return [ColumnPreview(index, name.strip()[:_SHOWN_TEXT], meaning.get(index, "")) for index, name in named]


def _shown(cells: Sequence[Cell]) -> list[str]:
    return [str(cell).strip()[:_SHOWN_TEXT] for cell in cells[:SHOWN_COLUMNS]]


def _problem(columns: Columns, filled: Sequence[Sequence[Cell]]) -> str:
    if "keyword" not in columns.fields:
        return _NO_KEYWORDS
    return "" if filled else _NO_ROWS
