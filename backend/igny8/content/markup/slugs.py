"""Titles to slugs."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from urllib.parse import quote

MAX_SLUG = 75
_MAX_ENCODED = 198  # WordPress cuts the encoded slug there, in the middle of a letter if need be
_SPECIAL_LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ħ": "h",
    "ı": "i", "ŋ": "n", "ĳ": "ij", "&": " ", "+": " ", "'": "", "’": "", "`": "", "´": "",
})  # fmt: skip
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_GERMAN_UMLAUTS = frozenset({"de"})
_GAPS = re.compile(r"[\s_\-–—/.,:;|·]+")


def slugify(text: str, *, max_length: int = MAX_SLUG, language: str = "") -> str:
    """Make the last part of an address out of ``text``: small letters, digits and hyphens.

    Latin letters lose their accents (in German ä, ö, ü become ae, oe, ue); letters of other scripts stay as
    they are, which WordPress and browsers percent-encode. Cut at a word where possible.

    :param max_length: in characters, at least 8.
    :return: never empty: a text without letters gives ``item-`` and a short hash of it.
    """
    small = unicodedata.normalize("NFKC", text).casefold()
    if language.split("-", maxsplit=1)[0].lower() in _GERMAN_UMLAUTS:
        small = small.translate(_GERMAN)
    plain = _without_accents(small.translate(_SPECIAL_LETTERS))
    joined = _GAPS.sub("-", plain)
    kept = "".join(char for char in joined if _may_stand(char)).strip("-")
    slug = _cut(re.sub(r"-{2,}", "-", kept), max_length)
    return slug or f"item-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"[:max_length]


def _without_accents(text: str) -> str:
    """Accents off Latin letters only: in other scripts a mark can be a vowel or make another letter."""
    result: list[str] = []
    after_latin = False
    for char in unicodedata.normalize("NFD", text):
        if "\u0300" <= char <= "\u036f" and after_latin:
            continue
        after_latin = char.isascii()
        result.append(char)
    return unicodedata.normalize("NFC", "".join(result))


def _may_stand(char: str) -> bool:
    return char == "-" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def _cut(slug: str, max_length: int) -> str:
    """Within ``max_length`` characters, and within what WordPress keeps once they are percent-encoded."""
    if _fits(slug, max_length):
        return slug
    head = slug
    while not _fits(head, max_length):
        head = head[:-1]
    at_word = head.rfind("-") if slug[len(head)] != "-" else len(head)
    return (head[:at_word] if at_word > len(head) // 2 else head).strip("-")


def _fits(slug: str, max_length: int) -> bool:
    return len(slug) <= max_length and len(quote(slug)) <= _MAX_ENCODED
