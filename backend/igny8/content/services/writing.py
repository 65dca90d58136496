"""Articles: written from a locked brief, checked for their length, made safe, scored and stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from igny8.ai.prompts.article import ArticleFacts, ArticlePrompt
from igny8.ai.prompts.article_continue import ArticleContinueFacts, ArticleContinuePrompt
from igny8.ai.prompts.types import Brief, KeywordFact, SiteFacts
from igny8.ai.services import ask
from igny8.content.markup import insert_links, render_markdown, unlink_missing, word_count
from igny8.content.models import Content, Page, WritingTask
from igny8.content.selectors import link_facts, published_pages, site_host, site_links
from igny8.content.services.announcing import CONTENTS, PAGES, WRITING_TASKS
from igny8.content.services.scoring import score
from igny8.content.services.slugs import free_slug
from igny8.content.services.versions import keep_version
from igny8.core.errors import Conflict, InvalidInput, ProviderError
from igny8.core.ids import new_id
from igny8.planning.services.ideas import cluster_keywords_facts, site_facts

MAX_CONTINUATIONS = 2
"""A text that is short or cut off is continued at most this often."""


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
    :raises InvalidInput: when the task has no brief, or one that breaks a brief's rules.
    :raises Conflict: when the task is cancelled or written already.
    """
    task = WritingTask.objects.select_related("site", "idea__cluster__site").get(pk=task_id)
    _require_waiting(task)
    brief = _brief(task)
    facts = ArticleFacts(
        brief=brief,
        site=site_facts(task.site),
        keywords=_keywords(task),
        links=link_facts(published_pages(site=task.site)),
    )
    first = ask(ArticlePrompt(), facts)
    text, cut_off, rounds = first.result.strip(), first.cut_off, 0
    while not first.offline and rounds < MAX_CONTINUATIONS and _unfinished(text, cut_off, brief):
        missing = max(brief.word_count_min - _words(text, brief), 0)
        more = ask(ArticleContinuePrompt(), _continue_facts(brief, text, missing, cut_off, facts.site))
        text, cut_off, rounds = _joined(text, more.result, cut_off=cut_off), more.cut_off, rounds + 1
    if not text:
        raise ProviderError(f"The model wrote nothing for “{task.title}”.")
    length = _length(text, brief, rounds, cut_off=cut_off)
    return WrittenText(text, first.provider, first.model, first.offline, length)


def _require_waiting(task: WritingTask) -> None:
    if task.status != WritingTask.Status.WAITING:
        raise Conflict(f"The task “{task.title}” is {task.status}: only waiting tasks are written.")


def _brief(task: WritingTask) -> Brief:
    if not task.brief:
        message = f"The task “{task.title}” has no brief."
        raise InvalidInput(message, fields={"params.task_ids": [message]})
    try:
        return Brief.model_validate(task.brief)
    except ValidationError as error:
        message = f"The brief of the task “{task.title}” cannot be written from: {_problem(error)}."
        raise InvalidInput(message, fields={"params.task_ids": [message]}) from error


def _problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))


def _keywords(task: WritingTask) -> tuple[KeywordFact, ...]:
    cluster = task.idea.cluster if task.idea else None
    return cluster_keywords_facts(cluster) if cluster else ()


def _words(text: str, brief: Brief) -> int:
    return word_count(render_markdown(text), brief.language)


def _unfinished(text: str, cut_off: bool, brief: Brief) -> bool:
    return cut_off or _words(text, brief) < brief.word_count_min


def _continue_facts(
    brief: Brief, text: str, missing: int, cut_off: bool, site: SiteFacts
) -> ArticleContinueFacts:
    return ArticleContinueFacts(
        brief=brief, text_so_far=text, words_missing=missing, cut_off=cut_off, site=site
    )


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
    """Store a written article as a content with its first version, and mark its task as written.

    Where the site's structure has planned a page for the same topic, the article becomes that page's text.

    :raises Conflict: when the task was cancelled or written meanwhile.
    """
    task = (
        WritingTask.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site")
        .get(pk=task_id)
    )
    _require_waiting(task)
    content = _new_content(task, _brief(task), text)
    fill_body(content, text.markdown)
    score(content)
    content.save(force_insert=True)
    keep_version(content, "written")
    _mark_written(task)
    _fill_planned_page(task, content)
    CONTENTS.created(content)
    return content


def _mark_written(task: WritingTask) -> None:
    before = WRITING_TASKS.snapshot(task)
    task.status = WritingTask.Status.WRITTEN
    task.save(update_fields=["status"])
    WRITING_TASKS.updated(task, before)


def _new_content(task: WritingTask, brief: Brief, text: WrittenText) -> Content:
    return Content(
        id=new_id(),
        site=task.site,
        task=task,
        title=brief.h1[:300],
        slug=free_slug(task.site, brief.target_keyphrase or brief.h1, brief.language),
        keyphrase=brief.target_keyphrase[:300],
        meta_title=brief.meta_title[:300],
        meta_description=brief.meta_description[:400],
        language=brief.language,
        schema_type=brief.schema_type,
        needs_writing=text.needs_writing,
        length_report=text.length,
        categories=_categories(task),
        demand=task.demand,
    )


def _categories(task: WritingTask) -> list[str]:
    cluster = task.idea.cluster if task.idea else None
    sector = cluster.sector if cluster else None
    return [sector.name] if sector else [cluster.name] if cluster else []


def _fill_planned_page(task: WritingTask, content: Content) -> None:
    cluster_id = task.idea.cluster_id if task.idea else None
    planned = Page.objects.filter(
        site_id=task.site_id, kind="article", status=Page.Status.PLANNED, content=None
    )
    page = planned.filter(cluster_id=cluster_id).first() if cluster_id else None
    if page is not None:
        before = PAGES.snapshot(page)
        page.content, page.status = content, Page.Status.WRITTEN
        page.save(update_fields=["content", "status"])
        PAGES.updated(page, before)


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
