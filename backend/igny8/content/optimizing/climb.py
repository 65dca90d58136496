"""The optimizer: tries rewrites and keeps those that raise the score and leave the facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from igny8.content.markup.links import SiteLink
from igny8.content.optimizing.body import (
    add_internal_links,
    describe_images,
    put_keyphrase_into_introduction,
    widen_competing_links,
)
from igny8.content.optimizing.facts import facts_preserved
from igny8.content.optimizing.headings import (
    add_subheadings,
    demote_extra_h1,
    promote_bold_lines,
    put_keyphrase_into_subheadings,
    thin_out_subheadings,
)
from igny8.content.optimizing.mentions import shorten_repeated_mentions
from igny8.content.optimizing.metadata import rewrite_description, rewrite_slug, rewrite_title
from igny8.content.optimizing.phrases import fill, phrases_of
from igny8.content.optimizing.rewrite import Candidate, Draft, Options, Rewrite
from igny8.content.optimizing.splitting import split_paragraphs, split_sentences
from igny8.content.seo.article import Article
from igny8.content.seo.evaluate import evaluate
from igny8.content.seo.report import BEST, SeoReport

# In this order: what changes the body most comes first, so that the description is made of the final text.
REWRITES: tuple[Rewrite, ...] = (
    Rewrite("single_h1", demote_extra_h1, needs_keyphrase=False),
    Rewrite("keyphrase_density", shorten_repeated_mentions),
    Rewrite("keyphrase_in_subheadings", thin_out_subheadings),
    Rewrite("paragraph_length", split_paragraphs, needs_keyphrase=False),
    Rewrite("sentence_length", split_sentences, needs_keyphrase=False),
    Rewrite("subheading_distribution", promote_bold_lines, needs_keyphrase=False),
    Rewrite("subheading_distribution", add_subheadings),
    Rewrite("keyphrase_in_introduction", put_keyphrase_into_introduction),
    Rewrite("keyphrase_in_subheadings", put_keyphrase_into_subheadings),
    Rewrite("keyphrase_in_image_alt", describe_images),
    Rewrite("competing_links", widen_competing_links),
    Rewrite("internal_links", add_internal_links, needs_keyphrase=False),
    Rewrite("keyphrase_in_title", rewrite_title, needs_keyphrase=False),
    Rewrite("title_width", rewrite_title, needs_keyphrase=False),
    Rewrite("keyphrase_in_meta_description", rewrite_description, needs_keyphrase=False),
    Rewrite("meta_description_length", rewrite_description, needs_keyphrase=False),
    Rewrite("keyphrase_in_slug", rewrite_slug),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One rewrite that was kept: for which check, what it touched, and the text before and after."""

    check_id: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Optimized:
    """The better article with the reports on both versions; ``changes`` in the order they were made."""

    article: Article
    before: SeoReport
    after: SeoReport
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _State:
    article: Article
    report: SeoReport
    changes: tuple[Change, ...] = ()


def optimize(article: Article, *, site_links: Iterable[SiteLink] = (), published: bool = False) -> Optimized:
    """Raise the score of ``article`` by rules, without changing what it says.

    Each rewrite is kept only where the total score rises and no number, address, quotation or name is lost
    or invented (``facts_preserved``, against the article as it came in). It goes on until nothing helps, so
    that doing it again changes nothing. Deterministic; no model, no network.

    :param site_links: pages of the site that exist; links are added only to these.
    :param published: the address is public already: the slug stays.
    """
    options = Options(tuple(site_links), published)
    before = evaluate(article)
    state = _State(article, before)
    allowed = _allowed(article, options)
    while (better := _round(state, options, article, allowed)) != state:
        state = better
    return Optimized(state.article, before, state.report, state.changes)


def _round(state: _State, options: Options, original: Article, allowed: tuple[str, ...]) -> _State:
    """Try each rewrite once."""
    for rewrite in REWRITES:
        check = state.report.by_id(rewrite.check_id)
        has_what_it_needs = bool(state.article.keyphrase.strip()) or not rewrite.needs_keyphrase
        if check is not None and check.score < BEST and has_what_it_needs:
            candidates = rewrite.propose(Draft(state.article, options))
            state = _best(state, rewrite.check_id, candidates, original, allowed)
    return state


def _best(
    state: _State, check_id: str, candidates: Iterable[Candidate], original: Article, allowed: tuple[str, ...]
) -> _State:
    """The state after the candidate with the highest score, the first of equals; else as it was."""
    best = state
    for candidate in candidates:
        report = evaluate(candidate.article)
        is_better = report.exact_score > best.report.exact_score
        if is_better and _keeps_facts(candidate.article, original, allowed):
            change = Change(check_id, candidate.what, candidate.before, candidate.after)
            best = _State(candidate.article, report, (*state.changes, change))
    return best


def _keeps_facts(article: Article, original: Article, allowed: tuple[str, ...]) -> bool:
    if article.html == original.html:
        return True
    return not facts_preserved(original.html, article.html, language=original.language, allowed=allowed)


def _allowed(article: Article, options: Options) -> tuple[str, ...]:
    """What the rewrites may bring into the body: the topic, the fixed phrases, and the pages to link to."""
    phrases = phrases_of(article.language)
    templates = (phrases.lead, *phrases.sections, phrases.see_also)
    filled = tuple(fill(template, article.keyphrase) for template in templates)
    pages = tuple(text for page in options.site_links for text in (page.url, page.title, page.anchor))
    return (article.title, article.keyphrase, *filled, *pages)
