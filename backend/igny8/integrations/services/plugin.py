"""The companion plug-in for WordPress as the zip file that its upload page takes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

NAME = "igny8-companion"
_FOLDER = Path(__file__).parent.parent / "wordpress_plugin" / NAME
_TIME = (2020, 1, 1, 0, 0, 0)
"""The same files give the same bytes."""


def plugin_zip() -> bytes:
    """The plug-in's folder, zipped."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in _FOLDER.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(_FOLDER).as_posix()}", _TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
