"""Schema.org data of a content: the article and its breadcrumbs."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from igny8.content.markup import ArticleData, Crumb, article_json_ld, breadcrumb_json_ld
from igny8.content.models import Content, Page


def json_ld(content: Content, *, now: datetime) -> list[dict[str, Any]]:
    """What search engines are told; ``now`` stands for the time of publication while there is none."""
    url = address(content)
    data = ArticleData(
        headline=content.title,
        url=url,
        description=content.meta_description,
        publisher=content.site.brand_name or content.site.name,
        published_at=content.published_at or now,
        modified_at=content.updated_at,
        language=content.language,
        section=content.categories[0] if content.categories else "",
        keywords=(content.keyphrase,) if content.keyphrase else (),
        word_count=content.word_count,
        type="BlogPosting" if content.schema_type == "BlogPosting" else "Article",
    )
    return [json.loads(text) for text in (article_json_ld(data), breadcrumb_json_ld(_crumbs(content, url)))]


def address(content: Content) -> str:
    """Where the content is, or will be where nothing else is said, as an absolute address."""
    if content.published_url.startswith("http"):
        return content.published_url
    return f"{content.site.url.rstrip('/')}/{content.slug}/"


def _crumbs(content: Content, url: str) -> list[Crumb]:
    site = content.site
    above: list[Crumb] = []
    page = Page.objects.filter(content=content).select_related("parent__parent").first()
    parent = page.parent if page else None
    while parent is not None and parent.parent is not None:
        above.insert(0, Crumb(parent.title, f"{site.url.rstrip('/')}{parent.path}"))
        parent = parent.parent
    return [Crumb(site.name, site.url), *above, Crumb(content.title, url)]
