"""Syllables and reading ease; for information, not scored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pyphen

from igny8.content.markup.words import words
from igny8.content.seo.languages import language_of


@lru_cache(maxsize=16)
def _hyphenator(code: str) -> pyphen.Pyphen | None:
    name = "en_US" if code == "en" else pyphen.language_fallback(code)
    return pyphen.Pyphen(lang=name, left=1, right=1) if name else None


@lru_cache(maxsize=16384)
def syllables(word: str, code: str) -> int:
    """Syllables of a word, as many as hyphenation finds places to break it, and one more; at least 1.

    Hyphenation is careful, so the count is somewhat low.
    """
    hyphenator = _hyphenator(code)
    return len(hyphenator.positions(word)) + 1 if hyphenator else 1


def reading_ease(sentences: Sequence[str], code: str) -> float | None:
    """Flesch reading ease (0 hard … 100 easy, one decimal) in the formula of the language.

    ``None`` where there is no formula or no text. The formulas: Flesch for English, Amstad for German,
    Kandel and Moles for French, Fernández Huerta for Spanish, Franchina and Vacca for Italian, Douma for
    Dutch, Martins for Portuguese, Oborneva (as revised) for Russian.
    """
    language = language_of(code)
    tokens = [word.text for sentence in sentences for word in words(sentence)]
    if language.reading_ease is None or not tokens:
        return None
    mean_syllables = sum(syllables(token, language.code) for token in tokens) / len(tokens)
    ease = language.reading_ease(len(tokens) / len(sentences), mean_syllables)
    return round(min(100.0, max(0.0, ease)), 1)
