"""Outlines by rules: the sections a content type needs, filled with the cluster's real searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from igny8.ai.prompts.rules.facets import Facets
from igny8.ai.prompts.rules.phrases import Phrases
from igny8.ai.prompts.rules.titles import fill
from igny8.ai.prompts.rules.words import added_words, display_case, holds_keyphrase, inline_case
from igny8.ai.prompts.types import ContentType, KeywordFact, OutlineSection

# Share of H2 and H3 with all words of the keyphrase: the checks want 30 to 75 %, so aim at the middle.
LOWEST_SHARE, HIGHEST_SHARE = 0.4, 0.65
SUBHEADINGS = 4  # a section with more H3 would be a page of its own
MIN_SUBHEADINGS = 2
CORE_SEARCHES = 6
# {facets} stands for the sections that the cluster's keywords call for.
_PLANS: dict[ContentType, str] = {
    "guide": "overview {facets} choose problem summary",
    "how_to": "overview steps {facets} problem summary",
    "list": "choose overview {facets} price summary",
    "comparison": "choose overview {facets} price summary",
    "review": "overview choose {facets} price problem summary",
    "landing_page": "overview steps {facets} price summary",
    "faq": "overview {facets} problem summary",
}


@dataclass(slots=True)
class _Heading:
    level: int
    key: str  # the section of the phrasebook, or empty for a heading made of a keyword
    text: str
    keywords: list[KeywordFact] = field(default_factory=list)


def build_outline(
    keyphrase: str, content_type: ContentType, facets: Facets, words: Phrases, faq_headings: Sequence[str]
) -> list[OutlineSection]:
    """H2 and H3 with notes. ``faq_headings`` (written below the outline) count for the keyphrase's share."""
    headings: list[_Heading] = []
    for key in _plan(content_type, facets):
        headings += _section(key, keyphrase, facets, words)
    _balance(headings, keyphrase, words, faq_headings)
    return [_outlined(heading, words) for heading in headings]


def _plan(content_type: ContentType, facets: Facets) -> list[str]:
    """Section keys in order, each once."""
    used = [key for key in ("platform", "steps", "choose", "price", "place") if facets.groups.get(key)]
    if facets.related:
        used.append("related")
    keys = _PLANS[content_type].replace("{facets}", " ".join(used)).split()
    return list(dict.fromkeys(keys))


def _section(key: str, keyphrase: str, facets: Facets, words: Phrases) -> list[_Heading]:
    """The section with a subheading for each thing that its keywords add to the keyphrase."""
    section = _Heading(2, key, words.sections[key].plain)
    if key == "overview":
        section.keywords = facets.core[:CORE_SEARCHES]
        return [section]
    group = facets.related if key == "related" else facets.groups.get(key, [])
    topics: dict[frozenset[str], list[KeywordFact]] = {}
    for keyword in group:
        topics.setdefault(added_words(keyword.text, keyphrase), []).append(keyword)
    if len(topics) < MIN_SUBHEADINGS:
        section.keywords = group
        return [section]
    shown = list(topics.values())
    section.keywords = [keyword for topic in shown[SUBHEADINGS:] for keyword in topic]
    subs = [_Heading(3, "", display_case(topic[0].text, words.case), topic) for topic in shown[:SUBHEADINGS]]
    return [section, *subs]


def _balance(headings: list[_Heading], keyphrase: str, words: Phrases, others: Sequence[str]) -> None:
    """Bring the share of headings with the keyphrase into the middle of the wanted range."""

    def share() -> float:
        texts = [*(h.text for h in headings), *others]
        return sum(holds_keyphrase(text, keyphrase) for text in texts) / len(texts)

    for heading in headings:
        if share() >= LOWEST_SHARE:
            break
        if heading.key:
            heading.text = fill(words.sections[heading.key].with_key, keyphrase, words)
    for heading in reversed(headings):
        if share() <= HIGHEST_SHARE:
            break
        if not heading.key:
            heading.text = _short(heading.text, keyphrase, words)


def _short(text: str, keyphrase: str, words: Phrases) -> str:
    """What a keyword adds to the keyphrase (``For PC``), as its heading below a section on the keyphrase."""
    added = [word for word in text.split() if added_words(word, keyphrase)]
    return display_case(" ".join(added), words.case) if added else text


def _outlined(heading: _Heading, words: Phrases) -> OutlineSection:
    keywords = [keyword.text for keyword in heading.keywords]
    if heading.key:
        notes = words.sections[heading.key].note
    else:
        notes = words.draft.detail.replace("{k}", inline_case(keywords[0]))
    return OutlineSection(
        level=3 if heading.level == 3 else 2, heading=heading.text, notes=notes, keywords=keywords
    )
