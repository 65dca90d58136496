"""The forms of a keyword: how it is shown, how it is compared, and what makes two the same.

``clean_keyword`` is for people (case and script kept), ``normalize_keyword`` for matching, ``keyword_key``
for finding duplicates. All three are idempotent and never raise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MAX_KEYWORD_LENGTH = 255
"""Characters that a keyword, and its key, may have: the width of the columns that hold them."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_JOINERS = "\u200c\u200d"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\u2032", "'"))
_DOUBLE_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'))
_WRAPPERS = (
    ('"', '"'),
    ("\u201c", "\u201d"),
    ("\u201e", "\u201c"),
    ("\u00ab", "\u00bb"),
    ("[", "]"),
    ("'", "'"),
)
_BROAD_MATCH_PLUS = re.compile(r"(?<!\S)\+(?=[^\W\d])")
_FORMULA_GUARD = re.compile(r"^'(?=[=+\-@])")
_LINE_BREAKS = re.compile(r"[\s\x1c-\x1f\x85]+")
# Most keywords are plain words: they need none of the work below.
_PLAIN = re.compile(r"[a-zA-Z0-9](?:(?:,? |[,.&/-])?[a-zA-Z0-9])*")
_EDGE_PUNCTUATION = " ?!.,;:\u3002\u3001\u061f\u060c\u061b"
_LEADING_PUNCTUATION = " ?!,;:\u00bf\u00a1\u3002\u3001"


def clean_keyword(text: str) -> str:
    """``text`` as it is shown: NFC, one space between words, nothing invisible, no match-type marks.

    Advertisers write ``[exact]``, ``"phrase"`` and ``+broad +match``; spreadsheets guard a leading ``=``
    with an apostrophe. None of that belongs to the keyword. ``c++`` and ``+49`` keep their plus.
    """
    return text if _PLAIN.fullmatch(text) else _fixpoint(_clean_once, text)


def normalize_keyword(text: str) -> str:
    """``text`` as it is compared and embedded: cleaned, NFKC, case-folded, plain quotes and dashes."""
    return text.lower() if _PLAIN.fullmatch(text) else _fixpoint(_normalize_once, text)


def keyword_key(text: str) -> str:
    """The text under which duplicates meet: normalised, no quotes, no punctuation at its ends.

    ``"What is SEO?"`` and ``what is seo`` share a key; ``c#``, ``c++`` and ``.net`` keep theirs. Accents
    stay, as they tell words apart in many languages.
    """
    return text.lower() if _PLAIN.fullmatch(text) else _fixpoint(_key_once, text)


def keyword_problem(text: str) -> str | None:
    """What is wrong with the cleaned keyword ``text``, as a sentence; ``None`` when nothing is."""
    if not text:
        return "The keyword is empty; write the words people search for."
    if not any(character.isalnum() for character in text):
        return "The keyword has no letter and no digit; write the words people search for."
    if len(text) > MAX_KEYWORD_LENGTH or len(keyword_key(text)) > MAX_KEYWORD_LENGTH:
        return f"The keyword has {len(text)} characters; at most {MAX_KEYWORD_LENGTH} are allowed."
    return None


def _clean_once(text: str) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _without_invisible(unicodedata.normalize("NFC", text))
    text = _LINE_BREAKS.sub(" ", text).strip()
    text = _unwrapped(_FORMULA_GUARD.sub("", text))
    return _BROAD_MATCH_PLUS.sub("", text).strip()


def _normalize_once(text: str) -> str:
    text = clean_keyword(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = text.translate(_DASHES).translate(_APOSTROPHES).translate(_DOUBLE_QUOTES)
        text = text.replace(_JOINERS[0], "").replace(_JOINERS[1], "")
    return text.casefold()


def _key_once(text: str) -> str:
    normalized = normalize_keyword(text).replace('"', "")
    stripped = normalized.rstrip(_EDGE_PUNCTUATION).lstrip(_LEADING_PUNCTUATION)
    return stripped or normalized


def _without_invisible(text: str) -> str:
    """Drop control, format and surrogate characters.

    The two joiners stay between letters, where Persian and the scripts of India spell with them.
    """
    kept = [
        character
        for index, character in enumerate(text)
        if character.isspace()
        or unicodedata.category(character) not in _INVISIBLE
        or (character in _JOINERS and _joins(text, index))
    ]
    return "".join(kept)


def _joins(text: str, index: int) -> bool:
    neighbours = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(neighbours) == 2 and all(not one.isascii() and one not in _JOINERS for one in neighbours)


def _unwrapped(text: str) -> str:
    for opening, closing in _WRAPPERS:
        if len(text) >= 2 and text[0] == opening and text[-1] == closing:
            inner = text[1:-1]
            if opening not in inner and closing not in inner:
                return inner.strip()
    return text


def _fixpoint(step: Callable[[str], str], text: str) -> str:
    """Apply ``step`` until nothing changes: it is what makes each of the three forms idempotent."""
    while (changed := step(text)) != text:
        text = changed
    return text
