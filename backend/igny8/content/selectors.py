"""Reads of writing tasks, content and pages: above all, what waits for the next action."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet

from igny8.ai.prompts.types import LinkFact
from igny8.content.markup import SiteLink
from igny8.content.models import Content, Page, WritingTask
from igny8.core.claims import claimed_ids
from igny8.planning.normalize import keyword_key
from igny8.planning.services.ideas import KnownTopics, planned_topics
from igny8.tenants.models import Site

TASK, CONTENT, PAGE, SITE = "writing_task", "content", "page", "site"
"""The kinds under which items are claimed."""

_LINKS = 200


def waiting_tasks(*, site_id: UUID) -> QuerySet[WritingTask]:
    """Tasks that are not written yet, largest demand first."""
    rows = WritingTask.objects.filter(site_id=site_id, status=WritingTask.Status.WAITING)
    return rows.exclude(id__in=claimed_ids(TASK))


def contents_without_images(*, site_id: UUID) -> QuerySet[Content]:
    """Contents that have no picture yet."""
    return _free(Content.objects.filter(site_id=site_id, images=None))


def contents_to_optimize(*, site_id: UUID) -> QuerySet[Content]:
    """Contents that were never optimised."""
    return _free(Content.objects.filter(site_id=site_id, optimized_at=None))


def contents_to_publish(*, site_id: UUID) -> QuerySet[Content]:
    """Contents that are not out yet."""
    out = (Content.Status.PUBLISHED, Content.Status.SCHEDULED)
    return _free(Content.objects.filter(site_id=site_id).exclude(status__in=out))


def _free(rows: QuerySet[Content]) -> QuerySet[Content]:
    return rows.exclude(id__in=claimed_ids(CONTENT)).order_by("-demand", "id")


def pages_to_write(*, site_id: UUID) -> QuerySet[Page]:
    """Planned pages without a text; articles are written from ideas, not from here."""
    rows = Page.objects.filter(site_id=site_id, status=Page.Status.PLANNED)
    return rows.exclude(id__in=claimed_ids(PAGE)).order_by("-demand", "id")


def existing(model: type[WritingTask] | type[Content] | type[Page], wanted: Sequence[UUID], site_id: UUID) -> list[UUID]:
    """Those of ``wanted`` that exist on the site, in the order given."""
    found = set(model.objects.filter(site_id=site_id, id__in=wanted).values_list("id", flat=True))
    return [item for item in wanted if item in found]


def known_topics(*, site_id: UUID) -> KnownTopics:
    """What the site has planned or written."""
    planned = planned_topics(site_id=site_id)
    written = list(Content.objects.filter(site_id=site_id).values_list("title", "keyphrase"))
    by_keyphrase = {keyword_key(phrase): f"the article “{title}”" for title, phrase in written if phrase}
    return KnownTopics(planned.titles + tuple(title for title, _ in written), planned.by_keyphrase | by_keyphrase)


def published_pages(*, site: Site, besides: UUID | None = None) -> list[Content]:
    """What readers of the site can open now."""
    rows = Content.objects.filter(site=site, status=Content.Status.PUBLISHED).exclude(published_url="")
    return list(rows.exclude(pk=besides).order_by("-demand", "id")[:_LINKS])


def link_facts(pages: Sequence[Content]) -> tuple[LinkFact, ...]:
    """Published pages as prompts know them."""
    return tuple(LinkFact(title=page.title, url=page.published_url) for page in pages)


def site_links(pages: Sequence[Content]) -> tuple[SiteLink, ...]:
    """Published pages as link targets, reached by their keyphrase."""
    return tuple(SiteLink(page.keyphrase or page.title, page.published_url, page.title) for page in pages)


def site_host(site: Site) -> str:
    """The host of the site's address."""
    return urlsplit(site.url).hostname or ""


def used_keyphrases(content: Content) -> frozenset[str]:
    """The keyphrases of the site's other contents."""
    rows = Content.objects.filter(site_id=content.site_id).exclude(pk=content.pk).exclude(keyphrase="")
    return frozenset(rows.values_list("keyphrase", flat=True))
