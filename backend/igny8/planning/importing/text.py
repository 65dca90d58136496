"""Text files: which delimiter and header they have, and their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from igny8.core.errors import UnsupportedMedia
from igny8.planning.importing import delimited
from igny8.planning.importing.blobs import Blob
from igny8.planning.importing.choice import GUESS, Choice, chosen
from igny8.planning.importing.columns import Columns, Record, find_columns, no_columns
from igny8.planning.importing.delimited import Line
from igny8.planning.importing.encoding import detect_encoding
from igny8.planning.importing.rows import Cell, FileFormat, RowError

_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<head", "<body", "{\\rtf", "%pdf")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text file whose layout is known; ``rows`` reads it from the start, as often as wanted."""

    blob: Blob
    encoding: str
    delimiter: str
    columns: Columns
    first_line: int

    def rows(self, progress: Progress) -> Iterator[tuple[int, list[Cell]] | RowError]:
        """The records below the header, with the line where each begins."""
        with delimited.open_text(self.blob, self.encoding) as text:
            for item in self._items(self._counted(delimited.read_lines(text), progress)):
                yield item if isinstance(item, RowError) else (item[0], list(item[1]))
        progress.bytes_read = self.blob.size

    def _items(self, lines: Iterator[Line]) -> Iterator[tuple[int, list[str]] | RowError]:
        wanted = (line for line in lines if line[0] >= self.first_line)
        if self.columns.format is FileFormat.PLAIN:
            return ((number, [line]) for number, line in wanted)
        return delimited.read_records(wanted, self.delimiter)

    def _counted(self, lines: Iterator[Line], progress: Progress) -> Iterator[Line]:
        # Counted in characters as the decoder reads ahead in blocks; exact for ASCII, never above the size.
        width = 2 if self.encoding.startswith("utf-16") else 4 if self.encoding.startswith("utf-32") else 1
        for line in lines:
            progress.bytes_read = min(self.blob.size, progress.bytes_read + len(line[1]) * width)
            yield line


@dataclass(slots=True)
class Progress:
    """How far a table is read, in bytes of its file."""

    bytes_read: int = 0


def open_text_table(blob: Blob, choice: Choice = GUESS) -> TextTable:
    """The layout of the text file ``blob``.

    :raises InvalidInput: for a broken encoding or a table without a column of keywords.
    :raises UnsupportedMedia: when it is no text, or a web page or other markup.
    """
    encoding = detect_encoding(blob)
    lines = delimited.head_lines(blob, encoding)
    _refuse_markup(blob, lines)
    if choice.format is FileFormat.PLAIN:
        return _plain(blob, encoding, choice)
    found = _find_layout(lines, choice.format)
    if found is None and choice.format is None and _is_list(lines, blob.name):
        return _plain(blob, encoding, choice)
    delimiter, columns = found or _unnamed(lines, blob.name, choice)
    columns = chosen(columns, choice, blob.name)
    return TextTable(blob, encoding, delimiter, columns, _line_after(lines, columns, delimiter))


def _plain(blob: Blob, encoding: str, choice: Choice) -> TextTable:
    columns = chosen(Columns(FileFormat.PLAIN, 0, ("keyword",), {"keyword": 0}), choice, blob.name)
    return TextTable(blob, encoding, delimited.NO_DELIMITER, columns, first_line=1)


def _unnamed(lines: list[Line], name: str, choice: Choice) -> tuple[str, Columns]:
    """The layout of a table whose header names nothing known, for whoever says what it means."""
    declared = delimited.declared_delimiter(lines)
    body = lines[1:] if declared else lines
    delimiter = declared or _usual_delimiter(body)
    number, cells = next(iter(_records(body, delimiter)), (0, []))
    if not cells or not choice.takes_any:
        raise no_columns(cells, name)
    return delimiter, Columns(FileFormat.TABLE, number, tuple(str(cell) for cell in cells))


def _find_layout(lines: list[Line], forced: FileFormat | None) -> tuple[str, Columns] | None:
    declared = delimited.declared_delimiter(lines)
    candidates = (declared,) if declared else delimited.DELIMITERS
    best: tuple[str, Columns] | None = None
    for delimiter in candidates:
        columns = find_columns(_records(lines[1:] if declared else lines, delimiter), forced)
        if columns and (best is None or len(columns.fields) > len(best[1].fields)):
            best = delimiter, columns
    if best and len(best[1].header) == 1:
        return delimited.NO_DELIMITER, best[1]
    return best


def _records(lines: list[Line], delimiter: str) -> list[Record]:
    read = delimited.read_records(lines, delimiter)
    found = [item for item in read if not isinstance(item, RowError)]
    return [(number, list(cells)) for number, cells in found if any(cell.strip() for cell in cells)]


def _line_after(lines: list[Line], columns: Columns, delimiter: str) -> int:
    """The line after the header, which may itself hold line breaks in quotes."""
    for item in delimited.read_records(lines, delimiter):
        number = item.row if isinstance(item, RowError) else item[0]
        if number > columns.row_number:
            return number
    return columns.row_number + 1


def _is_list(lines: list[Line], name: str) -> bool:
    """Whether lines without a known header are one keyword each, rather than a table of something else.

    Commas belong to keywords more often than tabs and semicolons do, so in a ``.txt`` they split nothing.
    """
    if delimited.declared_delimiter(lines):
        return False
    is_text = PurePath(name).suffix.lower() not in (".csv", ".tsv", ".tab")
    delimiters = delimited.DELIMITERS[1:] if is_text else delimited.DELIMITERS
    return not any(_splits_evenly(lines, delimiter) for delimiter in delimiters)


def _splits_evenly(lines: list[Line], delimiter: str) -> bool:
    widths = Counter(len(cells) for _, cells in _records(lines, delimiter))
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    return width > 1 and count >= 0.8 * widths.total()


def _usual_delimiter(lines: list[Line]) -> str:
    first = lines[0][1] if lines else ""
    return max(delimited.DELIMITERS, key=first.count)


def _refuse_markup(blob: Blob, lines: list[Line]) -> None:
    start = "".join(line for _, line in lines[:3]).lstrip("\ufeff \t\r\n").lower()
    is_json = start.startswith(("{", "[{", "[[")) and '"' in start
    if start.startswith(_MARKUP) or is_json:
        kind = "JSON" if is_json else "a web page or a document"
        message = (
            f"'{blob.name}' holds {kind}, not keywords. Export it again as CSV, tab-separated text or .xlsx "
            "(a web page often means that the tool had logged you out)."
        )
        raise UnsupportedMedia(message, fields={"file": [message]})
