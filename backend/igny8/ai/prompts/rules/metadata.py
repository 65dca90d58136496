"""Metadata by rules, within the limits of the on-page checks."""

from __future__ import annotations

from itertools import combinations

from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.titles import TITLE_LIMIT, fill
from igny8.ai.prompts.rules.words import cut, display_case, holds_keyphrase, rotate, slugify

DESCRIPTION_MIN, DESCRIPTION_MAX = 121, 156
EXCERPT_LIMIT = 300


def write_metadata(
    title: str, *, keyphrase: str, language: str, site_name: str = "", text: str = ""
) -> dict[str, str]:
    """``meta_title``, ``meta_description``, ``slug`` and ``excerpt``, each with the keyphrase."""
    words = phrases(language)
    description = meta_description(keyphrase, language)
    del text  # a structured draft's own sentences are notes, and no use to readers of a listing
    return {
        "meta_title": meta_title(title, keyphrase, words, site_name),
        "meta_description": description,
        "slug": slugify(keyphrase, language=language),
        "excerpt": cut(description, EXCERPT_LIMIT),
    }


def meta_title(title: str, keyphrase: str, words: Phrases, site_name: str = "") -> str:
    """The title, or the keyphrase in front of it where it lacks it; with the site's name if there is room."""
    base = title if holds_keyphrase(title, keyphrase) else f"{display_case(keyphrase, words.case)}: {title}"
    base = cut(base, TITLE_LIMIT)
    with_site = f"{base} | {site_name}"
    return with_site if site_name and len(with_site) <= TITLE_LIMIT else base


def meta_description(keyphrase: str, language: str) -> str:
    """121 to 156 characters where the phrases allow: one sentence with the keyphrase, filled up by others."""
    words = phrases(language)
    longest = ""
    for base in rotate(words.meta, keyphrase):
        start = fill(base, keyphrase, words)
        for text in _filled(start, rotate(words.meta_more, keyphrase, "more")):
            if DESCRIPTION_MIN <= len(text) <= DESCRIPTION_MAX:
                return text
            if len(longest) < len(text) <= DESCRIPTION_MAX:
                longest = text
    return longest or cut(fill(words.meta[0], keyphrase, words), DESCRIPTION_MAX)


def _filled(start: str, fillers: list[str]) -> list[str]:
    """The sentence with every selection of fillers, few fillers first."""
    picks = (combo for size in range(len(fillers) + 1) for combo in combinations(fillers, size))
    return [" ".join([start, *combo]) for combo in picks]
