"""From a table's row to a keyword, or to what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from igny8.planning.importing import numbers
from igny8.planning.importing.columns import Columns
from igny8.planning.importing.rows import Cell, FileFormat, KeywordRow, RowError
from igny8.planning.intent import parse_intent
from igny8.planning.normalize import clean_keyword, keyword_problem

MAX_SERP_URLS = 100
MAX_URL_LENGTH = 600
_MAX_RESULT_URL_LENGTH = 2048
_COUNTRY = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BUCKETS = frozenset({0, 5, 50, 500, 5_000, 50_000, 500_000, 5_000_000, 50_000_000})
_URL_SEPARATORS = re.compile(r"[\s|;]+|,(?=\s*(?:https?://|www\.))", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://)?[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#:]\S*)?", re.IGNORECASE)

_PARSERS: Mapping[str, Callable[[Cell], object]] = {
    "difficulty": numbers.parse_difficulty,
    "cpc": numbers.parse_money,
    "bid_low": numbers.parse_money,
    "bid_high": numbers.parse_money,
    "clicks": numbers.parse_count,
    "impressions": numbers.parse_count,
    "ctr": numbers.parse_ratio,
    "position": numbers.parse_position,
    "intent": lambda cell: parse_intent(str(cell)),
}


class RowReader:
    """Reads the rows of one table.

    A cell that cannot be read does not lose the keyword: the row comes with that value unknown, followed by
    a ``RowError`` (``kept``) that names the cell. Only a row without a usable keyword, or with more cells
    than the header, is left out.
    """

    def __init__(self, columns: Columns, *, bucketed: bool = False) -> None:
        self._columns = columns
        self._bucketed = bucketed

    def read(self, row_number: int, cells: Sequence[Cell]) -> Iterator[KeywordRow | RowError]:
        """The keyword of one row and its errors; nothing for an empty row."""
        if not any(str(cell).strip() for cell in cells):
            return
        if error := self._misfit(row_number, cells):
            yield error
            return
        values, errors = self._values(row_number, cells)
        yield KeywordRow(row_number, clean_keyword(str(self._cell(cells, "keyword"))), **values)
        yield from errors

    def _misfit(self, row_number: int, cells: Sequence[Cell]) -> RowError | None:
        width = len(self._columns.header)
        if any(str(cell).strip() for cell in cells[width:]):
            message = (
                f"The row has {len(cells)} cells, the header {width}: "
                "put text that holds the delimiter in double quotes."
            )
            return RowError(row_number, "", message)
        problem = keyword_problem(clean_keyword(str(self._cell(cells, "keyword"))))
        return RowError(row_number, self._name("keyword"), problem) if problem else None

    def _values(self, row_number: int, cells: Sequence[Cell]) -> tuple[dict[str, Any], list[RowError]]:
        values: dict[str, Any] = {}
        errors: list[RowError] = []
        for field in self._columns.fields:
            cell = self._cell(cells, field)
            if field == "keyword" or cell == "":
                continue
            try:
                values.update(self._parsed(field, cell))
            except ValueError as error:
                message = f"'{str(cell).strip()[:60]}' {_advice(error)}"
                errors.append(RowError(row_number, self._name(field), message, kept=True))
        return self._priced(values), errors

    def _parsed(self, field: str, cell: Cell) -> dict[str, object]:
        if field == "volume":
            volume, is_range = numbers.parse_volume(cell)
            return {"volume": volume, "volume_is_bucket": is_range or (self._bucketed and volume is not None)}
        if field in _PARSERS:
            return {field: _PARSERS[field](cell)}
        return {field: _TEXT_PARSERS[field](str(cell))}

    def _priced(self, values: dict[str, Any]) -> dict[str, Any]:
        bids = [values.pop(bid, None) for bid in ("bid_low", "bid_high")]
        known = [bid for bid in bids if bid is not None]
        if values.get("cpc") is None and known:
            values["cpc"] = round(sum(known) / len(known), 4)
        if values.get("cpc") is not None and self._columns.cpc_currency:
            values["currency"] = self._columns.cpc_currency
        return values

    def _cell(self, cells: Sequence[Cell], field: str) -> Cell:
        index = self._columns.fields[field]
        return cells[index] if index < len(cells) else ""

    def _name(self, field: str) -> str:
        return self._columns.header[self._columns.fields[field]].strip() or field


def looks_bucketed(columns: Columns, sample: Sequence[Sequence[Cell]]) -> bool:
    """Whether a Planner export gives ranges only: accounts that spend little see 50, 500, 5000, never 320."""
    if columns.format is not FileFormat.KEYWORD_PLANNER or "volume" not in columns.fields:
        return False
    index = columns.fields["volume"]
    volumes = []
    for cells in sample:
        try:
            volumes.append(numbers.parse_count(cells[index]) if index < len(cells) else None)
        except ValueError:
            continue
    known = [volume for volume in volumes if volume]
    return bool(known) and _BUCKETS.issuperset(known)


def parse_serp_urls(text: str) -> tuple[str, ...]:
    """The addresses in a cell, in order: a JSON list, or separated by lines, spaces, ``|``, ``;`` or commas.

    :raises ValueError: when something else than addresses stands there.
    """
    parts = _json_list(text) or [part for part in _URL_SEPARATORS.split(text.strip()) if part]
    addresses = [part.strip().strip("\"',<>") for part in parts]
    if any(len(one) > _MAX_RESULT_URL_LENGTH or not _ADDRESS.fullmatch(one) for one in addresses):
        raise ValueError("must be addresses of search results, separated by spaces, lines, '|' or ';'")
    return tuple(dict.fromkeys(addresses))[:MAX_SERP_URLS]


def parse_country(text: str) -> str | None:
    """A country's code in lower case (``us``, ``de-at``); names of countries are not kept."""
    folded = text.strip().lower()
    return folded if _COUNTRY.fullmatch(folded) else None


def parse_currency(text: str) -> str | None:
    """A currency's code in upper case; signs and names are not kept."""
    folded = text.strip().upper()
    return folded if _CURRENCY.fullmatch(folded) else None


def parse_url(text: str) -> str | None:
    """The address of the ranking page.

    :raises ValueError: when it is longer than ``MAX_URL_LENGTH``.
    """
    address = clean_keyword(text)
    if len(address) > MAX_URL_LENGTH:
        raise ValueError(f"must be an address of at most {MAX_URL_LENGTH} characters")
    return address or None


_TEXT_PARSERS: Mapping[str, Callable[[str], object]] = {
    "country": parse_country,
    "currency": parse_currency,
    "url": parse_url,
    "serp_urls": parse_serp_urls,
}


def _json_list(text: str) -> list[str]:
    if not text.lstrip().startswith("["):
        return []
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [str(one) for one in loaded] if isinstance(loaded, list) else []


def _advice(error: ValueError) -> str:
    text = str(error)
    return text if text.startswith("must") else f"cannot be read: {text}."
