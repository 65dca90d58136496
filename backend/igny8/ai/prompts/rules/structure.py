"""The tree of a site's pages by rules: hubs from the words that clusters share, legal pages per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from igny8.ai.prompts.rules.ideas import content_type_of
from igny8.ai.prompts.rules.phrases import PageLabel, Phrases, phrases
from igny8.ai.prompts.rules.titles import fill, title_options
from igny8.ai.prompts.rules.words import display_case, slugify, tokens
from igny8.ai.prompts.types import ClusterFacts, PageKind, PagePlan

FIXED = 5  # home, about, contact, privacy, terms
MIN_HUB = 2  # clusters that a hub needs
SIBLING_LINKS = 3
WORD_LENGTH = 3  # shorter words seldom name a topic


class _Slugs:
    """Hands out each slug once."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._used = set(taken)

    def new(self, text: str, language: str) -> str:
        base = slugify(text, language=language)
        slug, number = base, 2
        while slug in self._used:
            slug, number = f"{base}-{number}", number + 1
        self._used.add(slug)
        return slug


def plan_structure(
    clusters: Sequence[ClusterFacts], *, language: str, taken: Sequence[str], max_pages: int
) -> list[PagePlan]:
    """Home, hubs with their articles, single articles, then about, contact and legal pages."""
    words = phrases(language)
    slugs = _Slugs(taken)
    pages = [_fixed(words.pages.home, "home", "")]
    room = max_pages - FIXED
    for topic, members in _hubs(clusters):
        needed = len(members) + bool(topic)
        if room < needed:
            members, needed = members[: max(0, room - bool(topic))], room  # noqa: PLW2901 - what still fits
        if not members:
            continue
        pages += _branch(topic, members, words, language, slugs)
        room -= needed
    fixed: list[tuple[PageLabel, PageKind]] = [
        (words.pages.about, "about"),
        (words.pages.contact, "contact"),
        (words.pages.privacy, "legal"),
        (words.pages.terms, "legal"),
    ]
    pages += [_fixed(label, kind, slugs.new(label.slug, language)) for label, kind in fixed]
    _link_home(pages)
    return pages


def _hubs(clusters: Sequence[ClusterFacts]) -> list[tuple[str, list[ClusterFacts]]]:
    """Clusters by the word that most of them share; those that share none come last, without a hub."""
    counts = Counter(w for c in clusters for w in set(tokens(c.head_keyword)) if len(w) >= WORD_LENGTH)
    groups: dict[str, list[ClusterFacts]] = {}
    for cluster in clusters:
        words = [w for w in tokens(cluster.head_keyword) if counts[w] >= MIN_HUB]
        topic = max(words, key=lambda w: (counts[w], len(w)), default="")
        groups.setdefault(topic, []).append(cluster)
    single = [c for topic, members in groups.items() if not topic or len(members) < MIN_HUB for c in members]
    hubs = [(topic, members) for topic, members in groups.items() if topic and len(members) >= MIN_HUB]
    return [*sorted(hubs, key=lambda pair: -len(pair[1])), *([("", single)] if single else [])]


def _branch(
    topic: str, members: Sequence[ClusterFacts], words: Phrases, language: str, slugs: _Slugs
) -> list[PagePlan]:
    """A hub with its articles, linked with each other; without a topic the articles alone."""
    hub = [_hub(topic, words, language, slugs)] if topic else []
    parent = hub[0].slug if hub else ""
    articles = [_article(cluster, parent, words, language, slugs) for cluster in members]
    for index, article in enumerate(articles):
        siblings = [*articles[index + 1 :], *articles[:index]][:SIBLING_LINKS]
        article.links = [slug for slug in (parent, *(s.slug for s in siblings)) if slug]
    for page in hub:
        page.links = [article.slug for article in articles]
    return [*hub, *articles]


def _hub(topic: str, words: Phrases, language: str, slugs: _Slugs) -> PagePlan:
    return PagePlan(
        slug=slugs.new(topic, language),
        title=display_case(topic, words.case),
        kind="hub",
        purpose=fill(words.pages.hub, topic, words),
        target_keyphrase=topic,
    )


def _article(cluster: ClusterFacts, parent: str, words: Phrases, language: str, slugs: _Slugs) -> PagePlan:
    head = cluster.head_keyword
    kind = content_type_of(head, cluster.intent, words)
    return PagePlan(
        slug=slugs.new(head, language),
        title=title_options(head, kind, language)[0],
        kind="article",
        purpose=fill(words.pages.article, head, words),
        parent_slug=parent,
        cluster=cluster.name,
        target_keyphrase=head,
    )


def _fixed(label: PageLabel, kind: PageKind, slug: str) -> PagePlan:
    return PagePlan(slug=slug, title=label.title, kind=kind, purpose=label.purpose)


def _link_home(pages: list[PagePlan]) -> None:
    """The home page leads to everything on the first level that serves readers."""
    pages[0].links = [p.slug for p in pages[1:] if not p.parent_slug and p.kind in {"hub", "article"}]
