"""The phrases of the rules, one JSON file a language in ``phrasebook/``.

All phrases stay grammatical with any keyword put in: it stands before a colon, in quotes, or as an
apposition. ``{k}`` is the keyword within a sentence, ``{K}`` at the start of a heading. A language without a
file gets the English labels around its own keywords.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from igny8.ai.prompts.languages import base_language
from igny8.ai.prompts.rules.words import Case
from igny8.ai.prompts.types import ContentType, Intent

_FOLDER = Path(__file__).parent / "phrasebook"
FALLBACK = "en"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(_Part):
    """A section every topic can have: two wordings of its heading, its task, what to clarify."""

    with_key: str = Field(alias="with")
    plain: str
    note: str
    checks: tuple[str, ...]


class DraftPhrases(_Part):
    """The sentences of a structured draft."""

    intro: str
    honesty: str
    numbers: str
    task: str
    searches: str
    checks: str
    variants: str
    detail: str
    detail_more: tuple[str, ...]
    table: str
    keyword: str
    volume: str
    unknown: str
    links: str
    length: str


class PageLabel(_Part):
    """A fixed page of every site."""

    title: str
    slug: str
    purpose: str


class PagePhrases(_Part):
    """Pages of a site's structure."""

    home: PageLabel
    about: PageLabel
    contact: PageLabel
    privacy: PageLabel
    terms: PageLabel
    hub: str
    article: str
    legal_note: str
    gap: str
    gaps: Mapping[str, tuple[str, ...]]
    topics: str
    welcome: str


class Phrases(_Part):
    """All phrases of one language."""

    case: Case
    quotes: tuple[str, str]
    question_mark: tuple[str, str]
    question_words: frozenset[str]
    facet_words: Mapping[str, frozenset[str]]
    titles: Mapping[ContentType, tuple[str, ...]]
    angles: Mapping[Intent, str]
    audience: Mapping[Intent, str]
    calls: Mapping[Intent, str]
    tone: str
    out_of_scope: tuple[str, ...]
    meta: tuple[str, ...]
    meta_more: tuple[str, ...]
    faq: tuple[str, ...]
    faq_guidance: tuple[str, ...]
    faq_heading: tuple[str, str]
    sections: Mapping[str, Section]
    draft: DraftPhrases
    pages: PagePhrases
    alt: str


def languages() -> tuple[str, ...]:
    """The languages that have phrases of their own."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def phrases(language: str) -> Phrases:
    """The phrases for a BCP 47 tag, the English ones where the language has none."""
    base = base_language(language)
    return _load(base if (_FOLDER / f"{base}.json").is_file() else FALLBACK)


@lru_cache(maxsize=32)
def _load(base: str) -> Phrases:
    return Phrases.model_validate(json.loads((_FOLDER / f"{base}.json").read_text(encoding="utf-8")))
