"""Words of keywords: tokens in any script, readable spelling, slugs, cutting at word ends, stable choices."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeVar

T = TypeVar("T")
Case = Literal["title", "sentence"]

_NAMES = """
AI API ASP AWS B2B B2C CAD CBD CEO CMS CPC CRM CSS CSV CV DHL DIY DNA DNS DSGVO DVD EU FAQ FBI GDPR GIF
GPS GPT GPU HD HDMI HR HTML HTML5 HTTP HTTPS IBAN ID IKEA iOS IoT iPad iPhone IP ISO JPG JSON KI LED LLC
macOS MP3 MP4 NFC NLP OCR PC PDF PHP PHP8 PIN PNG POS PPC PR QR QR-Code RAM RFID ROI RSS SaaS SEM SEO SIM
SMS SQL SSD SSL SVG TV UI UK UPS URL USA USB UX VPN WC WhatsApp WiFi WLAN XML Amazon Android Apple Chrome
Excel Facebook Firefox GitHub Google Huawei Instagram LinkedIn Linux Microsoft PayPal Samsung Shopify
TikTok Ubuntu Windows WooCommerce WordPress Xiaomi YouTube
"""
_SMALL_WORDS = "a an and as at but by for from in into nor of on or per the to via vs with"
_SPELLINGS: Mapping[str, str] = {name.lower(): name for name in _NAMES.split()}
_SMALL = frozenset(_SMALL_WORDS.split())
_LETTERS: Mapping[str, str] = {
    **{"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "å": "a"},
    **{"đ": "d", "þ": "th", "ð": "d", "œ": "oe", "&": " and "},
}
_UMLAUTS_AS_TWO = frozenset({"de", "da", "sv"})
_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g"
_CYRILLIC = str.maketrans(dict(zip(_CYRILLIC_LETTERS, _LATIN.split(), strict=True)))


def tokens(text: str) -> list[str]:
    """Lower-case words of any script; marks such as Indic vowel signs stay with their letters."""
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in unicodedata.normalize("NFC", text))
    return "".join(kept).casefold().split()


def similar(first: str, second: str) -> bool:
    """Whether two texts are the same but for order, spaces, or a slip in one word.

    Words are compared one by one: judged as a whole, ``… iphone 14`` and ``… iphone 15`` would look alike.
    """
    one, two = tokens(first), tokens(second)
    if sorted(one) == sorted(two) or "".join(one) == "".join(two):
        return True
    only_one, only_two = sorted(set(one) - set(two)), sorted(set(two) - set(one))
    if len(one) == len(two):
        return len(only_one) == len(only_two) == 1 and is_slip(only_one[0], only_two[0])
    return bool(only_one and only_two) and _likeness("".join(one), "".join(two)) >= 0.92


def is_slip(one: str, two: str) -> bool:
    """Whether two words are probably the same one, typed or inflected differently."""
    if min(len(one), len(two)) < 3 or one[0] != two[0] or any(c.isdigit() for c in one + two):
        return False
    return _likeness(one, two) >= 0.8


def _likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def display_case(text: str, case: Case = "sentence") -> str:
    """A keyword as a person would write it in a heading: known names spelled right, the first letter big."""
    words = " ".join(text.split()).split(" ")
    shown = [_shown(word, index, case) for index, word in enumerate(words)]
    return " ".join(shown)


def _shown(word: str, index: int, case: Case) -> str:
    known = _SPELLINGS.get(word.lower())
    if known:
        return known
    if index == 0 or (case == "title" and word not in _SMALL):
        return word[:1].upper() + word[1:]
    return word


def inline_case(text: str) -> str:
    """A keyword within a sentence: known names spelled right, nothing else changed."""
    return " ".join(_SPELLINGS.get(word.lower(), word) for word in text.split())


def slugify(text: str, *, limit: int = 60, language: str = "en") -> str:
    """A path segment: Latin and Cyrillic become ASCII, other scripts keep their letters."""
    lowered = text.lower()
    if language[:2] in _UMLAUTS_AS_TWO:
        lowered = _spelled_out(lowered)
    lowered = lowered.translate(_CYRILLIC).replace("_", "")
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not _is_latin_mark(c))
    slug = "-".join(tokens(_spelled_out(bare)))
    if len(slug) > limit:
        slug = slug[: limit + 1].rpartition("-")[0] or slug[:limit]
    return slug or f"page-{stable_number(text) % 100_000}"


def _spelled_out(text: str) -> str:
    return "".join(_LETTERS.get(char, char) for char in text)


def _is_latin_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, ended at a word and without a dangling separator."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1].rsplit(" ", 1)[0] if " " in text[: limit + 1] else text[:limit]
    return re.sub(r"[\s:;,–—|/&-]+$", "", head)


def added_words(text: str, keyphrase: str) -> frozenset[str]:
    """What a keyword says beyond the keyphrase; other forms of its words (``scan``) add nothing."""
    own = set(tokens(keyphrase))
    return frozenset(w for w in tokens(text) if w not in own and not any(_same_stem(w, o) for o in own))


def _same_stem(one: str, two: str) -> bool:
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) >= 4 and longer.startswith(shorter)


def grouped(number: int) -> str:
    """A whole number with narrow spaces between thousands, as every language reads it."""
    return f"{number:,}".replace(",", "\u202f")


def stable_number(*parts: str) -> int:
    """A number that depends on ``parts`` alone, in every process."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:6], "big")


def rotate(options: Sequence[T], *seed: str) -> list[T]:
    """All options, starting at one that ``seed`` decides: variety that repeats exactly."""
    if not options:
        return []
    start = stable_number(*seed) % len(options)
    return [*options[start:], *options[:start]]


def holds_keyphrase(text: str, keyphrase: str) -> bool:
    """Whether all words of the keyphrase stand in ``text``, in any order."""
    return set(tokens(keyphrase)) <= set(tokens(text))
