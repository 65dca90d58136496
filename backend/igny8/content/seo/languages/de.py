"""German."""

from __future__ import annotations

import re

from igny8.content.markup.words import fold
from igny8.content.seo.languages.base import Language, passive_by_auxiliary, phrases_of, words_of

_PREFIXES = "ab|an|auf|aus|bei|ein|fest|her|hin|los|mit|nach|vor|weg|zu|zuruck|zusammen"
_WITH_GE = re.compile(rf"(?:{_PREFIXES})?ge\w{{2,}}(?:t|en)")
_WITHOUT_GE = re.compile(r"(?:be|er|ver|zer|ent|emp|miss|uber|unter|wider|hinter)\w{2,}t|\w{2,}iert")


def _is_participle(word: str) -> bool:
    """Verbs with an inseparable prefix count in ``-t`` only: in ``-en`` their infinitive looks the same."""
    folded = fold(word)
    if folded in words_of("de.not_participles"):
        return False
    return bool(_WITH_GE.fullmatch(folded) or _WITHOUT_GE.fullmatch(folded))


GERMAN = Language(
    code="de",
    stopwords=words_of("de.stopwords"),
    endings=(("ern", "en", "er", "es", "em", "e", "n"), ("s",), ("en", "e")),
    transitions=phrases_of("de.transitions"),
    is_passive=passive_by_auxiliary(words_of("de.auxiliaries"), _is_participle, both_sides=True),
    reading_ease=lambda sentence, word: 180 - sentence - 58.5 * word,
)
