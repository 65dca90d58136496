"""The vocabulary that prompts share: facts about keywords, clusters and sites; ideas and briefs as results.

Facts are frozen and reject unknown fields. Results are forgiving about what a model may get slightly wrong
(white space, an upper-case enum) and strict about what must be there; the meaning of each field stands in its
description, which also reaches the model in the JSON schema.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Intent = Literal["informational", "commercial", "transactional", "navigational"]
ContentType = Literal["guide", "how_to", "list", "comparison", "review", "landing_page", "faq"]
SchemaType = Literal["Article", "BlogPosting", "HowTo", "FAQPage", "Product", "WebPage"]
PageKind = Literal["home", "hub", "article", "about", "contact", "legal"]


def _lower(value: object) -> object:
    return value.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Required = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LenientIntent = Annotated[Intent, BeforeValidator(_lower)]
LenientContentType = Annotated[ContentType, BeforeValidator(_lower)]


class Facts(BaseModel):
    """Base of all facts: frozen data that goes into a prompt's fence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Result(BaseModel):
    """Base of all structured answers; extra fields that a model adds are dropped."""

    model_config = ConfigDict(extra="ignore")


class KeywordFact(Facts):
    """A keyword with what is known of it; ``volume`` is monthly searches or impressions, None if unknown."""

    text: str
    volume: int | None = None
    difficulty: float | None = None


class ClusterFacts(Facts):
    """A cluster of keywords; ``language`` is a BCP 47 tag such as ``de`` or ``pt-BR``."""

    name: str
    head_keyword: str
    keywords: tuple[KeywordFact, ...] = ()
    intent: Intent = "informational"
    language: str = "en"


class SiteFacts(Facts):
    """The site that is written for. ``voice_sample`` is a text in the brand's own voice, to imitate."""

    name: str = ""
    url: str = ""
    description: str = ""
    audience: str = ""
    tone: str = ""
    voice_sample: str = ""


class LinkFact(Facts):
    """A page that exists and may be linked to."""

    title: str
    url: str


class IdeaDraft(Result):
    """One idea for one page."""

    title: Required = Field(description="Working title, at most 60 characters, natural in its language")
    angle: Required = Field(description="One or two sentences: what this page does that others do not")
    intent: LenientIntent
    content_type: LenientContentType
    target_keyphrase: Required = Field(description="The one keyphrase the page is to rank for")
    supporting_keywords: list[Required] = Field(description="Further keywords of the cluster it covers")


class OutlineSection(Result):
    """One heading of the outline with notes for the writer."""

    level: Literal[2, 3]
    heading: Required
    notes: Text = Field(description="What this section must answer, for the writer")
    keywords: list[Required] = Field(default_factory=list, description="Keywords this section covers")


class FaqItem(Result):
    """A question readers ask, and how to answer it."""

    question: Required
    guidance: Text = Field(description="How to answer: points to cover, what to verify")


class InternalLink(Result):
    """A link to an existing page: its anchor text, its address and the heading it belongs under."""

    anchor: Required
    url: Required
    section: Text = ""


class Brief(Result):
    """All that a writer needs for one page. Once approved it is locked."""

    h1: Required = Field(description="The page's heading, containing the keyphrase")
    title_variants: list[Required] = Field(default_factory=list, description="Two to four other titles")
    meta_title: Required = Field(description="At most 60 characters, the keyphrase near its start")
    meta_description: Required = Field(description="121 to 156 characters, containing the keyphrase once")
    target_keyphrase: Required
    supporting_keywords: list[Required] = Field(default_factory=list)
    intent: LenientIntent
    content_type: LenientContentType
    audience: Text = ""
    outline: list[OutlineSection] = Field(min_length=1, description="H2 and H3 headings in order")
    faq: list[FaqItem] = Field(default_factory=list)
    internal_links: list[InternalLink] = Field(default_factory=list, description="Only offered addresses")
    schema_type: SchemaType = "Article"
    entities: list[Required] = Field(default_factory=list, description="Things, products, places to mention")
    questions: list[Required] = Field(default_factory=list, description="Questions the page must answer")
    tone: Text = ""
    out_of_scope: list[Required] = Field(default_factory=list)
    word_count_min: int = Field(ge=100, le=10_000)
    word_count_max: int = Field(ge=100, le=12_000)
    call_to_action: Text = ""
    language: Required = Field(description="BCP 47 tag of the language the page is written in")

    @model_validator(mode="after")
    def _ordered(self) -> Brief:
        """The first heading of an outline stands on level 2, and the word counts span a range."""
        if self.word_count_max < self.word_count_min:
            raise ValueError("word_count_max must not be below word_count_min")
        if self.outline[0].level != 2:
            raise ValueError("outline must start with a heading of level 2")
        return self


class PagePlan(Result):
    """One page of a site's structure; ``parent_slug`` is empty for the home page only."""

    slug: Text = Field(description="Lower-case path segment; empty for the home page")
    title: Required
    kind: Annotated[PageKind, BeforeValidator(_lower)]
    purpose: Required = Field(description="What the page is for, one sentence")
    parent_slug: Text = Field(default="", description="Slug of the page above; empty at the top")
    cluster: Text = Field(default="", description="Name of the keyword cluster it serves, if any")
    target_keyphrase: Text = ""
    links: list[Text] = Field(default_factory=list, description="Slugs of pages it links to")
