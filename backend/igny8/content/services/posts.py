"""Contents as publishing targets get them."""

from __future__ import annotations

from typing import Literal

from igny8.content.markup import ArticleData, Crumb, article_json_ld, breadcrumb_json_ld, to_blocks
from igny8.content.models import Content, Page
from igny8.content.services.images import media_root
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.integrations.publishing.port import MediaItem, Post, SeoMeta

Wanted = Literal["publish", "draft"]


def post_of(content: Content, *, wanted: Wanted, clock: Clock) -> Post:
    """A content as a post; its key stays the same for ever.

    :raises Conflict: when there is nothing to publish yet.
    """
    if not content.html.strip():
        raise Conflict(f"“{content.title}” has no text yet: write it before publishing it.")
    is_page = content.kind == "page"
    planned = wanted == "publish" and content.publish_at is not None and content.publish_at > clock.now()
    return Post(
        key=f"igny8-{content.id}",
        title=content.title,
        slug=content.slug,
        html=content.html,
        blocks=to_blocks(content.html),
        status="future" if planned else wanted,
        kind="page" if is_page else "post",
        excerpt=content.excerpt,
        publish_at=content.publish_at if planned else None,
        categories=() if is_page else tuple(content.categories),
        tags=() if is_page else tuple(content.tags),
        featured=_featured(content),
        meta=SeoMeta(content.meta_title, content.meta_description, content.keyphrase, _json_ld(content, clock)),
        parent_key=_parent_key(content) if is_page else None,
        language=content.language,
        needs_writing=content.needs_writing,
    )


def _featured(content: Content) -> MediaItem | None:
    image = content.images.filter(role="featured").first()
    if image is None:
        return None
    return MediaItem(
        key=f"igny8-{image.digest[:24]}",
        filename=f"{content.slug[:80]}-{image.digest[:8]}.webp",
        mime_type="image/webp",
        data=(media_root() / image.path).read_bytes(),
        alt=image.alt,
        width=image.width,
        height=image.height,
    )


def _parent_key(content: Content) -> str | None:
    page = Page.objects.filter(content=content).select_related("parent").first()
    parent = page.parent.content_id if page and page.parent else None
    return f"igny8-{parent}" if parent else None


def _json_ld(content: Content, clock: Clock) -> str:
    """One JSON text: the article and its breadcrumbs."""
    site = content.site
    url = content.published_url if content.published_url.startswith("http") else f"{site.url.rstrip('/')}/{content.slug}/"
    data = ArticleData(
        headline=content.title,
        url=url,
        description=content.meta_description,
        publisher=site.brand_name or site.name,
        published_at=content.published_at or clock.now(),
        modified_at=content.updated_at,
        language=content.language,
        section=content.categories[0] if content.categories else "",
        keywords=(content.keyphrase,) if content.keyphrase else (),
        word_count=content.word_count,
        type="BlogPosting" if content.kind == "article" else "Article",
    )
    crumbs = breadcrumb_json_ld([Crumb(site.name, site.url), Crumb(content.title, url)])
    return f"[{article_json_ld(data)},{crumbs}]"


