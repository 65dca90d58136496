"""Zip files: opened with bounds, and the one table of keywords in them found."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from igny8.core.errors import Igny8Error, TooLarge, UnsupportedMedia
from igny8.planning.importing.blobs import ZIP_ERRORS, Blob, ZipBlob, damaged_zip
from igny8.planning.importing.choice import GUESS, Choice
from igny8.planning.importing.rows import FileFormat, Limits, bad_file
from igny8.planning.importing.text import TextTable, open_text_table

_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab"})
_RATIO_COUNTS_FROM = 10 * 1024 * 1024
_ENCRYPTED = 0x1


def open_archive(blob: Blob) -> zipfile.ZipFile:
    """``blob`` as a zip.

    :raises InvalidInput: when it is damaged.
    """
    try:
        return zipfile.ZipFile(blob.open())
    except ZIP_ERRORS as error:
        raise damaged_zip(blob.name) from error


def is_workbook(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the zip is an .xlsx workbook.

    :raises UnsupportedMedia: when it is another kind of office document.
    """
    names = {info.filename.lower() for info in archive.infolist()}
    if "xl/workbook.xml" in names:
        return True
    others = {
        "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
        "word/document.xml": "a Word document",
        "ppt/presentation.xml": "a presentation",
        "content.xml": "an OpenDocument file",
    }
    for part, kind in others.items():
        if part in names:
            message = f"'{name}' is {kind}, which cannot be read. Save the table as .xlsx or CSV."
            raise UnsupportedMedia(message, fields={"file": [message]})
    return False


def checked_entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    """The files in the zip, after their number, sizes, packing and encryption have been found fair.

    The sizes are what the zip claims; ``zipfile`` never unpacks more of an entry than that.
    """
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.flag_bits & _ENCRYPTED for info in entries):
        raise bad_file(f"'{name}' is protected by a password; remove the password and upload it again.")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in entries):
        raise bad_file(f"'{name}' is packed in an unusual way; pack it again as an ordinary zip.")
    unpacked = sum(info.file_size for info in entries)
    packed = max(1, sum(info.compress_size for info in entries))
    is_bomb = unpacked > _RATIO_COUNTS_FROM and unpacked > packed * limits.max_ratio
    if len(entries) > limits.max_entries or unpacked > limits.max_unpacked_bytes or is_bomb:
        raise _too_much(name, unpacked, len(entries), limits)
    return entries


def _too_much(name: str, unpacked: int, count: int, limits: Limits) -> TooLarge:
    message = (
        f"'{name}' unpacks to {unpacked / 1_048_576:,.0f} MB in {count:,} files; at most "
        f"{limits.max_unpacked_bytes / 1_048_576:,.0f} MB, {limits.max_entries:,} files and "
        f"{limits.max_ratio} times the packed size are read. Upload the keyword file itself."
    )
    return TooLarge(message, fields={"file": [message]})


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked content of one entry, in pieces."""
    with ZipBlob(archive, info).open() as stream:
        while chunk := stream.read(256 * 1024):
            yield chunk


def open_zipped_table(
    archive: zipfile.ZipFile, name: str, limits: Limits, choice: Choice = GUESS
) -> TextTable:
    """The table of keywords in a zip: of Search Console's files the queries, else the only one there is.

    :raises InvalidInput: when there is none, or several.
    """
    entries = [info for info in checked_entries(archive, name, limits) if _is_text(info)]
    if len(entries) == 1:
        return open_text_table(ZipBlob(archive, entries[0]), choice)
    tables = [table for info in entries if (table := _table(archive, info, choice.format))]
    named = [table for table in tables if not table.columns.by_shape]
    if len(named) > 1 or not tables:
        raise bad_file(_choice_message(archive, name, named))
    # In a language whose headers are unknown, countries and devices look like queries, but are fewer.
    found = named[0] if named else max(tables, key=lambda table: table.blob.size)
    return found if choice.mapping is None else open_text_table(found.blob, choice)


def _is_text(info: zipfile.ZipInfo) -> bool:
    path = PurePath(info.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.lower() in _TEXT_SUFFIXES and not hidden


def _table(archive: zipfile.ZipFile, info: zipfile.ZipInfo, forced: FileFormat | None) -> TextTable | None:
    """The entry's table, or ``None`` where it is none: a zip may hold notes and other exports beside it."""
    try:
        table = open_text_table(ZipBlob(archive, info), Choice(forced))
    except Igny8Error:
        return None
    return table if table.columns.format is not FileFormat.PLAIN or forced else None


def _choice_message(archive: zipfile.ZipFile, name: str, tables: list[TextTable]) -> str:
    if tables:
        shown = ", ".join(f"'{table.blob.name}'" for table in tables[:10])
        return f"'{name}' holds several keyword files: {shown}. Upload them one by one."
    shown = ", ".join(f"'{info.filename[:60]}'" for info in archive.infolist()[:10]) or "nothing"
    return (
        f"'{name}' holds no keyword file (found: {shown}). Upload Search Console's zip with its queries, "
        "or a zip with one CSV or text file of keywords."
    )
