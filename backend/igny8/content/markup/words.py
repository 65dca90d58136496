"""Words and sentences of plain text, in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from igny8.content.markup.sets import word_set

# ``\w`` leaves out combining marks, without which Indic, Thai and Arabic words fall apart.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u200c\u200d"
)
# Han, kana, and the scripts of South-East Asia: written without spaces between words.
_TWO_CHARS_A_WORD = (
    "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007"
)
_FOUR_CHARS_A_WORD = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = re.compile(rf"[{_TWO_CHARS_A_WORD}{_FOUR_CHARS_A_WORD}]")
_PAIRS = re.compile(rf"[{_TWO_CHARS_A_WORD}]")
_FOURS = re.compile(rf"[{_FOUR_CHARS_A_WORD}]")
_LETTER = rf"[^\W_{_TWO_CHARS_A_WORD}{_FOUR_CHARS_A_WORD}]"
_PIECE = rf"{_LETTER}(?:[{_MARKS}]|{_LETTER})*"
_WORD = re.compile(rf"{_PIECE}(?:(?:['’\u2010\u2011.-]|(?<=\d),(?=\d)){_PIECE})*")

_ENDS = ".!?…。！？｡।॥؟"
_SENTENCE_END = re.compile(rf"[{_ENDS}]+[\"'”’»«“)\]]*(?=\s|$)|[。！？｡।॥][」』”’）]*|\n+")
_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof sr sra jr st vs etc e.g i.e eg ie nr inc ltd dept approx vol pp "
    "z.b d.h u.a bzw usw evtl ggf inkl zzgl abs bspw p.ej pág núm cf env fr mme mlle dott sigg "
    "jan feb apr aug sep sept oct okt nov dez т.е т.д т.п г ул им руб млн млрд тыс "
    "np tzn itd itp tzw dhr mevr bijv d.w.z yy örn"
)
_ORDINAL_DOT = frozenset(
    {"de", "da", "nb", "no", "nn", "cs", "sk", "pl", "hu", "fi", "tr", "sl", "hr", "et", "lv"}
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text and where it stands there."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[Span, ...]:
    """The words of scripts that put spaces between them; ``e-mail``, ``don't``, ``1,000`` are one each."""
    return tuple(Span(match.group(), match.start(), match.end()) for match in _WORD.finditer(text))


def count_words(text: str) -> int:
    """How many words ``text`` has.

    In scripts without spaces two characters of Han or kana, or four of Thai, Lao, Khmer or Burmese, count as
    one word: the usual on-page limits (300 words, 600 Japanese characters) then agree across languages.
    """
    unspaced = -(-len(_PAIRS.findall(text)) // 2) + -(-len(_FOURS.findall(text)) // 4)
    return len(words(text)) + unspaced


@lru_cache(maxsize=16384)
def sentences(text: str, language: str = "en") -> tuple[Span, ...]:
    """The sentences of ``text`` in order, without the spaces around them; a newline ends a sentence."""
    found: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ends_sentence(text, match, start, language):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped and any(char.isalnum() for char in stripped):
        offset = start + piece.index(stripped)
        found.append(Span(stripped, offset, offset + len(stripped)))


def _ends_sentence(text: str, match: re.Match[str], start: int, language: str) -> bool:
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    following = text[match.end() :].lstrip()
    if following and (following[0].islower() or following[0] in ",;:"):
        return False
    if not following:
        return True
    before = text[start : match.start()].split()
    last = before[-1].lstrip("([\"'“„«").lower() if before else ""
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    return not (last.isdigit() and len(last) <= 2 and language in _ORDINAL_DOT)


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """``text`` for comparing: compatibility forms, case, and the accents of European letters made equal."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().replace("ı", "i"))
    bare = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare).replace("’", "'")


def is_unspaced(text: str) -> bool:
    """Whether ``text`` holds characters of a script that does not put spaces between words."""
    return UNSPACED.search(text) is not None
