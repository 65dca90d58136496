"""In which encoding a text file is written: by its BOM, else strictly UTF-8, else by charset-normalizer."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from igny8.core.errors import UnsupportedMedia
from igny8.planning.importing.blobs import Blob
from igny8.planning.importing.rows import bad_file

_CHUNK = 256 * 1024
_SAMPLE = 16 * 1024
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The code pages that spreadsheets on a desktop save in; a longer list only adds wrong guesses.
_LEGACY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "koi8_r"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MAX_CONTROL_SHARE = 0.01


def detect_encoding(blob: Blob) -> str:
    """The encoding that decodes all of ``blob``; the whole of it is checked, so that reading cannot fail.

    :raises InvalidInput: when the encoding is broken, with the line.
    :raises UnsupportedMedia: when it is not text.
    """
    with blob.open() as stream:
        head = stream.read(4096)
    named = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), None) or _utf16_by_zeros(head)
    if named is None and b"\x00" in head:
        raise _not_text(blob)
    failure = _first_failure(blob, named or "utf-8")
    if failure is None:
        return named or "utf-8"
    if named or _is_damaged_utf8(failure):
        raise _broken(blob, named or "utf-8", failure)
    return _legacy(blob, failure)


class _Failure:
    """Where strict decoding failed, with the undecodable lines around."""

    def __init__(self, line: int, sample: bytes) -> None:
        self.line = line
        self.sample = sample


def _first_failure(blob: Blob, encoding: str) -> _Failure | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    control = length = 0
    for chunk in _chunks(blob):
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return _Failure(lines + error.object[: error.start].count(b"\n"), _non_ascii(blob))
        lines += text.count("\n")
        length += len(text)
        control += len(_CONTROL.findall(text))
        if "\x00" in text or control > 10 + length * _MAX_CONTROL_SHARE:
            raise _not_text(blob)
    return None


def _chunks(blob: Blob) -> Iterator[bytes]:
    """The content in pieces, and an empty piece at the end."""
    with blob.open() as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
    yield b""


def _non_ascii(blob: Blob) -> bytes:
    """The lines that say something about the encoding: those with bytes beyond ASCII."""
    sample = b""
    for chunk in _chunks(blob):
        lines = [line for line in re.split(rb"[\r\n]+", chunk) if line and not line.isascii()]
        sample += b"\n".join(lines)[:_SAMPLE]
        if len(sample) >= _SAMPLE:
            break
    return sample[:_SAMPLE]


def _is_damaged_utf8(failure: _Failure) -> bool:
    """Whether most of the non-ASCII characters are good UTF-8: the rest is damage, no other code page."""
    text = failure.sample.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= character <= "\udcff" for character in text)
    good = sum(character > "\x7f" for character in text) - bad
    return good > bad


def _legacy(blob: Blob, failure: _Failure) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(failure.sample, cp_isolation=list(_LEGACY)).best()
    if best is None or _first_failure(blob, best.encoding) is not None:
        raise _broken(blob, "utf-8", failure)
    return str(best.encoding)


def _utf16_by_zeros(head: bytes) -> str | None:
    """UTF-16 without a BOM: in mostly Latin text every other byte is zero, always on the same side."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd == 0 else None


def _not_text(blob: Blob) -> UnsupportedMedia:
    message = (
        f"'{blob.name}' is not a text file. Upload a CSV, a tab-separated or plain text file, an .xlsx "
        "workbook, or the .zip that Search Console exports."
    )
    return UnsupportedMedia(message, fields={"file": [message]})


def _broken(blob: Blob, encoding: str, failure: _Failure) -> Exception:
    return bad_file(
        f"The encoding of '{blob.name}' is broken at line {failure.line}: it is not valid {encoding.upper()} "
        "and no other known encoding fits. Save it as UTF-8 and upload it again."
    )
