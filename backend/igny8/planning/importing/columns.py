"""Which column of a table means what, and whose export it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from igny8.core.errors import InvalidInput
from igny8.planning.importing import headers, numbers
from igny8.planning.importing.rows import Cell, FileFormat, bad_file
from igny8.planning.normalize import normalize_keyword

HEADER_SEARCH_ROWS = 20
"""Rows in which the header is looked for; what stands above it is a preamble."""

_CURRENCY = re.compile(r"\s*[(\[]([a-z]{3})[)\]]$")
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}")
_SHAPES: Mapping[int, tuple[str, ...]] = {
    5: ("clicks", "impressions", "ctr", "position"),
    9: tuple(name for one in headers.COMPARED_FIELDS for name in (one, "")),
}

Record = tuple[int, list[Cell]]
"""A row's number in its file and its cells."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of a table's columns.

    :param header: the names as they stand in the file; ``row_number`` is where.
    :param fields: field of ``KeywordRow`` (or ``bid_low``, ``bid_high``) → index of its column.
    :param by_shape: the names were unknown and the values gave the meaning away.
    """

    format: FileFormat
    row_number: int
    header: tuple[str, ...]
    fields: Mapping[str, int] = field(default_factory=dict)
    cpc_currency: str | None = None
    by_shape: bool = False

    @property
    def meaning(self) -> dict[str, str]:
        """Header → field, for the columns that are read."""
        return {self.header[index]: name for name, index in self.fields.items()}


def fold_header(cell: Cell) -> str:
    """A header's name as ``headers`` writes it."""
    return re.sub(r"[\s._]+", " ", normalize_keyword(str(cell))).strip(" :*")


def currency_of(folded: str) -> str | None:
    """The currency that a header names behind it: ``cpc (eur)`` → ``EUR``."""
    marked = _CURRENCY.search(folded)
    return marked[1].upper() if marked else None


def find_columns(records: Sequence[Record], forced: FileFormat | None = None) -> Columns | None:
    """The header among the first ``records``: the one that names a keyword and most other columns.

    Below the first row a header must name two columns, so that a list of keywords with the line "keyword" in
    it stays a list. Where no name is known, a Search Console export is recognised by the shape of its values.
    """
    found = [
        columns
        for index, record in enumerate(records[:HEADER_SEARCH_ROWS])
        if (columns := read_header(record)) and (index == 0 or len(columns.fields) > 1)
    ]
    best = _completed(max(found, key=lambda columns: len(columns.fields), default=None), _by_shape(records))
    if best and forced and forced is not FileFormat.PLAIN:
        return replace(best, format=forced)
    return best


def _completed(named: Columns | None, shaped: Columns | None) -> Columns | None:
    """What the names say, and for a Search Console export what the values say where a name is unknown."""
    if named is None or shaped is None:
        return named or shaped
    if named.format is FileFormat.SEARCH_CONSOLE and named.row_number == shaped.row_number:
        return replace(named, fields={**shaped.fields, **named.fields})
    return named


def read_header(record: Record) -> Columns | None:
    """The columns that ``record`` names, or ``None`` when no one holds keywords."""
    row_number, cells = record
    folded = [fold_header(cell) for cell in cells]
    fields: dict[str, int] = {}
    currency = None
    for index, name in enumerate(folded):
        bare = _CURRENCY.sub("", name)
        known = headers.FIELD_OF_HEADER.get(name) or headers.FIELD_OF_HEADER.get(bare)
        if known and known not in fields:
            fields[known] = index
            currency = (currency_of(name) if known == "cpc" else None) or currency
    if "keyword" not in fields:
        return None
    fields = {**_compared(folded), **fields}
    kind = _format(folded, fields)
    return Columns(kind, row_number, tuple(str(cell) for cell in cells), fields, currency)


def no_columns(found: Sequence[Cell], name: str) -> InvalidInput:
    """The error that says which columns there are and which there should be."""
    shown = ", ".join(f"'{str(cell).strip()[:40]}'" for cell in found[:20]) or "none"
    return bad_file(
        f"'{name}' has no column of keywords. Found: {shown}. Name the column with the keywords one of: "
        f"{', '.join(headers.ACCEPTED_KEYWORD_NAMES)}; or upload a plain list, one keyword a line."
    )


