"""What a searcher wants, decided offline by words: the default where no tool and no model says it.

Intents are the four of the trade: ``informational`` (learn), ``commercial`` (choose), ``transactional``
(act) and ``navigational`` (get to a known place).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from igny8.planning.intent_words import INTENT_WORDS, LOANWORDS, NON_LATIN_LANGUAGES, UNSPACED_LANGUAGES
from igny8.planning.normalize import normalize_keyword


class Intent(StrEnum):
    """The four intents; the values are stored and shown."""

    INFORMATIONAL = "informational"
    COMMERCIAL = "commercial"
    TRANSACTIONAL = "transactional"
    NAVIGATIONAL = "navigational"


@dataclass(frozen=True, slots=True)
class IntentGuess:
    """An intent with the words it rests on; ``evidence`` is empty where it is only the default."""

    intent: Intent
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class IntentVote:
    """One keyword's say in its cluster's intent.

    :param volume: searches a month; ``None`` is unknown and counts like the cluster's median.
    :param certain: whether a tool or a word said it; a default counts a quarter.
    """

    intent: Intent
    volume: float | None = None
    certain: bool = True


class _Phrases(NamedTuple):
    opening: tuple[str, ...]
    informational: tuple[str, ...]
    commercial: tuple[str, ...]
    transactional: tuple[str, ...]
    navigational: tuple[str, ...]


DEFAULT_VOTE_WEIGHT = 0.25
_PREFERENCE = (Intent.TRANSACTIONAL, Intent.COMMERCIAL, Intent.INFORMATIONAL, Intent.NAVIGATIONAL)
_SEPARATORS = re.compile(r"[\s\-_/.,:;!?()\[\]{}\"'+&|#*¿¡？！。、，]+")
_ALIASES = {
    "i": Intent.INFORMATIONAL,
    "info": Intent.INFORMATIONAL,
    "know": Intent.INFORMATIONAL,
    "c": Intent.COMMERCIAL,
    "commercial investigation": Intent.COMMERCIAL,
    "t": Intent.TRANSACTIONAL,
    "do": Intent.TRANSACTIONAL,
    "n": Intent.NAVIGATIONAL,
    "branded": Intent.NAVIGATIONAL,
    # The numbers of Semrush's interface for programs.
    "0": Intent.COMMERCIAL,
    "1": Intent.INFORMATIONAL,
    "2": Intent.NAVIGATIONAL,
    "3": Intent.TRANSACTIONAL,
    **{intent.value: intent for intent in Intent},
}
_SILENT_LABELS = frozenset(
    {"non branded", "non-branded", "local", "non local", "non-local", "unknown", "mixed"}
)


def parse_intent(text: str) -> Intent | None:
    """The intent in a tool's cell: words or letters, one or several (``"C, T"``).

    Of several, the one that an article can serve best wins: transactional, commercial, informational, then
    navigational (``branded`` only stands for it when nothing else does). ``None`` for an empty cell and for
    labels that say nothing about intent.

    :raises ValueError: when a word is no intent.
    """
    labels = [
        label for label in re.split(r"[,;|/&\n]+", normalize_keyword(text).strip("[]")) if label.strip()
    ]
    found = {_label_intent(label.strip(" '\"")) for label in labels}
    return next((intent for intent in _PREFERENCE if intent in found), None)


def guess_intent(text: str, *, language: str = "", brands: Sequence[str] = ()) -> IntentGuess:
    """The intent of the keyword ``text`` by the tables of ``intent_words``.

    :param language: an ISO 639-1 code. English loanwords count in every language. Without a (known)
        language English is read, and for other scripts than Latin every table of such a script.
    :param brands: names of the site's own and of known brands: a brand makes a search navigational unless
        other words say more (``acme review`` is commercial).

    A search that opens with a question is informational unless it compares (``what is the best …``) or asks
    for a price; ``how to buy …`` asks for a guide. Otherwise navigational words win over transactional,
    those over commercial, those over informational ones. Nothing found: informational, without evidence.
    """
    searched = _padded(text)
    hits: dict[str, str] = {}
    for phrases in _tables(language, searched):
        for kind in _Phrases._fields:
            if kind not in hits and (hit := _first_hit(searched, phrases, kind)):
                hits[kind] = hit
    return _decided(hits, _brand_hit(searched, brands))


def cluster_intent(votes: Iterable[IntentVote]) -> Intent:
    """The intent that most of a cluster's searches have: a vote weighted by volume.

    A tie goes to the intent nearer to a sale; a cluster without votes is informational.
    """
    votes = list(votes)
    known = [vote.volume for vote in votes if vote.volume is not None]
    unknown_weight = max(median(known), 1.0) if known else 1.0
    totals = dict.fromkeys(_PREFERENCE, 0.0)
    for vote in votes:
        weight = unknown_weight if vote.volume is None else max(vote.volume, 1.0)
        totals[vote.intent] += weight if vote.certain else weight * DEFAULT_VOTE_WEIGHT
    if not votes:
        return Intent.INFORMATIONAL
    return max(_PREFERENCE, key=lambda intent: totals[intent])


def _label_intent(label: str) -> Intent | None:
    if label in _SILENT_LABELS:
        return None
    intent = _ALIASES.get(label)
    if intent is None:
        raise ValueError(
            f"'{label}' is no intent; write informational, commercial, transactional or navigational"
        )
    return intent


def _decided(hits: dict[str, str], brand: str) -> IntentGuess:
    asks = hits.get("opening", "")
    wants_guide = bool(asks) and hits.get("informational", "").startswith(f"{asks} ")
    if asks and "commercial" not in hits and (wants_guide or "transactional" not in hits):
        return IntentGuess(Intent.INFORMATIONAL, asks)
    if "navigational" in hits and not asks:
        return IntentGuess(Intent.NAVIGATIONAL, hits["navigational"])
    for intent in (Intent.TRANSACTIONAL, Intent.COMMERCIAL, Intent.INFORMATIONAL):
        if intent.value in hits:
            return IntentGuess(intent, hits[intent.value])
    return IntentGuess(Intent.NAVIGATIONAL, brand) if brand else IntentGuess(Intent.INFORMATIONAL)


def _padded(text: str) -> str:
    return f" {_SEPARATORS.sub(' ', normalize_keyword(text)).strip()} "


def _brand_hit(searched: str, brands: Sequence[str]) -> str:
    return next((brand for brand in brands if len(padded := _padded(brand)) > 2 and padded in searched), "")


def _first_hit(searched: str, phrases: _Phrases, kind: str) -> str:
    wanted: tuple[str, ...] = getattr(phrases, kind)
    if kind == "opening":
        return next(
            (phrase.strip() for phrase in wanted if searched.lstrip().startswith(phrase.lstrip())), ""
        )
    return next((phrase.strip() for phrase in wanted if phrase in searched), "")


def _tables(language: str, searched: str) -> tuple[_Phrases, ...]:
    code = language.lower().replace("_", "-").split("-")[0]
    if code in INTENT_WORDS:
        return (_phrases(code),) if code == "en" else (_phrases(code), _phrases(LOANWORDS))
    if any(character > "\u02ff" for character in searched):
        return (_phrases("en"), *(_phrases(known) for known in NON_LATIN_LANGUAGES))
    return (_phrases("en"),)


@lru_cache(maxsize=64)
def _phrases(language: str) -> _Phrases:
    unspaced = language in UNSPACED_LANGUAGES
    columns = INTENT_WORDS[language]
    return _Phrases(
        *(tuple(_compiled(phrase, unspaced=unspaced) for phrase in column.split("|")) for column in columns)
    )


def _compiled(phrase: str, *, unspaced: bool) -> str:
    """``phrase`` with the spaces that mark its ends, so that a plain ``in`` finds whole words only."""
    padded = _padded(phrase)
    if unspaced and not phrase.isascii():
        return padded.strip()
    return padded.rstrip() if phrase.endswith("*") else padded
