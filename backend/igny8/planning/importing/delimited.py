"""Text tables: lines, records with quoted line breaks, and the delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TextIO

from igny8.planning.importing.blobs import Blob
from igny8.planning.importing.rows import RowError

NO_DELIMITER = "\x1f"
"""Stands for "one column": a character that no keyword holds."""

DELIMITERS = (",", ";", "\t", "|")
HEAD_LINES = 60

_MAX_LINE = 1_000_000
_MAX_RECORD_LINES = 100
_UNREADABLE = (
    "A double quote opens and never closes, or a cell is longer than 131,072 characters; close the quote, or "
    'write a quote in text as "".'
)
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)

Line = tuple[int, str]


def open_text(blob: Blob, encoding: str) -> TextIO:
    """``blob`` as text with its line ends kept, as ``csv`` wants them."""
    return io.TextIOWrapper(blob.open(), encoding=encoding, errors="strict", newline="")


def read_lines(text: TextIO) -> Iterator[Line]:
    """The physical lines with their numbers, from 1. Of a line that is absurdly long only the beginning."""
    number = 0
    while line := text.readline(_MAX_LINE):
        number += 1
        yield number, line
        while len(line) == _MAX_LINE and not line.endswith(("\r", "\n")):
            line = text.readline(_MAX_LINE)


def head_lines(blob: Blob, encoding: str) -> list[Line]:
    """The first lines, to find the layout in."""
    with open_text(blob, encoding) as text:
        return [line for line, _ in zip(read_lines(text), range(HEAD_LINES), strict=False)]


def declared_delimiter(lines: list[Line]) -> str | None:
    """The delimiter of a first line ``sep=;``, which spreadsheets write for each other."""
    declared = _SEPARATOR_LINE.fullmatch(lines[0][1]) if lines else None
    return declared[1] if declared else None


def read_records(lines: Iterable[Line], delimiter: str) -> Iterator[tuple[int, list[str]] | RowError]:
    """Records with the number of the line where each begins.

    A quote that never closes would swallow the rest of the file. Such a line becomes a ``RowError``, and
    reading goes on behind it.
    """
    feed = _Feed(lines)
    while (first := feed.next()) is not None:
        number, line = first
        cells = _quoted(feed, line, delimiter) if '"' in line else _split([line], delimiter)
        if cells is None:
            yield RowError(number, "", _UNREADABLE)
        else:
            yield number, cells


class _Feed:
    """Lines that can be put back."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._returned: deque[Line] = deque()

    def next(self) -> Line | None:
        return self._returned.popleft() if self._returned else next(self._lines, None)

    def give_back(self, lines: list[Line]) -> None:
        self._returned.extendleft(reversed(lines))


def _quoted(feed: _Feed, line: str, delimiter: str) -> list[str] | None:
    """The cells of a record that begins with ``line`` and ends where its quotes are closed; else ``None``."""
    taken: list[Line] = []
    text = [line]
    while _is_open(text, delimiter):
        following = feed.next() if len(text) < _MAX_RECORD_LINES else None
        if following is None:
            feed.give_back(taken)
            return None
        taken.append(following)
        # Only a line with a quote can close the record: the others need no new look.
        while '"' not in following[1] and len(taken) < _MAX_RECORD_LINES:
            text.append(following[1])
            if (after := feed.next()) is None:
                feed.give_back(taken)
                return None
            following = after
            taken.append(following)
        text.append(following[1])
    # A stray quote further down may close what was never meant to be open: what programs write over several
    # lines is strictly right.
    cells = _split(text, delimiter, strict=len(text) > 1)
    if cells is None:
        feed.give_back(taken)
    return cells


def _is_open(text: list[str], delimiter: str) -> bool:
    """Whether the record goes on, by a sentinel: inside quotes it becomes part of the last cell's text."""
    cells = _split([*text, "\x1eend"], delimiter, rows=2)
    return cells is not None and cells[-1].endswith("\x1eend") and cells != ["\x1eend"]


def _split(text: list[str], delimiter: str, rows: int = 1, *, strict: bool = False) -> list[str] | None:
    """The cells of the last of at most ``rows`` records in ``text``; ``None`` where ``csv`` gives up."""
    reader = csv.reader(text, delimiter=delimiter, strict=strict)
    try:
        found = [row for row, _ in zip(reader, range(rows), strict=False)]
    except csv.Error:
        return None
    return found[-1] if found else []
