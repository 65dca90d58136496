"""Excel workbooks (.xlsx), read with calamine behind a guard.

calamine unpacks what a sheet claims and holds it as one dense block. So the parts that it needs are first
copied, in bounded size, into a plain zip of our own, and the cells they span are counted on the way.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from igny8.core.errors import InvalidInput, TooLarge
from igny8.planning.importing.archive import checked_entries, read_entry
from igny8.planning.importing.choice import GUESS, Choice, chosen
from igny8.planning.importing.columns import HEADER_SEARCH_ROWS, Columns, Record, find_columns, no_columns
from igny8.planning.importing.rows import Cell, FileFormat, Limits, RowError, bad_file
from igny8.planning.importing.text import Progress

_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?[\w.-]+\.(?:xml|rels)|xl/worksheets/[\w.-]+\.xml",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*)")
_REFERENCE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
_ANY_REFERENCE = re.compile(rb"(?:^|\s)r\s*=")
_MAX_TAG = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet with a column of keywords; ``rows`` reads it from the start, as often as wanted."""

    sheet: Any
    name: str
    size: int
    columns: Columns

    def rows(self, progress: Progress) -> Iterator[tuple[int, list[Cell]] | RowError]:
        """The rows below the header, with their numbers in the sheet."""
        height = max(1, self.sheet.height)
        for done, (number, cells) in enumerate(_records(self.sheet), start=1):
            progress.bytes_read = self.size * done // height
            if number > self.columns.row_number:
                yield number, cells
        progress.bytes_read = self.size


def open_sheet_table(
    archive: zipfile.ZipFile, name: str, size: int, limits: Limits, choice: Choice = GUESS
) -> SheetTable:
    """The first visible sheet of a workbook with a column of keywords.

    :raises InvalidInput: when the workbook is damaged or no sheet has such a column.
    :raises TooLarge: when it unpacks to too much, or spans too many cells.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        _copy_entries(archive, path, name, limits)
        return _chosen(_sheets(path, name), name, size, choice)


def _chosen(sheets: Iterator[Any], name: str, size: int, choice: Choice) -> SheetTable:
    first: tuple[Any, Record] | None = None
    for sheet in sheets:
        head = [record for record, _ in zip(_records(sheet), range(HEADER_SEARCH_ROWS), strict=False)]
        filled = [record for record in head if any(str(cell).strip() for cell in record[1])]
        is_list = choice.format is FileFormat.PLAIN
        columns = _list_columns() if is_list else find_columns(filled, choice.format)
        if columns and filled:
            return SheetTable(sheet, name, size, chosen(columns, choice, name))
        first = first or ((sheet, filled[0]) if filled else None)
    if first is None:
        raise bad_file(f"'{name}' has no rows; upload a workbook with a header and at least one keyword.")
    sheet, (number, cells) = first
    if not choice.takes_any:
        raise no_columns(cells, name)
    unnamed = Columns(FileFormat.TABLE, number, tuple(str(cell) for cell in cells))
    return SheetTable(sheet, name, size, chosen(unnamed, choice, name))


def _list_columns() -> Columns:
    return Columns(FileFormat.PLAIN, 0, ("keyword",), {"keyword": 0})


def _records(sheet: Any) -> Iterator[Record]:
    # calamine begins at the first cell that is filled, but gives the empty rows and columns before it too.
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [_cell(value) for value in row]


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, (str, int)):
        return value
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _sheets(path: Path, name: str) -> Iterator[Any]:
    """The visible sheets, each read when its turn comes."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with readable(name):
        workbook = CalamineWorkbook.from_path(path)
    visible = [one.name for one in workbook.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
    for title in visible:
        with readable(name):
            sheet = workbook.get_sheet_by_name(title)
        yield sheet


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turns what calamine raises on a damaged workbook into an error for the person who uploaded it."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(name) from error
    except BaseException as error:
        # A panic inside the library comes as its own BaseException, which cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name) from error


def _copy_entries(archive: zipfile.ZipFile, path: Path, name: str, limits: Limits) -> None:
    """Unpack the parts of the workbook that are read, checked, into a plain zip at ``path``."""
    copied: set[str] = set()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for info in checked_entries(archive, name, limits):
            if info.filename not in copied and _WANTED.fullmatch(info.filename):
                copied.add(info.filename)
                _copy_entry(archive, target, info, _Extent(name, limits))


def _copy_entry(
    archive: zipfile.ZipFile, target: zipfile.ZipFile, info: zipfile.ZipInfo, extent: _Extent
) -> None:
    with target.open(info.filename, "w", force_zip64=True) as out:
        for chunk in read_entry(archive, info):
            extent.feed(chunk)
            out.write(chunk)
    extent.finish()


def _damaged(name: str) -> InvalidInput:
    return bad_file(f"The workbook '{name}' is damaged; open it, save it as .xlsx and upload it again.")


class _Extent:
    """Counts the cells that a sheet's XML spans, without building them."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._tail = b""
        self._row = self._column = 0
        self._rows = self._columns = 0

    def feed(self, chunk: bytes) -> None:
        if b"\x00" in chunk:
            raise _damaged(self._name)
        data = self._tail + chunk
        cut = data.rfind(b"<")
        self._count(data[:cut] if cut >= 0 else data)
        self._tail = data[cut:] if cut >= 0 else b""
        if len(self._tail) > _MAX_TAG:
            raise _damaged(self._name)

    def finish(self) -> None:
        self._count(self._tail)
        if self._rows * self._columns > self._limits.max_cells:
            message = (
                f"A sheet of '{self._name}' spans {self._rows:,} rows and {self._columns:,} columns: too "
                "much to read. Delete the empty rows and columns, or save the sheet as CSV."
            )
            raise TooLarge(message, fields={"file": [message]})

    def _count(self, data: bytes) -> None:
        for tag, attributes in _TAG.findall(data):
            references = _REFERENCE.findall(attributes)
            if not references and _ANY_REFERENCE.search(attributes):
                raise _damaged(self._name)
            if tag == b"row":
                self._row = max((int(row) for _, row in references), default=self._row + 1)
                self._column = 0
            else:
                self._row = max((int(row) for _, row in references), default=self._row)
                self._column = max((_column(letters) for letters, _ in references), default=self._column + 1)
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
