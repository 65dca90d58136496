"""Words of a text reduced to what makes them the same word: folded, without elisions and endings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from igny8.content.markup.words import UNSPACED, fold, is_unspaced, words
from igny8.content.seo.languages import Language, language_of

_SHORTEST_STEM = 3
_SEPARATORS = re.compile(r"[-\u2010\u2011]")
_DOUBLED_END = re.compile(r"([^\W\d_aeiou])\1$")
# Runs of Han, of katakana and of anything else but hiragana: in Japanese, the words that carry meaning.
_MEANINGFUL_RUN = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005]+|[\u30a1-\u30ff]+|[^\W\u3041-\u309f]+"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word as compared (``stem``), and where it stands in its text."""

    stem: str
    start: int
    end: int
    is_content: bool


def stem(word: str, language: Language) -> str:
    """Cut the inflection endings of ``language`` off a folded word, down to three letters at the least."""
    for endings in language.endings:
        fitting = [end for end in endings if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM]
        longest = max(fitting, key=len, default="")
        if longest and not (longest == "s" and word.endswith("ss")):
            word = word[: -len(longest)]
    return _DOUBLED_END.sub(r"\1", word) if len(word) > _SHORTEST_STEM else word


@lru_cache(maxsize=16384)
def terms(text: str, code: str) -> tuple[Term, ...]:
    """The words of ``text`` as terms, in order; compounds with a hyphen count as their parts."""
    language = language_of(code)
    found: list[Term] = []
    for word in words(text):
        offset = word.start
        for part in _SEPARATORS.split(word.text):
            bare = _without_elision(fold(part), language)
            if bare:
                is_content = bare not in language.stopwords
                found.append(Term(stem(bare, language), offset, offset + len(part), is_content))
            offset += len(part) + 1
    return tuple(found)


def content_terms(text: str, code: str) -> tuple[str, ...]:
    """The stems of the content words of ``text``, each once, in order; all words where none has content."""
    found = terms(text, code)
    content = [term.stem for term in found if term.is_content] or [term.stem for term in found]
    return tuple(dict.fromkeys(content))


def unspaced_pieces(text: str) -> tuple[str, ...]:
    """The meaningful pieces of a phrase in a script without spaces, folded, each once."""
    pieces = _MEANINGFUL_RUN.findall(fold(text))
    return tuple(dict.fromkeys(pieces)) or (squeeze(text),)


def squeeze(text: str) -> str:
    """``text`` folded and without spaces, for finding phrases where spaces mean nothing."""
    return "".join(fold(text).split())


def needs_substrings(text: str) -> bool:
    """Whether phrases of ``text`` can only be found letter by letter (Han, kana, Thai …)."""
    return is_unspaced(text)


def _without_elision(word: str, language: Language) -> str:
    head, mark, rest = word.partition("'")
    return rest if mark and rest and head in language.elisions else word


__all__ = [
    "UNSPACED", "Term", "content_terms", "needs_substrings", "squeeze", "stem", "terms", "unspaced_pieces",
]  # fmt: skip
