"""Text as a card can show it: cleaned, and cut into pieces between which a line may break."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import pyphen

from igny8.ai.adapters.titlecards.fonts import has_glyph

MAX_CHARS = 300
_RTL = frozenset({"R", "AL"})
_DROPPED = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc"})
_JOINERS = "\u200c\u200d"
# A line may not begin with a closer or end with an opener (JIS X 4051, the part that titles need).
_CLOSERS = frozenset(
    "、。，．・：；？！ー」』）］｝〉》】〕”’…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々ゝヽ%％,.!?:;)]}"
)
_OPENERS = frozenset("「『（［｛〈《【〔“‘([{")
_KATAKANA = re.compile(r"[\u30a0-\u30ff]")
_IDEOGRAPH = re.compile(r"[\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
_AFTER_HYPHEN = re.compile(r"(?<=\w[-–—/])(?=\w\w)")
_KATAKANA_WORD = 9
# Thai has no spaces between words. A vowel that is written first begins a syllable; ส before it mostly
# belongs to it (สแกน), so no break there.
_THAI_SYLLABLE = re.compile(r"(?<=[\u0e01-\u0e2a\u0e2c-\u0e3a\u0e45-\u0e4e])(?=[\u0e40-\u0e44])(?<!ส)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without a place to break; ``space`` says whether a space stands before it in a line."""

    text: str
    space: bool = False


def clean(text: str) -> str:
    """Composed, on one line, without emoji and control characters, at most ``MAX_CHARS`` long.

    A character that no bundled font has is replaced by its compatible form (ﬁ → fi) where there is one.
    """
    composed = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    chars = "".join(_shown(char) for char in composed)
    return " ".join(chars.split())[:MAX_CHARS]


def is_rtl(text: str) -> bool:
    """Whether the first strong character is of a right-to-left script."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in _RTL for kind in strong if kind in {"L", "R", "AL"}), False)


def pieces(text: str) -> list[Piece]:
    """``text`` (already cleaned) at its breaks: spaces, after hyphens, between ideographs."""
    found: list[Piece] = []
    for word in text.split():
        parts = _ideographs(word) if _IDEOGRAPH.search(word) else _breaks(word)
        found += [Piece(part, space=index == 0 and bool(found)) for index, part in enumerate(parts)]
    return found


def split_word(piece: Piece, language: str) -> list[Piece]:
    """The places inside a word where it may break if it is too long for a line.

    Where a dictionary of the language has some, they carry a hyphen; other words break anywhere between
    clusters (a letter with its marks), with no hyphen in scripts that have none.
    """
    if piece.text.isalpha() and (positions := _hyphens(piece.text, language)):
        edges = [0, *positions, len(piece.text)]
        parts = [piece.text[start:end] for start, end in pairwise(edges)]
    else:
        parts = clusters(piece.text)
    return [Piece(part, space=piece.space and index == 0) for index, part in enumerate(parts)]


def hyphenates(text: str) -> bool:
    """Whether a word of this script shows a hyphen where it breaks."""
    return any("LATIN" in name or "CYRILLIC" in name or "GREEK" in name for name in _names(text[:3]))


def clusters(text: str) -> list[str]:
    """Letters with the marks, joiners and vowel signs that belong to them."""
    found: list[str] = []
    for char in text:
        joins = unicodedata.category(char).startswith("M") or char in _JOINERS
        if found and (joins or found[-1][-1] in _JOINERS or _is_virama(found[-1][-1])):
            found[-1] += char
        else:
            found.append(char)
    return found


def initials(text: str, limit: int = 3) -> str:
    """Up to ``limit`` first letters of words that a bundled font has and that need no shaping."""
    letters = (word[0] for word in text.split() if word[0].isalnum() and has_glyph(word[0]))
    plain = [letter.upper() for letter in letters if not is_rtl(letter) and hyphenates(letter)]
    return "".join(plain[:limit])


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    if has_glyph(char):
        return char
    category = unicodedata.category(char)
    if category in _DROPPED or category == "Cf" or "VARIATION SELECTOR" in unicodedata.name(char, ""):
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if all(has_glyph(part) for part in compatible) else char


def _breaks(word: str) -> list[str]:
    return [part for half in _AFTER_HYPHEN.split(word) for part in _THAI_SYLLABLE.split(half)]


def _ideographs(word: str) -> list[str]:
    parts: list[str] = []
    for char in word:
        if parts and _sticks(parts[-1], char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _sticks(before: str, char: str) -> bool:
    """Whether ``char`` may not be parted from the text before it."""
    if char in _CLOSERS or before[-1] in _OPENERS:
        return True
    if _KATAKANA.match(char) and _KATAKANA.match(before[-1]):
        return len(before) < _KATAKANA_WORD
    return not _IDEOGRAPH.match(char) and not _IDEOGRAPH.match(before[-1])


def _hyphens(word: str, language: str) -> list[int]:
    name = pyphen.language_fallback(language.replace("-", "_"))
    if not name:
        return []
    return list(pyphen.Pyphen(lang=name, left=3, right=3).positions(word))


def _names(text: str) -> list[str]:
    return [unicodedata.name(char, "") for char in text]


def _is_virama(char: str) -> bool:
    return unicodedata.combining(char) == 9
