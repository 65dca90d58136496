"""How wide a title is where search engines show it.

Google sets result titles in Arial at 20 px. The table holds the advance widths of Arial (which are those of
Helvetica in Adobe's font metrics) in thousandths of the font size, for ASCII and common punctuation; accents
take their letter's width, other scripts an average: an approximation to a few per cent, without kerning.
"""

from __future__ import annotations

import unicodedata

FONT_PX = 20
_WIDTHS_BY_CHARS = {
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft\u00a0", 333: "()-`r“”„‚«»", 334: "{}", 350: "•",
    355: '"', 389: "*", 469: "^", 500: "Jckvxyz", 556: "#$0123456789?L_abdeghnopqu–€£¥", 584: "+<=>~",
    611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…™",
    1015: "@",
}  # fmt: skip
_WIDTHS = {char: width for width, chars in _WIDTHS_BY_CHARS.items() for char in chars}
_UPPER, _LOWER, _OTHER, _WIDE = 690, 545, 600, 1000


def title_width(text: str) -> int:
    """The width of ``text`` in pixels as a search result's title, rounded."""
    return round(sum(_width(char) for char in unicodedata.normalize("NFD", text)) * FONT_PX / 1000)


def _width(char: str) -> int:
    known = _WIDTHS.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Cf"}:
        return 0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return _WIDE
    return {"Lu": _UPPER, "Ll": _LOWER}.get(unicodedata.category(char), _OTHER)
