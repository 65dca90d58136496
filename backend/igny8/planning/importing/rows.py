"""What comes out of a keyword file: rows, errors of rows, and the names of the formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from igny8.core.errors import InvalidInput
from igny8.planning.intent import Intent

Cell = str | int | float
"""A value as the file holds it: text from CSV, also numbers from a workbook."""


class FileFormat(StrEnum):
    """The kinds of keyword file; the values may be given to force one."""

    SEARCH_CONSOLE = "search_console"
    KEYWORD_PLANNER = "keyword_planner"
    AHREFS = "ahrefs"
    SEMRUSH_KEYWORDS = "semrush_keywords"
    SEMRUSH_POSITIONS = "semrush_positions"
    TABLE = "table"
    PLAIN = "plain"


FORMAT_ALIASES: Mapping[str, FileFormat] = {
    **{one.value: one for one in FileFormat},
    "gsc": FileFormat.SEARCH_CONSOLE,
    "planner": FileFormat.KEYWORD_PLANNER,
    "semrush": FileFormat.SEMRUSH_KEYWORDS,
    "semrush_keyword_magic": FileFormat.SEMRUSH_KEYWORDS,
    "csv": FileFormat.TABLE,
    "xlsx": FileFormat.TABLE,
    "generic": FileFormat.TABLE,
    "text": FileFormat.PLAIN,
    "txt": FileFormat.PLAIN,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read; over it the file is refused as too large (or a zip as a bomb)."""

    max_bytes: int = 50 * 1024 * 1024
    max_unpacked_bytes: int = 300 * 1024 * 1024
    max_ratio: int = 200
    max_entries: int = 1000
    max_cells: int = 20_000_000


@dataclass(frozen=True, slots=True)
class KeywordRow:
    """One keyword of a file. ``None`` is always "the file does not say", never zero.

    :param row_number: the line (CSV, text: where the record begins) or the row of the sheet, from 1.
    :param text: the keyword as it is shown (``normalize.clean_keyword``).
    :param volume: searches a month; ``volume_is_bucket`` where it only stands for a range.
    :param difficulty: 0 (easy) to 100, as the tool gives it.
    :param cpc: price of a click in ``currency`` (ISO 4217, ``None`` where the file does not name it); of
        Keyword Planner the middle of its top-of-page bids.
    :param ctr: clicks per impression, 0 to 1. ``impressions`` are showings of the site, not searches.
    :param position: average rank in the results, from 1.
    :param country: a code such as ``us``.
    :param serp_urls: addresses of the first results, best first.
    """

    row_number: int
    text: str
    volume: int | None = None
    volume_is_bucket: bool = False
    difficulty: float | None = None
    cpc: float | None = None
    currency: str | None = None
    intent: Intent | None = None
    clicks: int | None = None
    impressions: int | None = None
    ctr: float | None = None
    position: float | None = None
    country: str | None = None
    url: str | None = None
    serp_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell or row, and what would be right.

    :param kept: whether the keyword was read all the same, with this value unknown.
    """

    row: int
    column: str
    message: str
    kept: bool = False


def bad_file(message: str) -> InvalidInput:
    """The error for a file whose content cannot be used; ``message`` says what would be right."""
    return InvalidInput(message, fields={"file": [message]})


def parse_format(name: str | None) -> FileFormat | None:
    """The format that ``name`` forces; ``None`` leaves it to detection.

    :raises InvalidInput: for a name that is not one of ``FORMAT_ALIASES``.
    """
    if not name or name == "auto":
        return None
    try:
        return FORMAT_ALIASES[name.strip().lower()]
    except KeyError:
        known = ", ".join(FileFormat)
        message = f"Unknown file format '{name[:40]}'; leave it out, or use one of: {known}."
        raise InvalidInput(message, fields={"format": [message]}) from None
