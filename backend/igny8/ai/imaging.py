"""Pictures from outside, made safe and small: decoded under limits, scaled down, written as WebP.

What comes out holds pixels only: EXIF (place, camera), ICC and XMP are left behind, after the EXIF rotation
has been applied.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from igny8.core.errors import ProviderError

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_383  # WebP's own limit
DEFAULT_QUALITY = 82


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """An image file in memory; ``width`` and ``height`` in pixels."""

    data: bytes
    width: int
    height: int
    mime: str


def inspect(data: bytes) -> EncodedImage:
    """The same bytes with their true type and size, whatever their sender called them.

    :raises ProviderError: not a whole PNG, JPEG or WebP image within the limits.
    """
    image = _decoded(data)
    return EncodedImage(data, image.width, image.height, FORMATS[image.format or ""])


def make_sizes(data: bytes, widths: Sequence[int], *, quality: int = DEFAULT_QUALITY) -> list[EncodedImage]:
    """WebP images of ``widths``, the widest first. A width beyond the image's own gives its own, once.

    :param quality: from 1 to 100.
    :raises ProviderError: not a whole PNG, JPEG or WebP image within the limits.
    """
    image = _upright(_decoded(data))
    wanted = sorted({min(width, image.width) for width in widths}, reverse=True)
    return [_webp(image, width, quality) for width in wanted]


def _decoded(data: bytes) -> Image.Image:
    """The first frame, fully read. The size is checked before any pixel is unpacked."""
    if len(data) > MAX_BYTES:
        raise _unreadable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(FORMATS))
        if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
            raise _unreadable(f"it has more than {MAX_PIXELS // 1_000_000} million pixels")
        image.load()
    except UnidentifiedImageError:
        raise _unreadable("it is not a PNG, JPEG or WebP file") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _unreadable(f"it has more than {MAX_PIXELS // 1_000_000} million pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _unreadable("the file is damaged or cut off") from None
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says, in RGB or RGBA, without anything but pixels."""
    turned = ImageOps.exif_transpose(image)
    clear = turned.has_transparency_data
    plain = turned.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    return plain


def _webp(image: Image.Image, max_width: int, quality: int) -> EncodedImage:
    if image.width > max_width:
        height = max(1, round(image.height * max_width / image.width))
        image = image.resize((max_width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=4)
    return EncodedImage(buffer.getvalue(), image.width, image.height, FORMATS["WEBP"])


def _unreadable(why: str) -> ProviderError:
    return ProviderError(f"The image cannot be used: {why}.", code="image_unreadable")
