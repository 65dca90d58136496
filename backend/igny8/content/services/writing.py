"""Articles: written from a locked brief, checked for their length, made safe, scored and stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from igny8.ai.prompts.article import ArticleFacts, ArticlePrompt
from igny8.ai.prompts.article_continue import ArticleContinueFacts, ArticleContinuePrompt
from igny8.ai.prompts.types import Brief, KeywordFact, SiteFacts
from igny8.ai.services import ask, text_model
from igny8.content.markup import insert_links, render_markdown, slugify, unlink_missing, word_count
from igny8.content.models import Content, WritingTask
from igny8.content.selectors import link_facts, published_pages, site_host, site_links
from igny8.content.services.scoring import score
from igny8.content.services.versions import announce, keep_version
from igny8.core.errors import InvalidInput
from igny8.core.ids import new_id
from igny8.planning.services.ideas import cluster_keywords_facts, site_facts
from igny8.tenants.models import Site

MAX_CONTINUATIONS = 2
"""A text that is short or cut off is continued at most this often."""

_SCHEMA_TYPES = {"how_to": "HowTo", "faq": "FAQPage"}


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text as Markdown, and what became of its promised length."""

    markdown: str
    provider: str
    model: str
    needs_writing: bool
    length: dict[str, Any]


def write_article(*, task_id: UUID) -> WrittenText:
    """Let the model write a task's article; asks the network, stores nothing.

    :raises ProviderError, ProviderUnavailable: as the model does.
    """
    task = WritingTask.objects.select_related("site", "idea__cluster").get(pk=task_id)
    brief = _brief(task)
    facts = ArticleFacts(
        brief=brief,
        site=site_facts(task.site),
        keywords=_keywords(task),
        links=link_facts(published_pages(site=task.site)),
    )
    first = ask(ArticlePrompt(), facts)
    text, cut_off, rounds = first.result.strip(), first.cut_off, 0
    offline = text_model().offline
    while not offline and rounds < MAX_CONTINUATIONS and _unfinished(text, cut_off, brief):
        missing = max(brief.word_count_min - _words(text, brief), 0)
        more = ask(ArticleContinuePrompt(), _continue_facts(brief, text, missing, cut_off, facts.site))
        text, cut_off, rounds = _joined(text, more.result, cut_off=cut_off), more.cut_off, rounds + 1
    return WrittenText(text, first.provider, first.model, offline, _length(text, brief, rounds, cut_off=cut_off))


def _brief(task: WritingTask) -> Brief:
    if not task.brief:
        raise InvalidInput(f"The task “{task.title}” has no brief.", fields={"task_ids": ["This task has no brief."]})
    return Brief.model_validate(task.brief)


def _keywords(task: WritingTask) -> tuple[KeywordFact, ...]:
    cluster = task.idea.cluster if task.idea else None
    return cluster_keywords_facts(cluster) if cluster else ()


def _words(text: str, brief: Brief) -> int:
    return word_count(render_markdown(text), brief.language)


def _unfinished(text: str, cut_off: bool, brief: Brief) -> bool:
    return cut_off or _words(text, brief) < brief.word_count_min


def _continue_facts(brief: Brief, text: str, missing: int, cut_off: bool, site: SiteFacts) -> ArticleContinueFacts:
    return ArticleContinueFacts(brief=brief, text_so_far=text, words_missing=missing, cut_off=cut_off, site=site)


def _joined(text: str, more: str, *, cut_off: bool) -> str:
    """A continuation goes on in the middle of a sentence where the text was cut off, else in a new block."""
    if not more.strip():
        return text
    return text + more.rstrip() if cut_off else f"{text}\n\n{more.strip()}"


def _length(text: str, brief: Brief, rounds: int, *, cut_off: bool) -> dict[str, Any]:
    words = _words(text, brief)
    return {
        "promised_min": brief.word_count_min,
        "promised_max": brief.word_count_max,
        "reached": words,
        "continuations": rounds,
        "cut_off": cut_off,
        "kept": words >= brief.word_count_min and not cut_off,
    }


def store_article(*, task_id: UUID, text: WrittenText) -> Content:
    """Store a written article as a content with its first version, and mark its task as written."""
    task = WritingTask.objects.select_related("site").get(pk=task_id)
    brief = _brief(task)
    content = Content(
        id=new_id(),
        site=task.site,
        task=task,
        title=brief.h1[:300],
        slug=free_slug(task.site, brief.target_keyphrase or brief.h1, brief.language),
        keyphrase=brief.target_keyphrase[:300],
        meta_title=brief.meta_title[:300],
        meta_description=brief.meta_description[:400],
        language=brief.language,
        schema_type=_SCHEMA_TYPES.get(brief.content_type, "Article"),
        needs_writing=text.needs_writing,
        length_report=text.length,
        categories=_categories(task),
        demand=task.demand,
    )
    fill_body(content, text.markdown)
    score(content)
    content.save(force_insert=True)
    keep_version(content, "written")
    WritingTask.objects.filter(pk=task.pk).update(status=WritingTask.Status.WRITTEN)
    announce(content, "content.created")
    return content


def _categories(task: WritingTask) -> list[str]:
    cluster = task.idea.cluster if task.idea else None
    sector = cluster.sector if cluster else None
    return [sector.name] if sector else [cluster.name] if cluster else []


def fill_body(content: Content, markdown: str) -> None:
    """Render a body: sanitised, linked to pages that exist, never to others; sets length and excerpt."""
    pages = published_pages(site=content.site, besides=content.id)
    html = unlink_missing(
        render_markdown(_without_title(markdown)),
        site_host=site_host(content.site),
        known_urls={page.published_url for page in pages},
    )
    content.html = insert_links(html, site_links(pages), own_keyphrase=content.keyphrase).html
    content.word_count = word_count(content.html, content.language)
    content.excerpt = content.excerpt or content.meta_description


def _without_title(markdown: str) -> str:
    """A model may repeat the title as an H1, which the page has already."""
    return re.sub(r"\A\s*#\s+[^\n]*\n", "", markdown)


def free_slug(site: Site, text: str, language: str) -> str:
    """A slug that no other content of the site has."""
    base = slugify(text, language=language)
    taken = set(Content.objects.filter(site=site, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
