"""The structured draft: an article's skeleton with real searches and notes for its writer.

It is honest work and says so: no fact is invented, no sentence pretends to be finished. What differs from
keyword to keyword comes from the cluster; general advice appears once in a draft, never as padding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from igny8.ai.prompts.rules.facets import total_volume
from igny8.ai.prompts.rules.phrases import Phrases, Section, phrases
from igny8.ai.prompts.rules.titles import fill
from igny8.ai.prompts.rules.words import grouped, inline_case, rotate, similar, tokens
from igny8.ai.prompts.types import Brief, InternalLink, KeywordFact, OutlineSection

TABLE_ROWS = 12
VARIANTS = 4


def draft_article(brief: Brief, *, keywords: Sequence[KeywordFact]) -> str:
    """Markdown without an H1: intro, the outline with tasks, FAQ, keyword table."""
    words = phrases(brief.language)
    volumes = {keyword.text: keyword.volume for keyword in keywords}
    parts = [*_intro(brief, keywords, words)]
    keywords = _own(brief, keywords)
    details = iter(rotate(words.draft.detail_more, brief.target_keyphrase, "detail"))
    for section in brief.outline:
        parts += _section(section, brief, words, volumes, details)
    parts += _faq(brief, words)
    parts += _table(keywords, words)
    return "\n\n".join(part for part in parts if part).strip() + "\n"


def _intro(brief: Brief, keywords: Sequence[KeywordFact], words: Phrases) -> Iterator[str]:
    draft = words.draft
    key = f"**{inline_case(brief.target_keyphrase)}**"
    yield draft.intro.replace("{k}", key).replace("{audience}", brief.audience)
    yield draft.honesty + " " + _format(draft.length, min=brief.word_count_min, max=brief.word_count_max)
    own = _own(brief, keywords)
    if own:
        top = max(own, key=lambda k: k.volume or 0)
        volume = grouped(total_volume(own))
        yield _format(draft.numbers, count=len(own), volume=volume, top=inline_case(top.text))
    variants = [k.text for k in keywords if _is_variant(k.text, brief.target_keyphrase)]
    if variants:
        opening, closing = words.quotes
        yield _format(
            draft.variants, variants=", ".join(f"{opening}{v}{closing}" for v in variants[:VARIANTS])
        )


def _own(brief: Brief, keywords: Sequence[KeywordFact]) -> list[KeywordFact]:
    """The keywords that this page is for; all of the cluster's where none is the brief's."""
    wanted = {brief.target_keyphrase, *brief.supporting_keywords}
    return [keyword for keyword in keywords if keyword.text in wanted] or list(keywords)


def _is_variant(text: str, keyphrase: str) -> bool:
    return tokens(text) != tokens(keyphrase) and similar(text, keyphrase)


def _section(
    section: OutlineSection,
    brief: Brief,
    words: Phrases,
    volumes: dict[str, int | None],
    details: Iterator[str],
) -> Iterator[str]:
    """One heading with its task, its searches, what to clarify and its links."""
    yield f"{'#' * section.level} {section.heading}"
    known = _known_section(section, words)
    if known or section.level == 2:
        yield f"*{words.draft.task}* {section.notes}"
    else:
        yield _detail(section, details)
    if section.keywords:
        yield f"{words.draft.searches} {_listed(section.keywords, words, volumes)}"
    if known:
        yield f"{words.draft.checks}\n\n" + "\n".join(f"- {check}" for check in known.checks)
    links = [link for link in brief.internal_links if link.section == section.heading]
    if links:
        yield f"{words.draft.links} {', '.join(_link(link) for link in links)}"


def _known_section(section: OutlineSection, words: Phrases) -> Section | None:
    """The phrasebook's section whose note this one carries; none for notes that a model or person wrote."""
    return next((s for s in words.sections.values() if s.note == section.notes), None)


def _detail(section: OutlineSection, details: Iterator[str]) -> str:
    """A fresh hint for each of the first subsections; afterwards their searches speak for themselves."""
    template = next(details, "")
    keyword = section.keywords[0] if section.keywords else section.heading
    return template.replace("{k}", inline_case(keyword))


def _listed(keywords: Sequence[str], words: Phrases, volumes: dict[str, int | None]) -> str:
    opening, closing = words.quotes
    return ", ".join(
        f"{opening}{inline_case(keyword)}{closing}{_volume(volumes.get(keyword))}" for keyword in keywords
    )


def _volume(volume: int | None) -> str:
    return f" ({grouped(volume)})" if volume else ""


def _link(link: InternalLink) -> str:
    label = link.anchor.replace("[", "(").replace("]", ")")
    return f"[{label}]({link.url})"


def _faq(brief: Brief, words: Phrases) -> Iterator[str]:
    if not brief.faq:
        return
    yield f"## {fill(words.faq_heading[1], brief.target_keyphrase, words)}"
    for item in brief.faq:
        yield f"### {item.question}"
        yield item.guidance


def _table(keywords: Sequence[KeywordFact], words: Phrases) -> Iterator[str]:
    """The keywords with their volumes, as data for whoever writes."""
    if not keywords:
        return
    rows = sorted(keywords, key=lambda k: -(k.volume or 0))[:TABLE_ROWS]
    lines = [f"| {words.draft.keyword} | {words.draft.volume} |", "| --- | ---: |"]
    for row in rows:
        volume = words.draft.unknown if row.volume is None else grouped(row.volume)
        lines.append(f"| {row.text.replace('|', '/')} | {volume} |")
    yield f"## {words.draft.table}"
    yield "\n".join(lines)


def _format(template: str, **values: object) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template
