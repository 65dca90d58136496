"""Contents as targets get them: pictures, parents, structured data, and links that work there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from igny8.content.models import Page
from igny8.content.services.links import links_at
from igny8.content.services.posts import post_of
from igny8.content.services.publishing import Sent, store_sent
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict
from igny8.integrations.models import Connection, ConnectionKind
from igny8.integrations.publishing.port import Post, Published
from igny8.tenants.models import Site
from igny8.testing.factories import (
    ConnectionFactory,
    ContentFactory,
    ImageFactory,
    PageFactory,
    PublicationFactory,
)


@pytest.fixture
def wordpress(site: Site) -> Connection:
    connection: Connection = ConnectionFactory(site=site, kind=ConnectionKind.WORDPRESS)
    return connection


@pytest.fixture
def preview(site: Site) -> Connection:
    connection: Connection = ConnectionFactory(site=site)
    return connection


def make_post(content: Any, connection: Connection, clock: FixedClock) -> Post:
    return post_of(content, connection=connection, wanted="publish", clock=clock)


def test_it_carries_the_text_as_html_and_blocks_with_its_metadata(
    site: Site, wordpress: Connection, clock: FixedClock
) -> None:
    content = ContentFactory(
        site=site, title="A <b> & co", categories=["Apps"], tags=["pdf"], schema_type="BlogPosting"
    )
    post = make_post(content, wordpress, clock)
    assert post.key == f"igny8-{content.id}" and post.html == content.html
    assert post.blocks.startswith("<!-- wp:paragraph -->")
    assert (post.kind, post.status, post.categories, post.tags) == ("post", "publish", ("Apps",), ("pdf",))
    assert post.meta.title == "A pdf scanner" and "<" not in post.meta.json_ld
    article, _ = json.loads(post.meta.json_ld)
    assert (article["@type"], article["headline"]) == ("BlogPosting", "A <b> & co")


def test_it_brings_the_featured_picture(
    site: Site, wordpress: Connection, clock: FixedClock, data_dir: Path
) -> None:
    image = ImageFactory(content=ContentFactory(site=site), path="a.webp")
    with pytest.raises(Conflict, match="generate the picture again"):
        make_post(image.content, wordpress, clock)
    (data_dir / "media").mkdir()
    (data_dir / "media" / "a.webp").write_bytes(b"picture")
    featured = make_post(image.content, wordpress, clock).featured
    assert featured and featured.data == b"picture" and featured.alt == "A scanner"
    assert featured.filename.endswith(".webp")


def test_it_puts_pages_below_their_parents(site: Site, wordpress: Connection, clock: FixedClock) -> None:
    home = PageFactory(
        site=site, kind="home", slug="", path="/", content=ContentFactory(site=site, kind="page")
    )
    hub = PageFactory(site=site, parent=home, title="Guides", content=ContentFactory(site=site, kind="page"))
    leaf = PageFactory(
        site=site, parent=hub, content=ContentFactory(site=site, kind="page", categories=["x"])
    )
    post = make_post(leaf.content, wordpress, clock)
    assert (post.kind, post.parent_key, post.categories) == ("page", f"igny8-{hub.content_id}", ())
    assert make_post(hub.content, wordpress, clock).parent_key is None
    _, crumbs = json.loads(post.meta.json_ld)
    assert [crumb["name"] for crumb in crumbs["itemListElement"]] == [site.name, "Guides", leaf.content.title]
    Page.objects.filter(pk=hub.pk).update(content=None)
    assert make_post(leaf.content, wordpress, clock).parent_key is None


def test_it_lets_links_lead_to_their_places_at_the_target(
    site: Site, wordpress: Connection, preview: Connection
) -> None:
    there = ContentFactory(site=site, published_url=f"/preview/{site.id}/there/")
    gone = f"/preview/{site.id}/gone/"
    html = (
        f'<p><a href="{there.published_url}">there</a> <a href="{gone}">gone</a> '
        '<a href="https://example.org/">out</a></p>'
    )
    assert links_at(preview, html) == html
    PublicationFactory(connection=wordpress, object_id=there.id, url="https://wp.example/there/")
    assert links_at(wordpress, html) == (
        '<p><a href="https://wp.example/there/">there</a> gone <a href="https://example.org/">out</a></p>'
    )
    draft = ContentFactory(site=site, published_url=gone)
    PublicationFactory(
        connection=wordpress, object_id=draft.id, url="https://wp.example/?p=3", status="draft"
    )
    assert "?p=3" not in links_at(wordpress, html)


def test_it_does_not_let_a_preview_take_the_place_of_the_real_address(
    site: Site, preview: Connection, clock: FixedClock
) -> None:
    content = ContentFactory(site=site, published_url="https://wp.example/a/", status="published")
    PublicationFactory(connection=preview, object_id=content.id, status="pending")
    published = Published(external_id="1", url="/preview/x/a/", status="publish", slug="a")
    row = store_sent(content_id=content.id, connection=preview, sent=Sent(published, 1), clock=clock)
    content.refresh_from_db()
    assert content.published_url == "https://wp.example/a/" and row.url == "/preview/x/a/"
