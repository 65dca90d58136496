"""What the checks know of a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from igny8.content.markup.sets import phrase_file, word_file
from igny8.content.markup.words import fold

_PACKAGE = "igny8.content.seo.languages"


@dataclass(frozen=True, slots=True)
class Language:
    """Rules of one language; what is ``None`` or empty makes the checks that need it not apply.

    :ivar stopwords: words that carry no meaning of their own, folded (small letters, no accents).
    :ivar endings: rounds of inflection endings, folded; of each round the longest that fits is cut off. Not a
        stemmer: just enough that singular and plural, or the usual cases, of a keyword meet.
    :ivar transitions: words and phrases that lead from one sentence to the next, folded.
    :ivar is_passive: tells from the words of a sentence, in small letters, whether it is in the passive.
    :ivar reading_ease: from words a sentence and syllables a word to the Flesch reading ease.
    :ivar elisions: what stands before an apostrophe and is no part of the word (French ``l'``), folded.
    """

    code: str
    stopwords: frozenset[str] = frozenset()
    endings: tuple[tuple[str, ...], ...] = ()
    transitions: frozenset[str] = frozenset()
    is_passive: Callable[[tuple[str, ...]], bool] | None = None
    reading_ease: Callable[[float, float], float] | None = None
    elisions: frozenset[str] = frozenset()


def words_of(name: str) -> frozenset[str]:
    """The words of ``<name>.txt`` beside this module."""
    return word_file(_PACKAGE, f"{name}.txt")


def phrases_of(name: str) -> frozenset[str]:
    """The phrases, one a line, of ``<name>.txt`` beside this module."""
    return phrase_file(_PACKAGE, f"{name}.txt")


def passive_by_auxiliary(
    auxiliaries: frozenset[str],
    is_participle: Callable[[str], bool],
    *,
    reach: int = 3,
    both_sides: bool = False,
) -> Callable[[tuple[str, ...]], bool]:
    """A passive is an auxiliary with a participle at most ``reach`` words behind it.

    The words are in small letters with their accents, which tell participles in some languages; the
    auxiliaries are compared folded. ``both_sides`` takes a participle anywhere in the sentence (German).
    """

    def is_passive(words: tuple[str, ...]) -> bool:
        for position, word in enumerate(words):
            if fold(word) in auxiliaries:
                near = words if both_sides else words[position + 1 : position + 1 + reach]
                if any(is_participle(other) for other in near if fold(other) not in auxiliaries):
                    return True
        return False

    return is_passive
