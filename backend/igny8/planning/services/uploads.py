"""Copies of uploaded files in the data directory, for workers to read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from igny8.core.ids import new_id


@dataclass(frozen=True, slots=True)
class KeptUpload:
    """A copy of an upload in the data directory; ``id`` becomes that of its import, ``size`` is in bytes."""

    id: UUID
    size: int

    def discard(self) -> None:
        """Remove the copy, where no import was made of it."""
        upload_path(str(self.id)).unlink(missing_ok=True)


def keep_upload(file: BinaryIO) -> KeptUpload:
    """Copy an upload to where a worker finds it; slow, and no database work."""
    upload_id = new_id()
    target = upload_path(str(upload_id))
    target.parent.mkdir(exist_ok=True)
    file.seek(0)
    with target.open("wb") as out:
        while chunk := file.read(1 << 20):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return KeptUpload(upload_id, target.stat().st_size)


def upload_path(name: str) -> Path:
    """Where the copy of that name is, or would be."""
    return Path(settings.DATA_DIR) / "uploads" / name
