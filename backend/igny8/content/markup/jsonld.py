"""Schema.org data as JSON-LD texts, ready to stand in a ``<script type="application/ld+json">``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ArticleType = Literal["Article", "BlogPosting"]
_HEADLINE_MAX = 110


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What search engines may know of an article; empty fields are left out. Times are aware."""

    headline: str
    url: str = ""
    description: str = ""
    image_urls: tuple[str, ...] = ()
    author: str = ""
    publisher: str = ""
    publisher_logo_url: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    word_count: int = 0
    type: ArticleType = "BlogPosting"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the home page to a page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """One question of an FAQ; the answer is plain text."""

    question: str
    answer: str


def article_json_ld(article: ArticleData) -> str:
    """Article or BlogPosting as JSON-LD; the headline is cut at 110 characters, as Google advises."""
    data = {
        "@context": "https://schema.org",
        "@type": article.type,
        "headline": article.headline[:_HEADLINE_MAX],
        "description": article.description,
        "image": list(article.image_urls),
        "author": _named("Person", article.author),
        "publisher": _publisher(article),
        "datePublished": _time(article.published_at),
        "dateModified": _time(article.modified_at),
        "inLanguage": article.language,
        "articleSection": article.section,
        "keywords": ", ".join(article.keywords),
        "wordCount": article.word_count,
        "url": article.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url} if article.url else None,
    }
    return _dump(data)


def breadcrumb_json_ld(crumbs: Sequence[Crumb]) -> str:
    """BreadcrumbList as JSON-LD, first crumb first; ``""`` where there are none."""
    items = [
        {"@type": "ListItem", "position": position, "name": crumb.name, "item": crumb.url}
        for position, crumb in enumerate(crumbs, start=1)
    ]
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return _dump(data) if items else ""


def faq_json_ld(questions: Sequence[QuestionAnswer], *, enabled: bool = False) -> str:
    """FAQPage as JSON-LD; ``""`` unless ``enabled``.

    Off by default: Google shows FAQ results for few sites only since August 2023.
    """
    if not enabled or not questions:
        return ""
    entities = [
        {
            "@type": "Question",
            "name": item.question,
            "acceptedAnswer": {"@type": "Answer", "text": item.answer},
        }
        for item in questions
    ]
    return _dump({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities})


def _named(kind: str, name: str) -> dict[str, object] | None:
    return {"@type": kind, "name": name} if name else None


def _publisher(article: ArticleData) -> dict[str, object] | None:
    publisher = _named("Organization", article.publisher)
    if publisher and article.publisher_logo_url:
        publisher["logo"] = {"@type": "ImageObject", "url": article.publisher_logo_url}
    return publisher


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _dump(data: Mapping[str, object]) -> str:
    """JSON without empty fields; ``<``, ``>`` and ``&`` escaped so that it cannot end its script element."""
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
