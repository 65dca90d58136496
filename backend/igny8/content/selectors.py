"""Reads of writing tasks, content and pages: above all, what waits for the next action."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from igny8.ai.prompts.types import LinkFact
from igny8.content.markup import SiteLink
from igny8.content.models import Content, Page, WritingTask
from igny8.core.claims import claimed_ids
from igny8.core.errors import InvalidInput
from igny8.integrations.models import Connection, ConnectionKind, Publication
from igny8.planning.models import Idea
from igny8.planning.normalize import keyword_key
from igny8.planning.services.ideas import KnownTopics, planned_topics
from igny8.tenants.models import Site

TASK, PAGE, SITE = "writing_task", "page", "site"
IMAGES, OPTIMIZE, PUBLISH = "content:images", "content:optimize", "content:publish"
"""The kinds under which items are claimed. Each kind of work on a content has its own, so that parallel
branches of a run may do different work on the same content."""

_LINKS = 200
_OUT = ("publish", "future")


def undecided_ideas(*, site_id: UUID) -> QuerySet[Idea]:
    """Ideas that could be written once somebody approves them."""
    return Idea.objects.filter(site_id=site_id, status=Idea.Status.NEW)


def waiting_tasks(*, site_id: UUID) -> QuerySet[WritingTask]:
    """Tasks that are not written yet, largest demand first."""
    rows = WritingTask.objects.filter(site_id=site_id, status=WritingTask.Status.WAITING)
    return rows.exclude(id__in=claimed_ids(TASK)).order_by("-demand", "id")


def contents_without_images(*, site_id: UUID) -> QuerySet[Content]:
    """Contents that have no picture yet."""
    return _free(Content.objects.filter(site_id=site_id, images=None), IMAGES)


def contents_to_optimize(*, site_id: UUID) -> QuerySet[Content]:
    """Contents with a text that were never optimized."""
    return _free(_with_text(site_id).filter(optimized_at=None), OPTIMIZE)


def contents_to_publish(*, connection: Connection, wanted: str) -> QuerySet[Content]:
    """Contents that are not out yet through ``connection``, or any other but a preview.

    What is in review waits for a person. A draft that the target has in its current version waits only where
    it is now ``wanted`` as ``publish``; one that still needs writing stays a draft there whatever is wanted.
    """
    here = Publication.objects.filter(object_type="content", object_id=OuterRef("pk"), connection=connection)
    elsewhere = Publication.objects.filter(object_type="content", object_id=OuterRef("pk"), status__in=_OUT)
    elsewhere = elsewhere.exclude(connection__kind=ConnectionKind.PREVIEW)
    sent = Exists(here.filter(version=OuterRef("version")).exclude(status="pending"))
    done = sent if wanted == "draft" else sent & Q(needs_writing=True)
    rows = _with_text(connection.site_id).exclude(status=Content.Status.REVIEW)
    rows = rows.exclude(Exists(here.filter(status__in=_OUT))).exclude(Exists(elsewhere)).exclude(done)
    return _free(rows, PUBLISH)


def _with_text(site_id: UUID) -> QuerySet[Content]:
    return Content.objects.filter(site_id=site_id).exclude(html="")


def _free(rows: QuerySet[Content], kind: str) -> QuerySet[Content]:
    return rows.exclude(id__in=claimed_ids(kind)).order_by("-demand", "id")


def pages_to_write(*, site_id: UUID) -> QuerySet[Page]:
    """Planned pages without a text. An article's page gets the article that is written for its cluster."""
    rows = Page.objects.filter(site_id=site_id, status=Page.Status.PLANNED)
    return rows.exclude(id__in=claimed_ids(PAGE)).order_by("-demand", "id")


def required_site(site_id: UUID) -> Site:
    """A site of the account.

    :raises InvalidInput: when it does not exist; names the param.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        message = f"There is no site with the id {site_id}."
        raise InvalidInput(message, fields={"params.site_id": [message]})
    return site


def known_topics(*, site_id: UUID) -> KnownTopics:
    """What the site has planned or written."""
    planned = planned_topics(site_id=site_id)
    written = list(Content.objects.filter(site_id=site_id).values_list("title", "keyphrase"))
    by_keyphrase = {keyword_key(phrase): f"the article “{title}”" for title, phrase in written if phrase}
    titles = planned.titles + tuple(title for title, _ in written)
    return KnownTopics(titles, planned.by_keyphrase | by_keyphrase)


def published_pages(*, site: Site, besides: UUID | None = None) -> list[Content]:
    """What readers of the site can open now."""
    rows = Content.objects.filter(site=site, status=Content.Status.PUBLISHED).exclude(published_url="")
    rows = rows.exclude(pk=besides) if besides else rows
    return list(rows.order_by("-demand", "id")[:_LINKS])


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
