"""Internal links: put in only to pages that exist, and taken out where a page does not."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.sets import word_set
from igny8.content.markup.tree import Element, Node, Text, inner_text, parse, render
from igny8.content.markup.urls import is_internal, is_safe_link
from igny8.content.markup.words import UNSPACED, fold

_NO_LINKS_INSIDE = word_set("a h1 h2 h3 h4 h5 h6 code pre kbd samp q cite blockquote figcaption caption th")
_PARAGRAPHS = ("p", "li", "td", "dd")


@dataclass(frozen=True, slots=True)
class SiteLink:
    """A page of the site that exists, and the words that may lead to it; ``title`` is the page's own."""

    anchor: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """The text with links, and which were added, in the order of the text."""

    html: str
    added: tuple[SiteLink, ...]


def insert_links(
    html: str,
    pages: Sequence[SiteLink],
    *,
    own_keyphrase: str = "",
    own_url: str = "",
    limit: int = 5,
) -> Linked:
    """Link the first fitting occurrence of each anchor to its page.

    At most ``limit`` links, one to a page and one a paragraph; never inside headings, links, quotes or code,
    never to a page that is already linked or to ``own_url``, and never on the article's own keyphrase, which
    would lead readers and search engines away from this very page. Earlier pages go first.
    """
    root = parse(html)
    taken = {_bare_url(a.attrs.get("href", "")) for a in root.find_all("a")} | {_bare_url(own_url)}
    used: set[int] = set()
    added: list[SiteLink] = []
    for page in pages:
        if len(added) >= limit:
            break
        if _may_link(page, own_keyphrase) and _bare_url(page.url) not in taken and _place(root, page, used):
            taken.add(_bare_url(page.url))
            added.append(page)
    return Linked(render(root), tuple(added))


def unlink_missing(html: str, *, site_host: str, known_urls: Collection[str]) -> str:
    """Take the links to pages of the site that do not exist off their words, which stay."""
    known = {_bare_url(url) for url in known_urls}
    root = parse(html)

    def is_dead(link: Element) -> bool:
        href = link.attrs.get("href", "")
        return is_internal(href, site_host) and _bare_url(href) not in known

    _unwrap(root, {id(link) for link in root.find_all("a") if is_dead(link)})
    return render(root)


def _unwrap(element: Element, dead: set[int]) -> None:
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, Element):
            _unwrap(child, dead)
        children += child.children if isinstance(child, Element) and id(child) in dead else [child]
    element.children = children


def _may_link(page: SiteLink, own_keyphrase: str) -> bool:
    anchor = fold(fold_spaces(page.anchor))
    return bool(anchor) and anchor != fold(fold_spaces(own_keyphrase)) and is_safe_link(page.url)


def _bare_url(url: str) -> str:
    return (
        url.split("#", 1)[0].rstrip("/").removeprefix("https://").removeprefix("http://").removeprefix("www.")
    )


def _place(root: Element, page: SiteLink, used: set[int]) -> bool:
    pattern = anchor_pattern(page.anchor)
    for paragraph in root.find_all(*_PARAGRAPHS):
        if id(paragraph) not in used and _link_in(paragraph, pattern, page.url):
            used.add(id(paragraph))
            return True
    return False


def anchor_pattern(anchor: str) -> re.Pattern[str]:
    """Finds ``anchor`` as whole words, in any case and spacing (as it stands in scripts without spaces)."""
    body = r"\s+".join(re.escape(part) for part in anchor.split())
    if UNSPACED.search(anchor):
        return re.compile(body, re.IGNORECASE)
    return re.compile(rf"(?<![\w-]){body}(?![\w-])", re.IGNORECASE)


def _link_in(element: Element, pattern: re.Pattern[str], url: str) -> bool:
    for index, child in enumerate(element.children):
        if isinstance(child, Text):
            match = pattern.search(child.data)
            if match:
                element.children[index : index + 1] = _linked(child.data, match, url)
                return True
        elif (
            child.tag not in _NO_LINKS_INSIDE
            and child.tag not in _PARAGRAPHS
            and _link_in(child, pattern, url)
        ):
            return True
    return False


def _linked(text: str, match: re.Match[str], url: str) -> list[Node]:
    link = Element("a", {"href": url}, [Text(match.group())])
    around: list[Node] = [Text(text[: match.start()]), link, Text(text[match.end() :])]
    return [node for node in around if inner_text(node)]
