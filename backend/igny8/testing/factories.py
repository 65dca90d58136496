"""Rows for tests. Each factory makes what it needs; what belongs together is handed on by ``site``."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from igny8.ai.prompts.types import Brief
from igny8.content.models import Content, Image, Page, WritingTask
from igny8.content.services.versions import keep_version
from igny8.integrations.models import Connection, ConnectionKind, Publication
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.planning.normalize import keyword_key
from igny8.tenants.models import Site

HTML = (
    "<p>A pdf scanner turns paper into files.</p><h2>How a pdf scanner works</h2><p>It takes a picture.</p>"
)


def brief_json(keyphrase: str = "pdf scanner", **values: Any) -> dict[str, Any]:
    """A complete brief as it is stored."""
    given: dict[str, Any] = {
        "h1": f"{keyphrase.capitalize()}: a guide",
        "meta_title": f"{keyphrase.capitalize()}: a guide",
        "meta_description": f"How a {keyphrase} works, what to look for, and how to get clean pages. "
        + "A guide. " * 6,
        "target_keyphrase": keyphrase,
        "supporting_keywords": [f"best {keyphrase}"],
        "intent": "informational",
        "content_type": "guide",
        "outline": [
            {"level": 2, "heading": f"What is a {keyphrase}?", "notes": "Define it."},
            {"level": 2, "heading": "How it works", "notes": "Three steps."},
        ],
        "word_count_min": 100,
        "word_count_max": 400,
        "language": "en",
        **values,
    }
    return Brief.model_validate(given).model_dump(mode="json")


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Site {n}")
    url = factory.Sequence(lambda n: f"https://site{n}.example")


class ClusterFactory(DjangoModelFactory[Cluster]):
    class Meta:
        model = Cluster

    site = factory.SubFactory(SiteFactory)
    name = factory.Sequence(lambda n: f"Topic {n}")
    head_keyword = factory.Sequence(lambda n: f"topic {n}")
    language = "en"
    intent = "informational"
    demand = 100


class KeywordFactory(DjangoModelFactory[Keyword]):
    class Meta:
        model = Keyword

    site = factory.SubFactory(SiteFactory)
    text = factory.Sequence(lambda n: f"keyword {n}")
    key = factory.LazyAttribute(lambda row: keyword_key(row.text))
    demand = 100


class IdeaFactory(DjangoModelFactory[Idea]):
    """An approved idea with a brief."""

    class Meta:
        model = Idea

    site = factory.SubFactory(SiteFactory)
    cluster = factory.SubFactory(ClusterFactory, site=factory.SelfAttribute("..site"))
    title = factory.LazyAttribute(lambda row: f"{row.target_keyphrase.capitalize()}: a guide")
    content_type = "guide"
    target_keyphrase = factory.Sequence(lambda n: f"pdf scanner {n}")
    brief = factory.LazyAttribute(lambda row: brief_json(row.target_keyphrase))
    language = "en"
    status = Idea.Status.APPROVED
    demand = 100


class WritingTaskFactory(DjangoModelFactory[WritingTask]):
    """A waiting task; its idea is planned."""

    class Meta:
        model = WritingTask

    site = factory.SubFactory(SiteFactory)
    idea = factory.SubFactory(IdeaFactory, site=factory.SelfAttribute("..site"), status=Idea.Status.PLANNED)
    title = factory.LazyAttribute(lambda row: row.idea.title if row.idea else "A task")
    target_keyphrase = factory.LazyAttribute(
        lambda row: row.idea.target_keyphrase if row.idea else "pdf scanner"
    )
    brief = factory.LazyAttribute(lambda row: row.idea.brief if row.idea else brief_json())
    language = "en"
    demand = 100


class ContentFactory(DjangoModelFactory[Content]):
    """A draft with a text and its first version; written by no task unless one is given."""

    class Meta:
        model = Content
        skip_postgeneration_save = True

    site = factory.SubFactory(SiteFactory)
    title = factory.Sequence(lambda n: f"A pdf scanner, part {n}")
    slug = factory.Sequence(lambda n: f"a-pdf-scanner-part-{n}")
    keyphrase = "pdf scanner"
    meta_title = "A pdf scanner"
    meta_description = "What a pdf scanner is."
    html = HTML
    demand = 100

    @factory.post_generation
    def first_version(self: Any, create: bool, *_: object) -> None:
        if create:
            keep_version(self, "written")


class ImageFactory(DjangoModelFactory[Image]):
    """An image's row; its files do not exist unless the test writes them."""

    class Meta:
        model = Image

    content = factory.SubFactory(ContentFactory)
    site = factory.SelfAttribute("content.site")
    alt = "A scanner"
    provider = "offline"
    model = "title-card"
    path = factory.Sequence(lambda n: f"pictures/{n}-1200.webp")
    files = factory.LazyAttribute(lambda row: {"1200": row.path})
    digest = factory.Sequence(lambda n: f"{n:064d}")
    width = 1200
    height = 630


class PageFactory(DjangoModelFactory[Page]):
    """A planned page right below the home page."""

    class Meta:
        model = Page

    site = factory.SubFactory(SiteFactory)
    kind = "hub"
    title = factory.Sequence(lambda n: f"Page {n}")
    slug = factory.Sequence(lambda n: f"page-{n}")
    path = factory.LazyAttribute(lambda row: f"/{row.slug}/")
    purpose = "Leads on to the articles."


class ConnectionFactory(DjangoModelFactory[Connection]):
    """A preview connection; give ``kind``, ``url``, ``username`` for WordPress."""

    class Meta:
        model = Connection

    site = factory.SubFactory(SiteFactory)
    kind = ConnectionKind.PREVIEW
    name = factory.Sequence(lambda n: f"Connection {n}")


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    connection = factory.SubFactory(ConnectionFactory)
    object_type = "content"
    object_id = factory.LazyFunction(lambda: ContentFactory().id)
    external_id = "1"
    status = "publish"
    version = 1
