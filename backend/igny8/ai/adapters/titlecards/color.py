"""Colours: parsing, contrast, and OKLCH, in which lightness can be set without changing the hue.

OKLab and its constants: Björn Ottosson, "A perceptual color space for image processing" (2020).
Contrast: WCAG 2.2, relative luminance and contrast ratio.
"""

from __future__ import annotations

import math
import re

from igny8.core.errors import InvalidInput

Rgb = tuple[int, int, int]
_HEX = re.compile(r"#?(?P<digits>[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def parse_hex(text: str, field: str = "colors") -> Rgb:
    """``#abc``, ``#aabbcc`` or the same without ``#`` as red, green and blue from 0 to 255.

    :raises InvalidInput: naming ``field`` where the text is no such colour.
    """
    match = _HEX.fullmatch(text.strip())
    if match is None:
        message = "must be a colour such as #1f6feb"
        raise InvalidInput(f"{field} {message}.", fields={field: [message]})
    digits = match["digits"]
    wide = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(wide[0:2], 16), int(wide[2:4], 16), int(wide[4:6], 16)


def luminance(color: Rgb) -> float:
    """Relative luminance from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio, 1 to 21; text wants at least 4.5."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """``one`` with ``share`` (0 to 1) of ``other``."""
    parts = [round(a + (b - a) * share) for a, b in zip(one, other, strict=True)]
    return parts[0], parts[1], parts[2]


def to_oklch(color: Rgb) -> tuple[float, float, float]:
    """Lightness (0 to 1), chroma (0 to about 0.37) and hue (degrees)."""
    red, green, blue = (_linear(part) for part in color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """The nearest colour a screen can show: chroma gives way, lightness and hue stay."""
    for step in range(21):
        linear = _linear_rgb(lightness, chroma * (1 - step / 20), hue)
        if all(-0.0005 <= part <= 1.0005 for part in linear):
            break
    red, green, blue = (_encoded(part) for part in linear)
    return red, green, blue


def with_lightness(color: Rgb, lightness: float, *, chroma: float = 1.0, turn: float = 0.0) -> Rgb:
    """``color`` at another lightness, its chroma multiplied, its hue turned by degrees."""
    _, own_chroma, hue = to_oklch(color)
    return from_oklch(lightness, own_chroma * chroma, hue + turn)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    encoded = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)
