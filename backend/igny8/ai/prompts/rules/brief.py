"""A full brief by rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from igny8.ai.prompts.rules.facets import Facets, group_keywords
from igny8.ai.prompts.rules.metadata import meta_description, meta_title
from igny8.ai.prompts.rules.outline import build_outline
from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.titles import as_question, fill, title_options
from igny8.ai.prompts.rules.words import display_case, holds_keyphrase, rotate, similar, tokens
from igny8.ai.prompts.types import (
    Brief,
    ContentType,
    FaqItem,
    IdeaDraft,
    InternalLink,
    KeywordFact,
    LinkFact,
    OutlineSection,
    SchemaType,
    SiteFacts,
)

MAX_FAQ, MIN_FAQ = 5, 3
MAX_LINKS = 4
MAX_ENTITIES = 8
_SCHEMA: dict[ContentType, SchemaType] = {"guide": "Article", "how_to": "Article", "landing_page": "WebPage"}


def write_brief(
    idea: IdeaDraft,
    *,
    keywords: Sequence[KeywordFact],
    site: SiteFacts,
    links: Sequence[LinkFact],
    language: str,
    tone: str,
    word_counts: tuple[int, int],
) -> Brief:
    """Everything a brief needs that follows from the idea, the keywords and the site."""
    words = phrases(language)
    key = idea.target_keyphrase
    facets = group_keywords(key, _facts_of(idea, keywords), words)
    faq = _faq(key, facets, words, language)
    headings = [fill(words.faq_heading[1], key, words), *(item.question for item in faq)]
    outline = build_outline(key, idea.content_type, facets, words, headings)
    return Brief(
        **_from_idea(idea, site, words, language),
        outline=outline,
        faq=faq,
        internal_links=_links(links, outline, key),
        entities=_entities(facets),
        questions=[item.question for item in faq],
        tone=tone or words.tone,
        word_count_min=word_counts[0],
        word_count_max=max(word_counts),
    )


def _from_idea(idea: IdeaDraft, site: SiteFacts, words: Phrases, language: str) -> dict[str, Any]:
    """The fields of a brief that need no keywords besides the idea's keyphrase."""
    key = idea.target_keyphrase
    named = holds_keyphrase(idea.title, key)
    return {
        "h1": idea.title if named else f"{display_case(key, words.case)}: {idea.title}",
        "title_variants": _variants(idea, language),
        "meta_title": meta_title(idea.title, key, words, site.name),
        "meta_description": meta_description(key, language),
        "target_keyphrase": key,
        "supporting_keywords": idea.supporting_keywords,
        "intent": idea.intent,
        "content_type": idea.content_type,
        "audience": site.audience or fill(words.audience[idea.intent], key, words),
        "schema_type": _SCHEMA.get(idea.content_type, "BlogPosting"),
        "out_of_scope": list(words.out_of_scope),
        "call_to_action": fill(words.calls[idea.intent], key, words),
        "language": language,
    }


def _facts_of(idea: IdeaDraft, keywords: Sequence[KeywordFact]) -> list[KeywordFact]:
    """The idea's own keywords with what is known of them; all of the cluster's where it names none."""
    if not idea.supporting_keywords:
        return list(keywords)
    known = {keyword.text: keyword for keyword in keywords}
    return [known.get(text) or KeywordFact(text=text) for text in idea.supporting_keywords]


def _variants(idea: IdeaDraft, language: str) -> list[str]:
    kinds: tuple[ContentType, ...] = (idea.content_type, "guide", "faq")
    options = [title for kind in kinds for title in title_options(idea.target_keyphrase, kind, language)]
    return [title for title in dict.fromkeys(options) if title != idea.title][:4]


def _faq(keyphrase: str, facets: Facets, words: Phrases, language: str) -> list[FaqItem]:
    """Real questions first; general ones fill up to the minimum."""
    questions = [as_question(keyword.text, language) for keyword in facets.questions[:MAX_FAQ]]
    for template in rotate(words.faq, keyphrase):
        if len(questions) >= MIN_FAQ:
            break
        questions.append(fill(template, keyphrase, words))
    guidance = rotate(words.faq_guidance, keyphrase, "faq")
    return [
        FaqItem(question=question, guidance=guidance[index % len(guidance)])
        for index, question in enumerate(questions)
    ]


def _links(
    links: Sequence[LinkFact], outline: Sequence[OutlineSection], keyphrase: str
) -> list[InternalLink]:
    """Existing pages that share words with the topic, under the heading they fit best.

    A page anchored on the very keyphrase would compete with this one, so it is left out.
    """
    scored = [(_shared(link.title, keyphrase, outline), link) for link in links]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])[:MAX_LINKS]
    return [
        InternalLink(anchor=link.title, url=link.url, section=_section_for(link.title, outline))
        for _, link in best
        if not similar(link.title, keyphrase)
    ]


def _shared(title: str, keyphrase: str, outline: Sequence[OutlineSection]) -> int:
    topic = set(tokens(keyphrase)) | {
        word for section in outline for k in section.keywords for word in tokens(k)
    }
    return len(set(tokens(title)) & topic)


def _section_for(title: str, outline: Sequence[OutlineSection]) -> str:
    wanted = set(tokens(title))
    return max(outline, key=lambda section: len(wanted & set(tokens(section.heading)))).heading


def _entities(facets: Facets) -> list[str]:
    """Words in the searches that have a spelling of their own: products, formats, platforms."""
    pool = [*facets.related, *(keyword for group in facets.groups.values() for keyword in group)]
    shown = (word for keyword in pool for word in display_case(f"x {keyword.text}").split()[1:])
    return list(dict.fromkeys(word for word in shown if word != word.lower()))[:MAX_ENTITIES]
