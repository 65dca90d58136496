"""Bounds on what a foreign server may send: bytes on the wire, bytes unpacked, and seconds in all."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import httpx

from igny8.core.errors import Igny8Error

CHUNK_BYTES = 64 * 1024


class ResponseTooLarge(Igny8Error):
    """The other side sent more than the client takes."""

    code = "response_too_large"
    status = 502


class BoundedStream(httpx.SyncByteStream):
    """The body of a response, unpacked here so that a small packed body cannot fill the memory."""

    def __init__(
        self,
        inner: httpx.SyncByteStream,
        *,
        packed: bool,
        max_bytes: int,
        deadline: float,
        monotonic: Callable[[], float],
    ) -> None:
        self._inner = inner
        self._packed = packed
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._monotonic = monotonic

    def __iter__(self) -> Iterator[bytes]:
        total = 0
        for chunk in self._unpacked():
            total += len(chunk)
            if total > self._max_bytes:
                raise ResponseTooLarge(f"The answer is larger than {self._max_bytes // 1024} KiB.")
            yield chunk

    def close(self) -> None:
        self._inner.close()

    def _unpacked(self) -> Iterator[bytes]:
        if not self._packed:
            yield from self._timely()
            return
        unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, told apart by their headers
        try:
            for chunk in self._timely():
                rest = chunk
                while rest:
                    yield unpacker.decompress(rest, CHUNK_BYTES)
                    rest = unpacker.unconsumed_tail
        except zlib.error as error:
            raise httpx.DecodingError("The answer's compression is broken.") from error

    def _timely(self) -> Iterator[bytes]:
        for chunk in self._inner:
            if self._monotonic() > self._deadline:
                raise httpx.ReadTimeout("The answer took too long in all.")
            yield chunk
