"""Titles and headings around a keyword, and whether two titles are too alike."""

from __future__ import annotations

from collections.abc import Sequence

from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.words import cut, display_case, inline_case, rotate, similar
from igny8.ai.prompts.types import ContentType

TITLE_LIMIT = 60  # characters: about 600 px in search results


def fill(template: str, keyword: str, words: Phrases) -> str:
    """A phrase with the keyword in: ``{K}`` as a heading shows it, ``{k}`` as a sentence does."""
    shown, inline = display_case(keyword, words.case), inline_case(keyword)
    return template.replace("{K}", shown).replace("{k}", inline)


def title_options(keyword: str, content_type: ContentType, language: str) -> list[str]:
    """All titles for a keyword that keep the limit, the one for this keyword first; never empty."""
    words = phrases(language)
    templates = rotate(words.titles[content_type], keyword, content_type)
    titles = [fill(template, keyword, words) for template in templates]
    fitting = [title for title in titles if len(title) <= TITLE_LIMIT]
    return fitting or [cut(display_case(keyword, words.case), TITLE_LIMIT)]


def pick_title(keyword: str, content_type: ContentType, language: str, existing: Sequence[str]) -> str:
    """The first title that is not too like an existing one, else the first."""
    options = title_options(keyword, content_type, language)
    return next((title for title in options if not _known(title, existing)), options[0])


def as_question(text: str, language: str) -> str:
    """A search as a question of the FAQ, with the marks of its language."""
    words = phrases(language)
    opening, closing = words.question_mark
    plain = display_case(text.strip(" ?¿？"), "sentence")
    return f"{opening}{plain}{closing}"


def _known(title: str, existing: Sequence[str]) -> bool:
    return any(similar(title, other) for other in existing)
