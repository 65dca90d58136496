"""Runs of bytes that can be read more than once: a file, or an entry of a zip."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from igny8.core.errors import Igny8Error, TooLarge
from igny8.planning.importing.rows import Limits, bad_file

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class ReadableFile(Protocol):
    """What an upload gives: the part of a binary file that is used here."""

    def read(self, size: int = ..., /) -> bytes: ...


class Blob(Protocol):
    """A named run of ``size`` bytes; every ``open`` starts at its beginning."""

    name: str
    size: int

    def open(self) -> BinaryIO: ...


class FileBlob:
    """A seekable file. Its views keep their own position, so that several may be read in turns."""

    def __init__(self, handle: BinaryIO, name: str, size: int, *, owned: bool) -> None:
        self.name = name
        self.size = size
        self._handle = handle
        self._owned = owned

    def open(self) -> BinaryIO:
        return io.BufferedReader(_View(self._handle, self.size), 64 * 1024)

    def close(self) -> None:
        """Close the file if it was opened here, not if it was handed in."""
        if self._owned:
            self._handle.close()


class ZipBlob:
    """One entry of a zip."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self.name = info.filename
        self.size = info.file_size
        self._archive = archive
        self._info = info

    def open(self) -> BinaryIO:
        try:
            return cast(BinaryIO, _Guarded(self._archive.open(self._info), self.name))
        except ZIP_ERRORS as error:
            raise damaged_zip(self.name) from error


ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What the standard library raises on a damaged zip."""


def damaged_zip(name: str) -> Igny8Error:
    """The error for a zip whose content cannot be unpacked."""
    return bad_file(f"'{name}' is damaged and cannot be unpacked; export or download it again.")


def open_blob(source: str | os.PathLike[str] | ReadableFile, name: str, limits: Limits) -> FileBlob:
    """``source`` as something to read from, and to close afterwards.

    A stream that cannot seek is copied to a temporary file first.

    :raises TooLarge: when it holds more than ``limits.max_bytes``.
    :raises InvalidInput: when it is empty.
    """
    if isinstance(source, (str, os.PathLike)):
        handle, owned = cast(BinaryIO, Path(source).open("rb")), True  # noqa: SIM115 - closed by the blob
    elif hasattr(source, "seek"):
        handle, owned = cast(BinaryIO, source), False
    else:
        handle, owned = _spooled(source, limits), True
    blob = FileBlob(handle, name, _size(handle), owned=owned)
    try:
        _check_size(blob, limits)
    except Igny8Error:
        blob.close()
        raise
    return blob


def _size(handle: BinaryIO) -> int:
    handle.seek(0, os.SEEK_END)
    return handle.tell()


def _check_size(blob: FileBlob, limits: Limits) -> None:
    if blob.size == 0:
        raise bad_file(f"'{blob.name}' is empty; upload a file with a header and at least one keyword.")
    if blob.size > limits.max_bytes:
        message = (
            f"'{blob.name}' has {blob.size / 1_048_576:.1f} MB; at most {limits.max_bytes / 1_048_576:g} MB "
            "are read at once. Split it into several files."
        )
        raise TooLarge(message, fields={"file": [message]})


def _spooled(source: ReadableFile, limits: Limits) -> BinaryIO:
    spool = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - closed by the blob
    while spool.tell() <= limits.max_bytes and (chunk := source.read(256 * 1024)):
        spool.write(chunk)
    return cast(BinaryIO, spool)


class _View(io.RawIOBase):
    def __init__(self, handle: BinaryIO, size: int) -> None:
        super().__init__()
        self._handle = handle
        self._position = 0
        self._size = size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        self._handle.seek(self._position)
        data = self._handle.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Guarded(io.RawIOBase):
    """An entry's bytes; damage found while unpacking becomes an error for the person who uploaded it."""

    def __init__(self, entry: IO[bytes], name: str) -> None:
        super().__init__()
        self._entry = entry
        self._name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            return self._entry.read(size)
        except ZIP_ERRORS as error:
            raise damaged_zip(self._name) from error

    def close(self) -> None:
        self._entry.close()
        super().close()
