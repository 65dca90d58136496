"""Decoding of untrusted images and their encoding as WebP."""

import io
import struct
import zlib

import pytest
from PIL import Image

from igny8.ai import imaging
from igny8.ai.imaging import EncodedImage, inspect, make_sizes
from igny8.core.errors import ProviderError


def encoded(
    kind: str = "PNG", size: tuple[int, int] = (400, 200), mode: str = "RGB", **options: object
) -> bytes:
    buffer = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert(mode)
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def to_webp(data: bytes, width: int = 1_600, **options: int) -> EncodedImage:
    (only,) = make_sizes(data, [width], **options)
    return only


def opened(image: EncodedImage) -> Image.Image:
    return Image.open(io.BytesIO(image.data))


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
def test_it_recognises_the_type_by_the_bytes(kind: str, mime: str) -> None:
    data = encoded(kind)
    assert inspect(data) == EncodedImage(data, 400, 200, mime)


def test_it_scales_down_to_the_width_and_keeps_the_shape() -> None:
    image = to_webp(encoded(size=(1000, 500)), width=300)
    assert (image.width, image.height, image.mime) == (300, 150, "image/webp")
    assert opened(image).format == "WEBP"
    assert opened(image).size == (300, 150)


def test_it_never_enlarges() -> None:
    assert to_webp(encoded(size=(120, 60)), width=300).width == 120


def test_a_lower_quality_makes_a_smaller_file() -> None:
    data = encoded(size=(900, 700))
    assert len(to_webp(data, quality=20).data) < len(to_webp(data, quality=95).data)


def test_it_makes_each_size_once_the_widest_first() -> None:
    images = make_sizes(encoded(size=(1000, 500)), [320, 5000, 640, 2000, 320])
    assert [(image.width, image.height) for image in images] == [(1000, 500), (640, 320), (320, 160)]


def test_it_applies_the_rotation_and_strips_the_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010E] = "taken at home"
    image = opened(to_webp(encoded("JPEG", (400, 200), exif=exif.tobytes(), icc_profile=b"x" * 200)))
    assert image.size == (200, 400)
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert "xmp" not in image.info


def test_it_keeps_transparency() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 40), (10, 20, 30, 100)).save(buffer, "PNG")
    assert opened(to_webp(buffer.getvalue())).mode == "RGBA"
    assert opened(to_webp(encoded())).mode == "RGB"


def test_it_reads_other_colour_modes() -> None:
    assert opened(to_webp(encoded("JPEG", mode="CMYK"))).mode == "RGB"
    assert opened(to_webp(encoded("PNG", mode="P"))).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [b"", b"not an image", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
)
def test_it_refuses_what_is_no_image(data: bytes) -> None:
    with pytest.raises(ProviderError) as caught:
        to_webp(data)
    assert caught.value.code == "image_unreadable"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_it_refuses_formats_off_the_list(kind: str) -> None:
    with pytest.raises(ProviderError, match="not a PNG, JPEG or WebP"):
        inspect(encoded(kind, (64, 64)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("share", [0.4, 0.8])
def test_it_refuses_a_cut_off_file(kind: str, share: float) -> None:
    data = encoded(kind)
    with pytest.raises(ProviderError, match=r"damaged or cut off|not a PNG"):
        inspect(data[: int(len(data) * share)])


@pytest.mark.parametrize("side", [7_000, 11_000, 60_000])
def test_it_refuses_a_decompression_bomb_before_unpacking_it(side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    with pytest.raises(ProviderError, match="more than 40 million pixels"):
        inspect(b"\x89PNG\r\n\x1a\n" + body)


def test_it_refuses_files_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imaging, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(ProviderError, match="larger than 1 MB"):
        inspect(b"\0" * (1024 * 1024 + 1))
