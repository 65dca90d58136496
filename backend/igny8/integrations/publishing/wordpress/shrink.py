"""Pictures made acceptable for a server that refuses them: smaller, or in another format. Pure."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

from igny8.integrations.publishing.port import MediaItem

SCALE = 0.7
QUALITY = 78
SMALLEST_PIXELS = 320


def smaller(item: MediaItem) -> MediaItem | None:
    """:return: the picture at 70 % of its sides in its own format; None where it is small or unreadable."""
    image = _opened(item)
    if image is None or max(image.size) * SCALE < SMALLEST_PIXELS:
        return None
    size = (max(1, round(image.width * SCALE)), max(1, round(image.height * SCALE)))
    return _encoded(item, image.resize(size, Image.Resampling.LANCZOS), image.format or "PNG")


def as_jpeg(item: MediaItem) -> MediaItem | None:
    """:return: the picture as JPEG on white, for sites that take no WebP; None where it is unreadable."""
    image = _opened(item)
    if image is None:
        return None
    flat = Image.new("RGB", image.size, "white")
    rgba = image.convert("RGBA")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    return _encoded(item, flat, "JPEG")


def _opened(item: MediaItem) -> Image.Image | None:
    try:
        image = Image.open(io.BytesIO(item.data))
        image.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    return image


def _encoded(item: MediaItem, image: Image.Image, kind: str) -> MediaItem:
    output = io.BytesIO()
    if kind == "JPEG" and image.mode != "RGB":
        image = image.convert("RGB")
    image.save(output, format=kind, quality=QUALITY)
    suffix = ".jpg" if kind == "JPEG" else f".{kind.lower()}"
    return replace(
        item,
        data=output.getvalue(),
        mime_type=f"image/{kind.lower()}",
        filename=str(PurePosixPath(item.filename).with_suffix(suffix)),
        width=image.width,
        height=image.height,
    )
