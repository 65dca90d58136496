"""The bundled fonts: which characters each has, and which to use for a text.

Pillow does not say which characters a font has, so the ``cmap`` table is read here (OpenType 1.9,
format 4). Scripts that need shaping are drawn only where Pillow has Raqm; without it their text is left out,
because unshaped Arabic or Devanagari is wrong, not just plain.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont, features

Style = Literal["sans", "serif", "grotesk", "condensed", "label"]
FONT_DIR = Path(__file__).parent / "fonts"
STYLES: dict[Style, str] = {
    "sans": "Manrope-ExtraBold",
    "serif": "NotoSerifDisplay-ExtraBold",
    "grotesk": "SpaceGrotesk-Bold",
    "condensed": "SofiaSansExtraCondensed-ExtraBold",
    "label": "Manrope-Medium",
}
_SCRIPT_FONTS = (
    "Manrope-ExtraBold",
    "NotoSerifDisplay-ExtraBold",
    "Rubik-Bold",
    "Poppins-Bold",
    "AnekBangla-Bold",
    "AnekTamil-Bold",
    "AnekTelugu-Bold",
    "Kanit-Bold",
)
_CJK_FONTS = {"zh": "NotoSansSC-Bold", "ja": "NotoSansJP-Bold", "ko": "NotoSansKR-Bold"}
# Line height as a multiple of the size: scripts with marks above and below need more room.
_LINE_HEIGHTS = {
    "Manrope-ExtraBold": 1.14,
    "NotoSerifDisplay-ExtraBold": 1.12,
    "SpaceGrotesk-Bold": 1.12,
    "SofiaSansExtraCondensed-ExtraBold": 0.94,
    "Rubik-Bold": 1.3,
    "Poppins-Bold": 1.4,
    "Kanit-Bold": 1.45,
}
_OTHER_LINE_HEIGHT = 1.32
# Hebrew to Arabic Extended, the Indic blocks, Thai.
_SHAPED = ((0x0590, 0x08FF), (0x0900, 0x0DFF), (0x0E00, 0x0E7F), (0xFB1D, 0xFEFC))


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The fonts for one text, the first that has a character draws it."""

    names: tuple[str, ...]

    @property
    def line_height(self) -> float:
        """As a multiple of the size."""
        return max(_LINE_HEIGHTS.get(name, _OTHER_LINE_HEIGHT) for name in self.names)

    def runs(self, text: str) -> list[tuple[str, str]]:
        """``text`` cut into pieces of one font each: (piece, font name)."""
        if len(self.names) == 1:
            return [(text, self.names[0])]
        runs: list[tuple[str, str]] = []
        for char in text:
            name = self._font_of(char, runs[-1][1] if runs else self.names[0])
            if runs and runs[-1][1] == name:
                runs[-1] = (runs[-1][0] + char, name)
            else:
                runs.append((char, name))
        return runs

    def _font_of(self, char: str, current: str) -> str:
        """Stay with the current font for spaces and signs, so that they match their surroundings."""
        names = self.names if char.isalnum() else (current, *self.names)
        return next(name for name in names if ord(char) in coverage(name))


def choose_fonts(text: str, style: Style, language: str, *, shaping: bool | None = None) -> FontChoice | None:
    """The fonts for ``text``: one that has all of it if there is one, the style's own first.

    None where a character is in no font, or needs shaping and Pillow cannot shape (``shaping`` overrides
    what Pillow says about itself).
    """
    points = {ord(char) for char in text}
    can_shape = bool(features.check("raqm")) if shaping is None else shaping
    if not can_shape and any(low <= point <= high for point in points for low, high in _SHAPED):
        return None
    order = _order(style, language)
    whole = [name for name in order if points <= coverage(name)]
    if whole:
        return FontChoice((whole[0],))
    used: list[str] = []
    for name in order:
        if points & coverage(name):
            used.append(name)
            points -= coverage(name)
    return FontChoice(tuple(used)) if used and not points else None


def has_glyph(char: str) -> bool:
    """Whether any bundled font has ``char``."""
    return any(ord(char) in coverage(name) for name in _order("sans", "en"))


def load(name: str, size: float) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels. Fonts are opened per card: FreeType faces are not safe across threads."""
    return ImageFont.truetype(str(FONT_DIR / f"{name}.ttf"), size)


@lru_cache(maxsize=32)
def coverage(name: str) -> frozenset[int]:
    """The code points that the bundled font ``name`` has; its ``cmap`` is format 4, below U+10000.

    The bundled subsets map every code point of a segment, so the glyph numbers are not read.
    """
    data = (FONT_DIR / f"{name}.ttf").read_bytes()
    table = _table(data, b"cmap")
    offset = table + struct.unpack_from(">I", data, table + 8)[0]
    count = struct.unpack_from(">H", data, offset + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, offset + 14)
    starts = struct.unpack_from(f">{count}H", data, offset + 16 + count * 2)
    pairs = zip(starts, ends, strict=True)
    return frozenset(point for start, end in pairs for point in range(start, end + 1) if point != 0xFFFF)


def _order(style: Style, language: str) -> tuple[str, ...]:
    first = _CJK_FONTS.get(language[:2].lower())
    cjk = sorted(_CJK_FONTS.values(), key=lambda name: (name != first, name != "NotoSansJP-Bold"))
    return tuple(dict.fromkeys((STYLES[style], *_SCRIPT_FONTS, *cjk)))


def _table(data: bytes, tag: bytes) -> int:
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        entry = 12 + index * 16
        if data[entry : entry + 4] == tag:
            return int(struct.unpack_from(">I", data, entry + 8)[0])
    raise ValueError(f"the font has no {tag.decode()} table")
