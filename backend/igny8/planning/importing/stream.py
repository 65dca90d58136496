"""The way in: open a keyword file of any known kind, and read its rows one after the other."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from igny8.core.errors import Igny8Error, UnsupportedMedia
from igny8.planning.importing.archive import is_workbook, open_archive, open_zipped_table
from igny8.planning.importing.blobs import FileBlob, ReadableFile, open_blob
from igny8.planning.importing.choice import Choice, ColumnMapping
from igny8.planning.importing.records import RowReader, looks_bucketed
from igny8.planning.importing.rows import FileFormat, KeywordRow, Limits, RowError, bad_file, parse_format
from igny8.planning.importing.text import Progress, TextTable, open_text_table
from igny8.planning.importing.workbook import SheetTable, open_sheet_table

_SAMPLE_ROWS = 50
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}


class ImportStream:
    """An opened keyword file. Iterating reads it from the start. ``close`` it, or use it with ``with``.

    Each item is a ``KeywordRow`` or a ``RowError``. A row with a cell that cannot be read comes as a
    ``KeywordRow`` with that value unknown, then a ``RowError`` with ``kept`` for each such cell. Iterating
    raises nothing of its own: whatever is wrong with the file as a whole was found when it was opened.

    :ivar format: what it was recognised as (or forced to be).
    :ivar columns: header → field, for the columns that are read; the others are ignored.
    :ivar total_bytes: the size that ``bytes_read`` runs up to, as the rows are read.
    """

    def __init__(self, blob: FileBlob, table: TextTable | SheetTable) -> None:
        self._blob = blob
        self._table = table
        self._progress = Progress()
        head = islice(table.rows(Progress()), _SAMPLE_ROWS)
        sample = [item[1] for item in head if not isinstance(item, RowError)]
        self._reader = RowReader(table.columns, bucketed=looks_bucketed(table.columns, sample))
        if not self.preview(1):
            raise bad_file(f"'{blob.name}' has a header but no keywords; add at least one row.")
        self.format: FileFormat = table.columns.format
        self.columns: dict[str, str] = table.columns.meaning
        self.total_bytes = table.blob.size if isinstance(table, TextTable) else table.size

    @property
    def bytes_read(self) -> int:
        """How far the last iteration has come, of ``total_bytes``."""
        return self._progress.bytes_read

    def __iter__(self) -> Iterator[KeywordRow | RowError]:
        progress = self._progress = Progress()
        return self._read(progress)

    def preview(self, count: int = 10) -> list[KeywordRow | RowError]:
        """The first ``count`` items; does not disturb an iteration that is under way."""
        return list(islice(self._read(Progress()), count))

    def close(self) -> None:
        """Let go of the file."""
        self._blob.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, progress: Progress) -> Iterator[KeywordRow | RowError]:
        for item in self._table.rows(progress):
            if isinstance(item, RowError):
                yield item
            else:
                yield from self._reader.read(*item)


def read_keywords(
    source: str | os.PathLike[str] | ReadableFile,
    *,
    filename: str = "",
    format: str | None = None,  # noqa: A002 - the name of the parameter on the wire
    mapping: ColumnMapping | None = None,
    limits: Limits | None = None,
) -> ImportStream:
    """Open a keyword file and recognise what it is.

    :param source: a path, or a binary file (which stays open, and must stay untouched while it is read).
    :param filename: its name for messages, and to tell a ``.txt`` list; by default the path's.
    :param format: a ``FileFormat`` or one of its aliases to force it; detected by default.
    :param mapping: what the columns mean; by default what their names say.
    :raises InvalidInput: empty, damaged, broken encoding, no column of keywords, header only, unknown format,
        a mapping that does not fit.
    :raises UnsupportedMedia: not a table or list of keywords at all.
    :raises TooLarge: over ``limits``, packed or unpacked.
    """
    choice = Choice(parse_format(format), mapping)
    bounds = limits or Limits()
    blob = open_blob(source, _shown_name(source, filename), bounds)
    try:
        return ImportStream(blob, _open_table(blob, bounds, choice))
    except Igny8Error:
        blob.close()
        raise


@contextmanager
def opened_table(
    source: str | os.PathLike[str] | ReadableFile, filename: str, choice: Choice, limits: Limits
) -> Iterator[TextTable | SheetTable]:
    """The table of a file as it stands, read by the choice; closed at the end.

    :raises: as ``read_keywords``.
    """
    blob = open_blob(source, _shown_name(source, filename), limits)
    try:
        yield _open_table(blob, limits, choice)
    finally:
        blob.close()


def _shown_name(source: object, filename: str) -> str:
    is_path = isinstance(source, (str, os.PathLike))
    given = filename or str(source if is_path else getattr(source, "name", ""))
    return Path(given).name[:120] or "file"


def _open_table(blob: FileBlob, limits: Limits, choice: Choice) -> TextTable | SheetTable:
    with blob.open() as stream:
        head = stream.read(64)
    _refuse_foreign(blob, head)
    if not head.startswith(b"PK\x03\x04") and not head.startswith(b"PK\x05\x06"):
        return open_text_table(blob, choice)
    archive: zipfile.ZipFile = open_archive(blob)
    if is_workbook(archive, blob.name):
        return open_sheet_table(archive, blob.name, blob.size, limits, choice)
    return open_zipped_table(archive, blob.name, limits, choice)


def _refuse_foreign(blob: FileBlob, head: bytes) -> None:
    kind = next((kind for magic, kind in _FOREIGN.items() if head.startswith(magic)), None)
    if head.startswith(_OLE):
        with blob.open() as stream:
            if _ENCRYPTED_PACKAGE in stream.read():
                raise bad_file(
                    f"'{blob.name}' is protected by a password; remove it and upload the file again."
                )
        kind = "an old Excel workbook (.xls)"
    if kind:
        message = (
            f"'{blob.name}' is {kind}, not a list of keywords. Upload a CSV, a tab-separated or plain text "
            "file, an .xlsx workbook, or the .zip that Search Console exports."
        )
        raise UnsupportedMedia(message, fields={"file": [message]})
