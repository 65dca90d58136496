"""Grouping a cluster's keywords by what their searchers want: the raw material of ideas and outlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from igny8.ai.prompts.rules.phrases import Phrases
from igny8.ai.prompts.rules.words import added_words, is_slip, similar, tokens
from igny8.ai.prompts.types import KeywordFact

# Words that mean the same in all languages.
_PLATFORMS = """
app apps online pc iphone ipad android windows mac macbook ios chrome web webcam camera desktop mobile laptop
linux samsung whatsapp wifi usb google tablet smartphone apk xiaomi huawei
"""
_INTERNATIONAL: dict[str, frozenset[str]] = {
    "platform": frozenset(_PLATFORMS.split()),
    "price": frozenset({"gratis", "premium"}),
    "choose": frozenset({"vs", "test", "top"}),
}
_ADDRESS = re.compile(r"\w\s?\.\s?(?:com|co|net|org|io|app|de|in|ru|go)\b|://|\bwww\b", re.IGNORECASE)
FACETS = ("price", "place", "choose", "steps", "problem", "platform")


@dataclass(slots=True)
class Facets:
    """Keywords by use. All lists are sorted by volume; misspellings are folded into ``variants``.

    ``core`` holds other ways to ask for the keyphrase itself, which need no section of their own.
    """

    core: list[KeywordFact] = field(default_factory=list)
    questions: list[KeywordFact] = field(default_factory=list)
    variants: list[KeywordFact] = field(default_factory=list)
    groups: dict[str, list[KeywordFact]] = field(default_factory=dict)
    related: list[KeywordFact] = field(default_factory=list)


def group_keywords(keyphrase: str, keywords: Iterable[KeywordFact], words: Phrases) -> Facets:
    """Sort every keyword into one group by its words besides those of ``keyphrase``."""
    found = Facets()
    taken: list[str] = [keyphrase]
    for keyword in sorted(keywords, key=lambda k: -(k.volume or 0)):
        spelled = corrected(keyword.text, keyphrase)
        if _is_address(keyword.text) or any(similar(spelled, other) for other in taken):
            if keyword.text != keyphrase:
                found.variants.append(keyword)
            continue
        taken.append(spelled)
        _sort_in(found, keyword.model_copy(update={"text": spelled}), keyphrase, words)
    return found


def _is_address(text: str) -> bool:
    """Whether a search is (a slip of) a web address, or has no words at all: nothing to write about."""
    return not tokens(text) or _ADDRESS.search(text) is not None


def corrected(keyword: str, keyphrase: str) -> str:
    """The keyword with slips of the keyphrase's own words put right (``qr code scaner app``)."""
    right = tokens(keyphrase)
    return " ".join(_closest(word, right) for word in keyword.split())


def _closest(word: str, right: Sequence[str]) -> str:
    plain = word.casefold()
    for other in right:
        if plain == other or min(len(plain), len(other)) < 5 or plain[0] != other[0]:
            continue
        if is_slip(plain, other) and not _inflected(plain, other):
            return other
    return word


def _inflected(one: str, two: str) -> bool:
    """``scan`` and ``scanning``, ``code`` and ``codes``: other forms of a word, not slips of it."""
    shorter, longer = sorted((one, two), key=len)
    return longer.startswith(shorter)


def _sort_in(found: Facets, keyword: KeywordFact, keyphrase: str, words: Phrases) -> None:
    if is_question(keyword.text, words):
        found.questions.append(keyword)
        return
    facet = facet_of(keyword.text, keyphrase, words)
    if facet:
        found.groups.setdefault(facet, []).append(keyword)
    elif added_words(keyword.text, keyphrase):
        found.related.append(keyword)
    else:
        found.core.append(keyword)


def is_question(text: str, words: Phrases) -> bool:
    """Whether a search is put as a question."""
    first = tokens(text)[:1]
    return text.rstrip().endswith(("?", "؟", "？")) or (bool(first) and first[0] in words.question_words)


def facet_of(text: str, keyphrase: str, words: Phrases) -> str:
    """The facet that the keyword adds to the keyphrase; empty where none is known."""
    added = added_words(text, keyphrase)
    for facet in FACETS:
        if added & (words.facet_words.get(facet, frozenset()) | _INTERNATIONAL.get(facet, frozenset())):
            return facet
    return ""


def total_volume(keywords: Iterable[KeywordFact]) -> int:
    """The sum of the volumes that are known."""
    return sum(keyword.volume or 0 for keyword in keywords)
