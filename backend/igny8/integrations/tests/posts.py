"""Posts and pictures for the publishing tests."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from PIL import Image

from igny8.integrations.publishing.port import MediaItem, Post, SeoMeta


def picture(key: str = "image:1", *, colour: str = "teal", kind: str = "WEBP", size: int = 480) -> MediaItem:
    """A real picture of one colour."""
    output = io.BytesIO()
    Image.new("RGB", (size, size // 2), colour).save(output, kind)
    return MediaItem(
        key=key,
        filename=f"Köln bei Nacht.{kind.lower()}",
        mime_type=f"image/{kind.lower()}",
        data=output.getvalue(),
        alt=f"A {colour} card",
        width=size,
        height=size // 2,
        src=f"/media/{key}?a=1&b=2",
    )


def article(key: str = "content:1", **changes: Any) -> Post:
    """A complete article; ``changes`` replace fields."""
    post = Post(
        key=key,
        title="Scanning receipts & invoices",
        slug="scanning-receipts",
        html="<h2>First</h2><p>Text.</p>",
        blocks='<!-- wp:heading -->\n<h2 class="wp-block-heading">First</h2>\n<!-- /wp:heading -->\n\n'
        "<!-- wp:paragraph -->\n<p>Text.</p>\n<!-- /wp:paragraph -->",
        status="publish",
        excerpt="How to scan.",
        meta=SeoMeta(
            "Scan receipts | Example", "How to scan receipts.", "scan receipts", '{"@type":"Article"}'
        ),
    )
    return replace(post, **changes)


def always_mine() -> None:
    """A lease that is never lost."""
