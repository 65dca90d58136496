"""Drafts of a site's pages by rules, with marked gaps where only the owner knows."""

from __future__ import annotations

from collections.abc import Sequence

from igny8.ai.prompts.rules.facets import group_keywords
from igny8.ai.prompts.rules.outline import build_outline
from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.words import inline_case
from igny8.ai.prompts.types import KeywordFact, LinkFact, PagePlan, SiteFacts


def draft_page(
    page: PagePlan,
    *,
    site: SiteFacts,
    links: Sequence[LinkFact],
    keywords: Sequence[KeywordFact],
    language: str,
) -> str:
    """Markdown without an H1, by the page's kind."""
    words = phrases(language)
    parts = [_opening(page, site, words)]
    if page.kind in {"about", "contact", "legal"}:
        parts += _gaps(page, words)
    else:
        parts += _sections(page, keywords, words)
    parts += _topics(links, words)
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(page: PagePlan, site: SiteFacts, words: Phrases) -> str:
    topic = f"**{inline_case(page.target_keyphrase)}**. " if page.target_keyphrase else ""
    note = words.pages.welcome.replace("{purpose}", page.purpose)
    return f"{topic}{note} {site.description}".strip()


def _gaps(page: PagePlan, words: Phrases) -> list[str]:
    lines = "\n".join(f"- [{words.pages.gap}: {what}]" for what in words.pages.gaps[page.kind])
    return [words.pages.legal_note, lines] if page.kind == "legal" else [lines]


def _sections(page: PagePlan, keywords: Sequence[KeywordFact], words: Phrases) -> list[str]:
    """The sections of a guide on the page's topic; the home page has its topics only."""
    if page.kind == "home":
        return []
    key = page.target_keyphrase or page.title
    outline = build_outline(key, "guide", group_keywords(key, keywords, words), words, ())
    return [text for s in outline for text in (f"{'#' * s.level} {s.heading}", s.notes)]


def _topics(links: Sequence[LinkFact], words: Phrases) -> list[str]:
    if not links:
        return []
    lines = "\n".join(f"- [{link.title}]({link.url})" for link in links)
    return [f"## {words.pages.topics}", lines]
