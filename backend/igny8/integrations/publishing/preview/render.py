"""The preview's pages as HTML. Pure: entries and posts in, text out."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape as xml_escape

from igny8.integrations.publishing.port import Post
from igny8.integrations.publishing.preview.labels import Labels, labels_for
from igny8.integrations.publishing.preview.store import Entry, Picture

WORDS_A_MINUTE = 220
CARDS_ON_HOME = 60
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What all pages share. ``base_url`` ends in a slash."""

    name: str
    base_url: str
    language: str


@cache
def template(name: str) -> Template:
    """A template of this package."""
    return Template((_TEMPLATES / name).read_text(encoding="utf-8"))


def stylesheet() -> bytes:
    """The style sheet of all pages."""
    return (_TEMPLATES / "style.css").read_bytes()


def reading_minutes(text: str) -> int:
    """:param text: HTML. :return: minutes to read it, at least 1."""
    return max(1, round(len(re.sub(r"<[^>]*>", " ", text).split()) / WORDS_A_MINUTE))


def topic_slug(name: str) -> str:
    """The folder of a category: readable where it is ASCII, never the same for two names."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    plain = name.lower().replace(" ", "-") == words
    return words if plain else f"{words or 'topic'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def article_page(post: Post, entry: Entry, body: str, site: SiteFacts) -> str:
    """:param body: the post's HTML with the pictures' addresses in place."""
    up = "../" * entry.path.count("/")
    words = labels_for(entry.language)
    picture = entry.picture
    content = template("article.html").substitute(
        title=html.escape(entry.title),
        topics=_topics(entry, up),
        byline=_byline(entry, words),
        lead=f'<p class="lead">{html.escape(entry.excerpt)}</p>' if entry.excerpt else "",
        banner=_banner(entry, words),
        picture=_figure(picture, up) if picture else "",
        body=body,
        tags="".join(f"<li>{html.escape(tag)}</li>" for tag in post.tags),
        back=html.escape(words.all_articles),
        up=up,
    )
    head = _head(post, entry, site)
    title = post.meta.title or f"{post.title} – {site.name}"
    return _page(title, content, site, words, up=up, head=head, language=entry.language)


def list_page(title: str, entries: Sequence[Entry], site: SiteFacts, *, up: str, home: bool = False) -> str:
    """The home page or the page of a topic: cards, the newest first."""
    words = labels_for(site.language)
    articles = [entry for entry in entries if entry.kind == "post"]
    pages = [entry for entry in entries if entry.kind == "page"]
    cards = "".join(_card(entry, words, up) for entry in articles[:CARDS_ON_HOME])
    content = template("list.html").substitute(
        title=html.escape(title),
        intro=_topic_links(articles, words, up) if home else "",
        cards=f'<div class="cards">{cards}</div>' if cards else "",
        empty="" if entries else f'<p class="empty">{html.escape(words.empty)}</p>',
        pages=_page_list(pages, words, up) if home else "",
        more=_archive_link(articles, words, up) if home else "",
    )
    head = f'<link rel="canonical" href="{html.escape(site.base_url)}">' if home else ""
    return _page(title if home else f"{title} – {site.name}", content, site, words, up=up, head=head)


def archive_page(entries: Sequence[Entry], site: SiteFacts) -> str:
    """All articles as a plain list."""
    words = labels_for(site.language)
    rows = "".join(
        f'<li><time datetime="{entry.published_at:%Y-%m-%d}">{entry.published_at:%Y-%m-%d}</time> '
        f'<a href="../{html.escape(entry.path)}">{html.escape(entry.title)}</a>{_badge(entry, words)}</li>'
        for entry in entries
        if entry.kind == "post"
    )
    content = f'<h1>{html.escape(words.archive)}</h1><ul class="archive">{rows}</ul>'
    return _page(f"{words.archive} – {site.name}", content, site, words, up="../", head="")


def sitemap(entries: Sequence[Entry], site: SiteFacts) -> str:
    """The sitemap of what a real site would show (https://www.sitemaps.org/protocol.html)."""
    rows = "".join(
        f"<url><loc>{xml_escape(site.base_url + entry.path)}</loc>"
        f"<lastmod>{entry.updated_at:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>\n"
        for entry in entries
        if entry.public
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"<url><loc>{xml_escape(site.base_url)}</loc></url>\n{rows}</urlset>\n"
    )


def _page(
    title: str, content: str, site: SiteFacts, words: Labels, *, up: str, head: str, language: str = ""
) -> str:
    return template("page.html").substitute(
        language=html.escape(language or words.language),
        title=html.escape(title),
        head=head,
        site=html.escape(site.name),
        up=up or "./",
        content=content,
        skip=html.escape(words.skip),
        home=html.escape(words.home),
        archive=html.escape(words.archive),
        note=html.escape(words.preview_note),
    )


def _head(post: Post, entry: Entry, site: SiteFacts) -> str:
    address = site.base_url + entry.path
    description = post.meta.description or post.excerpt
    named = {"description": description, "robots": "" if entry.public else "noindex"}
    graph = {
        "og:type": "article" if entry.kind == "post" else "website",
        "og:title": post.meta.title or post.title,
        "og:description": description,
        "og:url": address,
        "og:site_name": site.name,
        "og:image": site.base_url + entry.picture.path if entry.picture else "",
        "article:published_time": entry.published_at.isoformat() if entry.kind == "post" else "",
    }
    lines = [f'<link rel="canonical" href="{html.escape(address)}">']
    lines += [_meta("name", name, text) for name, text in named.items() if text]
    lines += [_meta("property", name, text) for name, text in graph.items() if text]
    lines.append(_meta("name", "twitter:card", "summary_large_image" if entry.picture else "summary"))
    lines.append(f'<script type="application/ld+json">{_json_ld(post, entry, site)}</script>')
    return "\n".join(lines)


def _meta(attribute: str, name: str, text: str) -> str:
    return f'<meta {attribute}="{name}" content="{html.escape(text)}">'


def _json_ld(post: Post, entry: Entry, site: SiteFacts) -> str:
    """The post's own structured data, or a plain article; never able to close the script element."""
    try:
        data = json.loads(post.meta.json_ld)
    except ValueError:
        data = {
            "@context": "https://schema.org",
            "@type": "BlogPosting" if entry.kind == "post" else "WebPage",
            "headline": post.title,
            "description": post.meta.description or post.excerpt,
            "inLanguage": entry.language,
            "datePublished": entry.published_at.isoformat(),
            "dateModified": entry.updated_at.isoformat(),
            "mainEntityOfPage": site.base_url + entry.path,
            "publisher": {"@type": "Organization", "name": site.name},
            **({"image": site.base_url + entry.picture.path} if entry.picture else {}),
        }
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _card(entry: Entry, words: Labels, up: str) -> str:
    address = html.escape(up + entry.path)
    return (
        f'<article class="card"><a class="card-picture" href="{address}" tabindex="-1" aria-hidden="true">'
        f"{_card_picture(entry, up)}</a>"
        f'<div class="card-text">{_topics(entry, up)}'
        f'<h2 lang="{html.escape(entry.language)}"><a href="{address}">{html.escape(entry.title)}</a></h2>'
        f'<p lang="{html.escape(entry.language)}">{html.escape(entry.excerpt)}</p>'
        f'<p class="byline">{_byline(entry, words)}{_badge(entry, words)}</p></div></article>'
    )


def _card_picture(entry: Entry, up: str) -> str:
    if entry.picture is not None:
        return _image(entry.picture, up, lazy=True)
    hue = int(entry.id[:4], 16) % 360
    initial = html.escape(entry.title[:1].upper())
    return f'<span class="no-picture" style="--hue: {hue}">{initial}</span>'


def _image(picture: Picture, up: str, *, lazy: bool) -> str:
    loading = ' loading="lazy"' if lazy else ""
    return (
        f'<img src="{html.escape(up + picture.path)}" alt="{html.escape(picture.alt)}" '
        f'width="{picture.width}" height="{picture.height}"{loading}>'
    )


def _figure(picture: Picture, up: str) -> str:
    return f'<figure class="cover">{_image(picture, up, lazy=False)}</figure>'


def _byline(entry: Entry, words: Labels) -> str:
    moment = entry.publish_at if entry.status == "future" and entry.publish_at else entry.published_at
    parts = [f'<time datetime="{moment.isoformat()}">{words.day(moment)}</time>']
    if entry.updated_at.date() > entry.published_at.date():
        parts.append(f"{html.escape(words.updated)} {words.day(entry.updated_at)}")
    parts.append(f"{entry.minutes} {html.escape(words.minutes)}")
    dot = '<span class="dot" aria-hidden="true">·</span>'
    return f"<span>{dot.join(parts)}</span>"


def _badge(entry: Entry, words: Labels) -> str:
    text = {"draft": words.draft, "future": words.scheduled, "publish": ""}[entry.status]
    text = words.needs_writing if entry.needs_writing else text
    return f' <span class="badge">{html.escape(text)}</span>' if text else ""


def _banner(entry: Entry, words: Labels) -> str:
    if not entry.needs_writing:
        return _badge(entry, words)
    return (
        f'<aside class="banner" role="note"><strong>{html.escape(words.needs_writing)}</strong>'
        f"<p>{html.escape(words.needs_writing_note)}</p></aside>"
    )


def _topics(entry: Entry, up: str) -> str:
    links = "".join(
        f'<li><a href="{up}topic/{topic_slug(name)}/">{html.escape(name)}</a></li>'
        for name in entry.categories
    )
    return f'<ul class="topics">{links}</ul>' if links else ""


def _topic_links(articles: Sequence[Entry], words: Labels, up: str) -> str:
    names = sorted({name for entry in articles for name in entry.categories}, key=str.casefold)
    links = "".join(
        f'<li><a href="{up}topic/{topic_slug(name)}/">{html.escape(name)}</a></li>' for name in names
    )
    label = html.escape(words.topics)
    return f'<nav aria-label="{label}"><ul class="topics wide">{links}</ul></nav>' if links else ""


def _page_list(pages: Sequence[Entry], words: Labels, up: str) -> str:
    rows = "".join(
        f'<li><a href="{html.escape(up + entry.path)}">{html.escape(entry.title)}</a></li>'
        for entry in sorted(pages, key=lambda entry: entry.path)
    )
    return (
        f'<section class="pages"><h2>{html.escape(words.pages)}</h2><ul>{rows}</ul></section>' if rows else ""
    )


def _archive_link(articles: Sequence[Entry], words: Labels, up: str) -> str:
    if len(articles) <= CARDS_ON_HOME:
        return ""
    return (
        f'<p class="more"><a href="{up}archive/">{html.escape(words.all_articles)} ({len(articles)})</a></p>'
    )
