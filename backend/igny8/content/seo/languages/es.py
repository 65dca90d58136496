"""Spanish."""

from __future__ import annotations

import re

from igny8.content.markup.words import fold
from igny8.content.seo.languages.base import Language, passive_by_auxiliary, phrases_of, words_of

_REGULAR = re.compile(r"\w{2,}(?:ad|id)[oa]s?")


def _is_participle(word: str) -> bool:
    folded = fold(word)
    if folded in words_of("es.not_participles"):
        return False
    return folded in words_of("es.participles") or bool(_REGULAR.fullmatch(folded))


SPANISH = Language(
    code="es",
    stopwords=words_of("es.stopwords"),
    endings=(("es", "s"), ("o", "a", "e")),
    transitions=phrases_of("es.transitions"),
    is_passive=passive_by_auxiliary(words_of("es.auxiliaries"), _is_participle, reach=2),
    reading_ease=lambda sentence, word: 206.84 - 1.02 * sentence - 60 * word,
)
