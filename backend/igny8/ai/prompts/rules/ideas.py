"""Ideas by rules: a page for the head keyword, then one for each strong facet of the cluster."""

from __future__ import annotations

from collections.abc import Sequence

from igny8.ai.prompts.rules.facets import Facets, facet_of, group_keywords, is_question, total_volume
from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.titles import fill, pick_title
from igny8.ai.prompts.rules.words import similar, tokens
from igny8.ai.prompts.types import ClusterFacts, ContentType, IdeaDraft, Intent, KeywordFact

MIN_GROUP = 2  # keywords that a facet needs to carry a page of its own
SUPPORTING = 15
_BY_INTENT: dict[Intent, ContentType] = {
    "informational": "guide",
    "commercial": "list",
    "transactional": "landing_page",
    "navigational": "landing_page",
}
_BY_FACET: dict[str, tuple[ContentType, Intent]] = {
    "price": ("list", "commercial"),
    "place": ("landing_page", "transactional"),
    "choose": ("comparison", "commercial"),
    "steps": ("how_to", "informational"),
    "problem": ("how_to", "informational"),
    "platform": ("guide", "informational"),
}


def draft_ideas(cluster: ClusterFacts, *, existing: Sequence[str], count: int) -> list[IdeaDraft]:
    """At least one idea and at most ``count``, the strongest first; no two for the same search."""
    words = phrases(cluster.language)
    facets = group_keywords(cluster.head_keyword, cluster.keywords, words)
    ideas = [_head_idea(cluster, facets, words, existing)]
    for facet, group in _strong_groups(facets):
        if len(ideas) >= count:
            break
        idea = _facet_idea(cluster, facet, group, words, [*existing, *(i.title for i in ideas)])
        if not any(similar(idea.target_keyphrase, other.target_keyphrase) for other in ideas):
            ideas.append(idea)
    return ideas


def content_type_of(keyphrase: str, intent: Intent, words: Phrases) -> ContentType:
    """The form that suits a search: by its own words first, then by the intent."""
    facet = "steps" if is_question(keyphrase, words) else facet_of(keyphrase, "", words)
    if facet in {"steps", "choose"}:
        return _BY_FACET[facet][0]
    return _BY_INTENT[intent]


def _strong_groups(facets: Facets) -> list[tuple[str, list[KeywordFact]]]:
    groups = [(facet, group) for facet, group in facets.groups.items() if len(group) >= MIN_GROUP]
    if len(facets.questions) > MIN_GROUP:
        groups.append(("questions", facets.questions))
    return sorted(groups, key=lambda pair: -total_volume(pair[1]))


def _head_idea(cluster: ClusterFacts, facets: Facets, words: Phrases, existing: Sequence[str]) -> IdeaDraft:
    head = cluster.head_keyword
    kind = content_type_of(head, cluster.intent, words)
    rest = [
        *facets.core,
        *facets.related,
        *facets.questions,
        *(k for group in facets.groups.values() for k in group),
    ]
    return IdeaDraft(
        title=pick_title(head, kind, cluster.language, existing),
        angle=fill(words.angles[cluster.intent], head, words),
        intent=cluster.intent,
        content_type=kind,
        target_keyphrase=_clean(head),
        supporting_keywords=_names(rest),
    )


def _facet_idea(
    cluster: ClusterFacts, facet: str, group: list[KeywordFact], words: Phrases, existing: Sequence[str]
) -> IdeaDraft:
    kind, intent = _BY_FACET.get(facet, ("faq", "informational"))
    target = _target(group, cluster.head_keyword)
    return IdeaDraft(
        title=pick_title(target, kind, cluster.language, existing),
        angle=fill(words.angles[intent], target, words),
        intent=intent,
        content_type=kind,
        target_keyphrase=_clean(target),
        supporting_keywords=_names([k for k in group if k.text != target]),
    )


def _target(group: list[KeywordFact], head: str) -> str:
    """The strongest keyword that says enough to stand alone, hence has two words at least."""
    return next((k.text for k in group if len(tokens(k.text)) > 1), f"{head} {group[0].text}")


def _names(keywords: Sequence[KeywordFact]) -> list[str]:
    strongest = sorted(keywords, key=lambda k: -(k.volume or 0))
    return [_clean(keyword.text) for keyword in strongest[:SUPPORTING]]


def _clean(text: str) -> str:
    return " ".join(text.split())
