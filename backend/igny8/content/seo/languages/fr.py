"""French."""

from __future__ import annotations

import re

from igny8.content.markup.sets import word_set
from igny8.content.seo.languages.base import Language, passive_by_auxiliary, phrases_of, words_of

_REGULAR = re.compile(r"\w{2,}ée?s?")
# Verbs whose past is formed with "être" in the active.
_OF_MOTION = ("allé", "arrivé", "entré", "rentré", "resté", "tombé", "monté", "retourné", "passé", "décédé")


def _is_participle(word: str) -> bool:
    if word in words_of("fr.not_participles") or word.startswith(_OF_MOTION):
        return False
    base_forms = {word, word.removesuffix("s"), word.removesuffix("e"), word.removesuffix("es")}
    return bool(_REGULAR.fullmatch(word)) or not base_forms.isdisjoint(words_of("fr.participles"))


FRENCH = Language(
    code="fr",
    stopwords=words_of("fr.stopwords"),
    endings=(("aux", "s", "x"), ("ee", "e"), ("al",)),
    transitions=phrases_of("fr.transitions"),
    is_passive=passive_by_auxiliary(words_of("fr.auxiliaries"), _is_participle, reach=2),
    reading_ease=lambda sentence, word: 207 - 1.015 * sentence - 73.6 * word,
    elisions=word_set("l d j m t s c n qu jusqu lorsqu puisqu quoiqu"),
)
