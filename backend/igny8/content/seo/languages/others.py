"""Languages of which the checks know content words and endings, but no transition words and no passive."""

from __future__ import annotations

from igny8.content.markup.sets import word_set
from igny8.content.seo.languages.base import Language, words_of

_RUSSIAN_CASES = (
    "ами ями ого его ому ему ыми ими ах ях ов ев еи ом ем ои ыи ии ая яя ое ее ые ие их ых ам ям ую юю ью "
    "а я ы и у ю е о ь"
)

ITALIAN = Language(
    code="it",
    stopwords=words_of("it.stopwords"),
    endings=(("he", "hi"), ("a", "e", "i", "o")),
    reading_ease=lambda sentence, word: 217 - 1.3 * sentence - 60 * word,
    elisions=word_set("l d un all dall dell nell sull quell quest c s t m v"),
)
PORTUGUESE = Language(
    code="pt",
    stopwords=words_of("pt.stopwords"),
    endings=(("oes", "aes", "ais", "es", "s"), ("ao", "al", "a", "e", "o")),
    reading_ease=lambda sentence, word: 248.835 - 1.015 * sentence - 84.6 * word,
)
DUTCH = Language(
    code="nl",
    stopwords=words_of("nl.stopwords"),
    endings=(("en",), ("s",), ("e",)),
    reading_ease=lambda sentence, word: 206.84 - 0.93 * sentence - 77 * word,
)
POLISH = Language(
    code="pl",
    stopwords=words_of("pl.stopwords"),
    endings=(
        ("ami", "ach", "ych", "ymi", "ego", "emu", "ow", "om", "em", "ie", "a", "e", "i", "o", "u", "y"),
        ("i",),
    ),
)
RUSSIAN = Language(
    code="ru",
    stopwords=words_of("ru.stopwords"),
    endings=(
        tuple(_RUSSIAN_CASES.split()),
        ("ь", "и"),
    ),
    reading_ease=lambda sentence, word: 206.835 - 1.3 * sentence - 60.1 * word,
)  # fmt: skip
TURKISH = Language(
    code="tr",
    stopwords=words_of("tr.stopwords"),
    endings=(
        ("lari", "leri", "larin", "lerin"),
        ("lar", "ler"),
        ("nin", "nun", "in", "un", "da", "de", "ta", "te"),
        ("si", "su"),
        ("i", "u", "a", "e"),
    ),
)
INDONESIAN = Language(
    code="id",
    stopwords=words_of("id.stopwords"),
    endings=(("nya", "lah", "kah"), ("kan", "an")),
)
HINDI = Language(
    code="hi",
    stopwords=words_of("hi.stopwords"),
    endings=(("ियों", "ियाँ", "ाओं", "ों", "ें", "ाँ"), ("ा", "ी", "े", "ि", "ो")),
)
