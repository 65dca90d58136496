"""Languages by code; an unknown one has no rules, and the checks that need them do not apply."""

from igny8.content.seo.languages.base import Language
from igny8.content.seo.languages.de import GERMAN
from igny8.content.seo.languages.en import ENGLISH
from igny8.content.seo.languages.es import SPANISH
from igny8.content.seo.languages.fr import FRENCH
from igny8.content.seo.languages.others import (
    DUTCH,
    HINDI,
    INDONESIAN,
    ITALIAN,
    POLISH,
    PORTUGUESE,
    RUSSIAN,
    TURKISH,
)

_ALL = (
    ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, POLISH, RUSSIAN, TURKISH, INDONESIAN, HINDI,
)  # fmt: skip
BY_CODE = {language.code: language for language in _ALL}


def language_of(code: str) -> Language:
    """The rules for a BCP 47 code, of which only the part before ``-`` or ``_`` counts."""
    short = code.replace("_", "-").split("-")[0].lower()
    return BY_CODE.get(short) or Language(code=short)


__all__ = ["BY_CODE", "Language", "language_of"]