def check_forced(columns: Columns, name: str) -> None:
    """Refuse a forced Search Console or Planner format whose own columns are missing.

    :raises InvalidInput: naming the columns that the export would have.
    """
    needed = {
        FileFormat.SEARCH_CONSOLE: ("clicks", "impressions"),
        FileFormat.KEYWORD_PLANNER: ("volume",),
        FileFormat.AHREFS: ("volume",),
        FileFormat.SEMRUSH_KEYWORDS: ("volume",),
        FileFormat.SEMRUSH_POSITIONS: ("position",),
    }.get(columns.format, ())
    missing = [one for one in needed if one not in columns.fields]
    if missing:
        raise bad_file(
            f"'{name}' does not look like a {columns.format} export: no column for {', '.join(missing)}. "
            f"Found: {', '.join(columns.header)}. Leave the format out to have it detected."
        )


def _format(folded: Sequence[str], fields: Mapping[str, int]) -> FileFormat:
    for name, telling in headers.TELLING_HEADERS.items():
        if len(telling.intersection(folded)) >= 2 and ("volume" in fields or "position" in fields):
            return FileFormat(name)
    if sum(one in fields for one in headers.COMPARED_FIELDS) >= 3 and "volume" not in fields:
        return FileFormat.SEARCH_CONSOLE
    return FileFormat.TABLE


def _compared(folded: Sequence[str]) -> dict[str, int]:
    """Of a comparison export the current period's columns: ``Last 3 months Clicks`` before ``Previous …``."""
    fields: dict[str, int] = {}
    for name, labels in headers.COMPARED_NAMES.items():
        matching = [index for index, header in enumerate(folded) if _holds_label(header, labels)]
        if len(matching) >= 2:
            fields[name] = next((i for i in matching if not _is_earlier(folded[i])), matching[0])
    # One repeated metric alone is no comparison: many tables have a "position" and a "position type".
    return fields if len(fields) >= 2 else {}


def _holds_label(header: str, labels: Sequence[str]) -> bool:
    return any(
        header == one or header.endswith(f" {one}") or header.startswith(f"{one} ") for one in labels
    ) or any(not one.isascii() and one in header for one in labels)


def _is_earlier(header: str) -> bool:
    return any(part in header for part in headers.EARLIER_PERIOD)


def _by_shape(records: Sequence[Record]) -> Columns | None:
    """A Search Console export in a language that ``headers`` does not know.

    Text, two whole numbers, a percentage, a number; doubled in a comparison. Pages and dates have the same
    shape: their first column gives them away.
    """
    if len(records) < 2:
        return None
    (row_number, header), body = records[0], [cells for _, cells in records[1:HEADER_SEARCH_ROWS]]
    names = _SHAPES.get(len(header))
    if names is None or _fits(header, len(header)):
        return None
    if sum(_fits(cells, len(header)) for cells in body) < 0.9 * len(body):
        return None
    if any(_URL.match(str(cells[0])) or _DATE.match(str(cells[0])) for cells in body):
        return None
    fields = {"keyword": 0, **{name: index for index, name in enumerate(names, start=1) if name}}
    shown = tuple(str(cell) for cell in header)
    return Columns(FileFormat.SEARCH_CONSOLE, row_number, shown, fields, by_shape=True)


def _fits(cells: Sequence[Cell], width: int) -> bool:
    if len(cells) != width or not str(cells[0]).strip():
        return False
    times = (width - 1) // 4
    kinds: list[Callable[[Cell], object]] = [
        *([_required(numbers.parse_count)] * (2 * times)),
        *([_required_percent] * times),
        *([_required(numbers.parse_position)] * times),
    ]
    try:
        for kind, cell in zip(kinds, cells[1:], strict=True):
            kind(cell)
    except ValueError:
        return False
    return True


def _required(parse: Callable[[Cell], object]) -> Callable[[Cell], object]:
    def parse_present(cell: Cell) -> object:
        value = parse(cell)
        if value is None:
            raise ValueError("empty")
        return value

    return parse_present


def _required_percent(cell: Cell) -> object:
    if isinstance(cell, str) and not any(sign in cell for sign in "%٪％"):
        raise ValueError("no percentage")
    return _required(numbers.parse_ratio)(cell)
