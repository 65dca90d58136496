"""The language of a list of keywords, read together: one keyword is too short to tell, a cluster is not.

Scripts that belong to one language decide by themselves; the rest is left to a language model of byte
n-grams (py3langid), helped by the little words of ``intent_words`` and held back by the site's language:
names and loanwords ("qr code scanner", "pizza") look like many languages and mean none.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from igny8.planning.intent_words import INTENT_WORDS, LOANWORDS, UNSPACED_LANGUAGES
from igny8.planning.normalize import normalize_keyword

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE_CHARACTERS = 4000
"""How much of a list is read; more text does not change the answer, only the time."""

_MIN_LETTERS = 8
_MIN_PROBABILITY = 0.5
_LEAD_OVER_FALLBACK = 3.0
_WORD_WEIGHT = 0.35
_SCRIPT_SHARE = 0.5

_SCRIPT_LANGUAGE = {
    "HANGUL": "ko",
    "THAI": "th",
    "GREEK": "el",
    "HEBREW": "he",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
}
# Scripts shared by several languages, and the languages among which the model may choose.
_SCRIPT_CHOICES: Mapping[str, tuple[str, ...]] = {
    "LATIN": (
        *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "id", "vi", "sv", "da", "no", "fi"),
        *("cs", "sk", "hu", "ro", "hr", "sl", "et", "lv", "lt", "ca", "tl", "sw"),
    ),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "be", "mk", "kk"),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
# The reading where the model is not sure and the site's language is written in another script.
_SCRIPT_DEFAULT = {"LATIN": "en", "CYRILLIC": "ru", "ARABIC": "ar", "DEVANAGARI": "hi"}


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """An ISO 639-1 code; ``certain`` is false where the keywords did not tell and a default was taken."""

    code: str
    certain: bool


def detect_language(keywords: Iterable[str], *, fallback: str = "en") -> DetectedLanguage:
    """The language that ``keywords`` are written in, together.

    :param fallback: the site's language (``de`` or ``de-AT``); the answer where the keywords do not tell.
    """
    sample = _sample(keywords)
    code = _primary(fallback)
    script = _main_script(sample)
    if script is None:
        return DetectedLanguage(code, certain=False)
    if script in _SCRIPT_LANGUAGE:
        return DetectedLanguage(_SCRIPT_LANGUAGE[script], certain=True)
    if script in ("HAN", "KANA"):
        return _east_asian(sample, code, script)
    if script not in _SCRIPT_CHOICES:
        return DetectedLanguage(code, certain=False)
    return _by_model(sample, code, script)


def _primary(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0] or "en"


def _sample(keywords: Iterable[str]) -> str:
    lines: list[str] = []
    length = 0
    for keyword in keywords:
        lines.append(normalize_keyword(keyword))
        length += len(lines[-1]) + 1
        if length >= SAMPLE_CHARACTERS:
            break
    return "\n".join(lines)[:SAMPLE_CHARACTERS]


def _main_script(sample: str) -> str | None:
    """The script of half of the words or more; a script other than Latin needs less, as brands stay Latin."""
    counts = Counter(script for word in sample.split() if (script := _word_script(word)))
    if not counts:
        return None
    foreign = Counter({script: count for script, count in counts.items() if script != "LATIN"})
    if foreign.total() < counts.total() * _SCRIPT_SHARE:
        return "LATIN" if foreign.total() * 3 < counts["LATIN"] else foreign.most_common(1)[0][0]
    return "KANA" if foreign["KANA"] else foreign.most_common(1)[0][0]


def _word_script(word: str) -> str | None:
    scripts = {_script(character) for character in word if character.isalpha()}
    for script in ("KANA", "HAN"):
        if script in scripts:
            return script
    return next((script for script in sorted(scripts - {"LATIN"})), "LATIN" if scripts else None)


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    name = unicodedata.name(character, "UNKNOWN").split(" ")[0]
    return {"HIRAGANA": "KANA", "KATAKANA": "KANA", "KATAKANA-HIRAGANA": "KANA", "CJK": "HAN"}.get(name, name)


def _east_asian(sample: str, fallback: str, script: str) -> DetectedLanguage:
    """Kana is Japanese for sure; characters alone are Chinese, but on a Japanese site they may be either."""
    if script == "KANA":
        return DetectedLanguage("ja", certain=True)
    if fallback == "ja" and len(sample) < 40:
        return DetectedLanguage("ja", certain=False)
    return DetectedLanguage("zh", certain=True)


def _by_model(sample: str, fallback: str, script: str) -> DetectedLanguage:
    choices = _SCRIPT_CHOICES[script]
    unsure = fallback if fallback in choices else _SCRIPT_DEFAULT[script]
    if sum(character.isalpha() for character in sample) < _MIN_LETTERS:
        return DetectedLanguage(unsure, certain=False)
    scores = _scores(sample, choices)
    best = max(scores, key=lambda code: scores[code])
    sure = scores[best] >= _MIN_PROBABILITY and (
        best == unsure or scores[best] >= _LEAD_OVER_FALLBACK * scores[unsure]
    )
    return DetectedLanguage(best if sure else unsure, certain=sure)


def _scores(sample: str, choices: tuple[str, ...]) -> dict[str, float]:
    """Probability by the model, plus a share for each line that holds words of only that language."""
    ranked = _identifier(choices).rank(sample)
    scores = {str(code): float(probability) for code, probability in ranked}
    lines = sample.split("\n")
    hits = Counter(code for line in lines for code in _word_languages(line, choices))
    for code, count in hits.items():
        scores[code] += min(1.0, count / len(lines) * 2) * _WORD_WEIGHT
    return scores


def _word_languages(line: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The one language whose table knows a word of ``line``, or none when several do."""
    words = set(line.split())
    matching = [code for code in choices if not words.isdisjoint(_telling_words(code))]
    return tuple(matching) if len(matching) == 1 else ()


@lru_cache(maxsize=32)
def _telling_words(language: str) -> frozenset[str]:
    """Single words of ``language``'s intent table that no other language's table has."""
    return _table_words(language) - {
        word for other in INTENT_WORDS if other != language for word in _table_words(other)
    }


@lru_cache(maxsize=64)
def _table_words(language: str) -> frozenset[str]:
    if language not in INTENT_WORDS or language in UNSPACED_LANGUAGES:
        return frozenset()
    if language == LOANWORDS:
        return frozenset()
    phrases = (phrase for column in INTENT_WORDS[language] for phrase in column.split("|"))
    return frozenset(
        normalize_keyword(phrase) for phrase in phrases if " " not in phrase and "*" not in phrase
    )


@lru_cache(maxsize=4)
def _identifier(choices: tuple[str, ...]) -> LanguageIdentifier:
    # Imported late: the model takes half a second and some 50 MB, which only clustering needs.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(choices)
    return identifier
