"""Files under the data directory that strangers name by an address."""

from __future__ import annotations

_LONGEST_PART = 255
_LONGEST_NAME = 2000


def can_be_a_file(name: str) -> bool:
    """Whether a file system can look for ``name`` (parts with slashes between them) at all: no NUL byte,
    no part over 255 bytes (NAME_MAX of POSIX systems), and well under their PATH_MAX of 4096 as a whole."""
    raw = name.encode(errors="replace")
    return b"\0" not in raw and len(raw) <= _LONGEST_NAME and max(map(len, raw.split(b"/"))) <= _LONGEST_PART
