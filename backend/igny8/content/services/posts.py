"""Contents as publishing targets get them."""

from __future__ import annotations

import json
from typing import Literal

from igny8.content.markup import to_blocks
from igny8.content.models import Content, Page
from igny8.content.services.images import picture_bytes
from igny8.content.services.links import links_at
from igny8.content.services.structured import json_ld
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.integrations.models import Connection
from igny8.integrations.publishing.port import MediaItem, Post, SeoMeta

Wanted = Literal["publish", "draft"]


def post_of(content: Content, *, connection: Connection, wanted: Wanted, clock: Clock) -> Post:
    """A content as a post for one target; its key stays the same for ever.

    :raises Conflict: when there is nothing to publish yet.
    """
    if not content.html.strip():
        raise Conflict(f"“{content.title}” has no text yet: write it before publishing it.")
    is_page = content.kind == "page"
    planned = wanted == "publish" and content.publish_at is not None and content.publish_at > clock.now()
    html = links_at(connection, content.html)
    return Post(
        key=post_key(content.id),
        title=content.title,
        slug=content.slug,
        html=html,
        blocks=to_blocks(html),
        status="future" if planned else wanted,
        kind="page" if is_page else "post",
        excerpt=content.excerpt,
        publish_at=content.publish_at if planned else None,
        categories=() if is_page else tuple(content.categories),
        tags=() if is_page else tuple(content.tags),
        featured=_featured(content),
        meta=_meta(content, clock),
        parent_key=_parent_key(content) if is_page else None,
        language=content.language,
        needs_writing=content.needs_writing,
    )


def post_key(content_id: object) -> str:
    """What a content is known by at every target."""
    return f"igny8-{content_id}"


def _meta(content: Content, clock: Clock) -> SeoMeta:
    data = json.dumps(json_ld(content, now=clock.now()), ensure_ascii=False)
    safe = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return SeoMeta(content.meta_title, content.meta_description, content.keyphrase, safe)


def _featured(content: Content) -> MediaItem | None:
    image = content.images.filter(role="featured").first()
    if image is None:
        return None
    return MediaItem(
        key=f"igny8-{image.digest[:24]}",
        filename=f"{content.slug[:80]}-{image.digest[:8]}.webp",
        mime_type="image/webp",
        data=picture_bytes(image),
        alt=image.alt,
        width=image.width,
        height=image.height,
    )


def _parent_key(content: Content) -> str | None:
    """The nearest page above that has a text; the home page is nobody's parent at a target."""
    page = Page.objects.filter(content=content).select_related("parent").first()
    parent = page.parent if page else None
    if parent is None or parent.kind == "home" or parent.content_id is None:
        return None
    return post_key(parent.content_id)
