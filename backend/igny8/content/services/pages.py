"""Texts of a site's pages."""

from __future__ import annotations

from uuid import UUID

from igny8.ai.prompts.metadata import Metadata, MetadataFacts, MetadataPrompt
from igny8.ai.prompts.page import PageFacts, PagePrompt
from igny8.ai.prompts.types import LinkFact, PagePlan
from igny8.ai.services import ask
from igny8.content.models import Content, Page
from igny8.content.services.announcing import CONTENTS, PAGES
from igny8.content.services.scoring import score
from igny8.content.services.slugs import free_slug
from igny8.content.services.versions import keep_version, new_version
from igny8.content.services.writing import WrittenText, fill_body
from igny8.core.errors import ProviderError
from igny8.core.ids import new_id
from igny8.planning.services.ideas import cluster_keywords_facts, content_language, site_facts


def write_page(*, page_id: UUID) -> tuple[WrittenText, Metadata]:
    """Let the model write a page's text and metadata; stores nothing."""
    page = Page.objects.select_related("site", "cluster__site").get(pk=page_id)
    language = content_language(page.cluster) if page.cluster else page.site.language
    facts = PageFacts(
        page=_plan(page),
        site=site_facts(page.site),
        links=_neighbours(page),
        keywords=cluster_keywords_facts(page.cluster) if page.cluster else (),
        language=language,
    )
    answer = ask(PagePrompt(), facts)
    if not answer.result.strip():
        raise ProviderError(f"The model wrote nothing for the page “{page.title}”.")
    length = {"cut_off": answer.cut_off}
    text = WrittenText(answer.result, answer.provider, answer.model, answer.offline, length)
    return text, ask(MetadataPrompt(), _metadata_facts(page, answer.result, language)).result


def _metadata_facts(page: Page, text: str, language: str) -> MetadataFacts:
    return MetadataFacts(
        title=page.title,
        text=text,
        keyphrase=page.keyphrase or page.title,
        language=language,
        site_name=page.site.name,
    )


def _plan(page: Page) -> PagePlan:
    return PagePlan.model_validate(
        {
            "slug": page.slug,
            "title": page.title,
            "kind": page.kind,
            "purpose": page.purpose or page.title,
            "parent_slug": page.parent.slug if page.parent else "",
            "cluster": page.cluster.name if page.cluster else "",
            "target_keyphrase": page.keyphrase,
            "links": page.internal_links,
        }
    )


def _neighbours(page: Page) -> tuple[LinkFact, ...]:
    """The pages that this one may link to, where they are out."""
    rows = Page.objects.filter(site=page.site, slug__in=page.internal_links).exclude(content=None)
    out = rows.select_related("content").exclude(content__published_url="")
    return tuple(LinkFact(title=row.title, url=row.content.published_url) for row in out if row.content)


def store_page(*, page_id: UUID, text: WrittenText, metadata: Metadata) -> Content:
    """Store a page's text as a content of kind ``page``; writing it again makes a new version."""
    page = (
        Page.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site", "cluster__site")
        .get(pk=page_id)
    )
    content = page.content or _new_content(page)
    before = CONTENTS.snapshot(content)
    content.meta_title, content.meta_description = metadata.meta_title[:300], metadata.meta_description[:400]
    content.excerpt, content.needs_writing = metadata.excerpt, text.needs_writing
    content.length_report = text.length
    fill_body(content, text.markdown)
    score(content)
    if content._state.adding:
        content.save(force_insert=True)
        keep_version(content, "written")
        CONTENTS.created(content)
    else:
        new_version(content, "written again")
        CONTENTS.updated(content, before)
    mark_written(page, content)
    return content


def mark_written(page: Page, content: Content) -> None:
    """A page has its text now."""
    before = PAGES.snapshot(page)
    page.content, page.status = content, Page.Status.WRITTEN
    Page.objects.filter(pk=page.pk).update(content=content, status=Page.Status.WRITTEN)
    PAGES.updated(page, before)


def _new_content(page: Page) -> Content:
    language = content_language(page.cluster) if page.cluster else page.site.language
    return Content(
        id=new_id(),
        site=page.site,
        kind="page",
        title=page.title,
        slug=free_slug(page.site, page.slug or "home", language),
        keyphrase=page.keyphrase,
        language=language,
        schema_type="WebPage",
        demand=page.demand,
    )
