"""Links between contents, as they must read at one publishing target.

A stored text links to where its neighbours were first published. At another target the same neighbours have
other addresses, or none: a preview's address means nothing on a WordPress.
"""

from __future__ import annotations

from igny8.content.markup import unlink_missing
from igny8.content.markup.tree import parse, render
from igny8.content.models import Content
from igny8.integrations.models import Connection, ConnectionKind, Publication
from igny8.integrations.services.connections import preview_address


def links_at(connection: Connection, html: str) -> str:
    """``html`` with its links to the site's contents leading to their places at ``connection``'s target."""
    root = parse(html)
    links = [link for link in root.find_all("a") if link.attrs.get("href")]
    here = _addresses_at(connection, {link.attrs["href"] for link in links})
    moving = [
        link for link in links if here.get(link.attrs["href"], link.attrs["href"]) != link.attrs["href"]
    ]
    for link in moving:
        link.attrs["href"] = here[link.attrs["href"]]
    moved = render(root) if moving else html
    return moved if connection.kind == ConnectionKind.PREVIEW else _without_preview(connection, moved)


def _addresses_at(connection: Connection, urls: set[str]) -> dict[str, str]:
    """Published address → address at this target, for the contents that are public there."""
    rows = Content.objects.filter(site_id=connection.site_id, published_url__in=urls)
    contents = dict(rows.values_list("id", "published_url"))
    out = Publication.objects.filter(connection=connection, object_type="content", status="publish")
    places = out.filter(object_id__in=list(contents)).exclude(url="").values_list("object_id", "url")
    return {contents[content_id]: url for content_id, url in places}


def _without_preview(connection: Connection, html: str) -> str:
    """Links to the preview taken off their words; all others stay."""
    preview = preview_address(connection.site_id)
    urls = {link.attrs.get("href", "") for link in parse(html).find_all("a")}
    kept = {url for url in urls if not url.startswith(preview)}
    return html if kept == urls else unlink_missing(html, site_host="", known_urls=kept)
