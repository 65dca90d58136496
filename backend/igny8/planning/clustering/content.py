"""Tells texts that can be grouped from those that say nothing: symbols, or function words only."""

from __future__ import annotations

import re
import unicodedata

# Runs of letters, marks and digits: marks belong to the letters of many scripts.
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff]+[^\W_]*)*")

# Words of grammar, by language. A text made of these alone is about nothing; a longer one keeps them.
_FUNCTION_WORDS_TEXT = """
a an the and or but if of at by for with about to from in on off is are was were be been being am do
does did has have had i you he she it we they me my your his her its our their this that these those
what which who whom how when where why can will would should could may might as so than then there
here der die das den dem des ein eine einer eines und oder aber von zu zum zur mit für auf aus bei
ist sind est war ich du er sie es wir ihr wie wo wann warum wer welche im le la les un une de et ou mais
dans sur avec pour par est sont je tu il elle nous vous ils que qui quoi comment où quand pourquoi
ce cette ces au aux el los las una unos unas y o pero del al en con por para son yo tú él ella qué
cómo cuál cuándo dónde lo gli uno di da che e è sono io lui lei noi voi loro come dove quando perché
os um uma dos em no na com não é são eu ele ela como onde het een van op te aan met voor zijn hoe
wat waar и в на с к по за из от для не что как где это
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_TEXT.split())


def words(text: str) -> list[str]:
    """The words of a text in one form: compatible characters unified, case folded, punctuation dropped."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def has_content(text: str) -> bool:
    """Whether any word of the text is more than grammar."""
    return any(word not in FUNCTION_WORDS for word in words(text))
