"""English."""

from __future__ import annotations

from igny8.content.seo.languages.base import Language, passive_by_auxiliary, phrases_of, words_of


def _is_participle(word: str) -> bool:
    if word in words_of("en.participles"):
        return True
    return word.endswith("ed") and len(word) > 4 and word not in words_of("en.not_participles")


ENGLISH = Language(
    code="en",
    stopwords=words_of("en.stopwords"),
    endings=(("'s", "s'"), ("ies", "es", "s"), ("ing", "ed"), ("e", "y")),
    transitions=phrases_of("en.transitions"),
    is_passive=passive_by_auxiliary(words_of("en.auxiliaries"), _is_participle),
    reading_ease=lambda sentence, word: 206.835 - 1.015 * sentence - 84.6 * word,
)
