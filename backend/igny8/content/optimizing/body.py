"""Rewrites of the running text, its images and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from igny8.content.markup.links import insert_links
from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.tree import HEADING_LEVELS, Element, Node, Text, inner_text
from igny8.content.markup.urls import is_internal
from igny8.content.optimizing.phrases import capitalised, fill
from igny8.content.optimizing.rewrite import Candidate, Draft, children_of
from igny8.content.seo.terms import terms

MAX_ADDED_LINKS = 3
_NEXT_WORD = re.compile(r"\s+[^\s.,;:!?()\[\]\"“”«»]+")
_PREVIOUS_WORD = re.compile(r"[^\s.,;:!?()\[\]\"“”«»]+\s+\Z")


def put_keyphrase_into_introduction(draft: Draft) -> Iterator[Candidate]:
    """Begin the first paragraph with a sentence that names the topic."""
    root = draft.tree()
    paragraphs = [p for p in children_of(root, "p") if inner_text(p).strip()]
    lead = fill(draft.phrases.lead, draft.keyphrase)
    if not paragraphs or not lead:
        return
    before = fold_spaces(inner_text(paragraphs[0]))
    paragraphs[0].children.insert(0, Text(f"{lead} "))
    yield Candidate(draft.with_tree(root), "keyphrase in the introduction", before, f"{lead} {before}")


def describe_images(draft: Draft) -> Iterator[Candidate]:
    """Describe images that lack it by the heading they stand under, the first with the keyphrase."""
    article = draft.article
    keyphrase = capitalised(draft.keyphrase)
    if article.featured_alt is not None and not article.featured_alt.strip():
        new = _alt(keyphrase, article.title)
        yield Candidate(replace(article, featured_alt=new), "description of the featured image", "", new)
    yield from _describe_in_body(draft, keyphrase)
    if article.featured_alt and article.featured_alt.strip():
        new = f"{article.featured_alt.strip()} – {draft.keyphrase}"
        changed = replace(article, featured_alt=new)
        yield Candidate(changed, "description of the featured image", article.featured_alt, new)


def _describe_in_body(draft: Draft, keyphrase: str) -> Iterator[Candidate]:
    root = draft.tree()
    heading = ""
    images: list[tuple[Element, str]] = []
    for element in root.walk():
        heading = inner_text(element) if element.tag in HEADING_LEVELS else heading
        images += [(element, heading or draft.article.title)] if element.tag == "img" else []
    empty = [(image, context) for image, context in images if not image.attrs.get("alt", "").strip()]
    for image, context in empty:
        image.attrs["alt"] = _alt(keyphrase, context) if image is empty[0][0] else fold_spaces(context)
    if empty:
        shown = "; ".join(image.attrs["alt"] for image, _ in empty)
        yield Candidate(draft.with_tree(root), "descriptions of images", "", shown)
    elif images:
        old = images[0][0].attrs["alt"].strip()
        images[0][0].attrs["alt"] = f"{old} – {draft.keyphrase}"
        yield Candidate(draft.with_tree(root), "description of an image", old, f"{old} – {draft.keyphrase}")


def _alt(keyphrase: str, context: str) -> str:
    context = fold_spaces(context)
    return context if keyphrase.casefold() in context.casefold() else f"{keyphrase}: {context}".rstrip(": ")


def add_internal_links(draft: Draft) -> Iterator[Candidate]:
    """Link words of the text to pages that exist, or else name such pages at the end."""
    article = draft.article
    pages = tuple(page for page in draft.options.site_links if is_internal(page.url, article.site_host))
    linked = insert_links(article.html, pages, own_keyphrase=draft.keyphrase, limit=MAX_ADDED_LINKS)
    if linked.added:
        shown = "; ".join(f"{page.anchor} → {page.url}" for page in linked.added)
        yield Candidate(replace(article, html=linked.html), "internal links", "", shown)
    usable = [page for page in pages if not draft.analysis.keyphrase.is_exactly(page.title or page.anchor)]
    if draft.phrases.see_also and usable:
        yield _see_also(draft, [(page.title or page.anchor, page.url) for page in usable[:MAX_ADDED_LINKS]])


def _see_also(draft: Draft, pages: list[tuple[str, str]]) -> Candidate:
    root = draft.tree()
    children: list[Node] = [Text(f"{draft.phrases.see_also}: ")]
    for position, (title, url) in enumerate(pages):
        children += [Text(", ")] if position else []
        children.append(Element("a", {"href": url}, [Text(title)]))
    root.children.append(Element("p", {}, children))
    shown = "; ".join(f"{title} → {url}" for title, url in pages)
    return Candidate(draft.with_tree(root), "internal links", "", shown)


def widen_competing_links(draft: Draft) -> Iterator[Candidate]:
    """Stretch links that are set on the keyphrase over the next or the previous word; targets stay."""
    root = draft.tree()
    finding = draft.analysis.keyphrase
    changed: list[tuple[str, str]] = []
    for parent in root.walk():
        for link in [child for child in parent.children if isinstance(child, Element) and child.tag == "a"]:
            old = fold_spaces(inner_text(link))
            if finding.is_exactly(old) and _widen(draft, parent, link):
                changed.append((old, fold_spaces(inner_text(link))))
    if changed:
        before, after = ("; ".join(texts) for texts in zip(*changed, strict=True))
        yield Candidate(draft.with_tree(root), "words of links", before, after)


def _widen(draft: Draft, parent: Element, link: Element) -> bool:
    """Take neighbouring words into ``link`` until it says more than the keyphrase; False where none fits."""
    at = parent.children.index(link)
    following = parent.children[at + 1] if at + 1 < len(parent.children) else None
    while isinstance(following, Text) and (match := _NEXT_WORD.match(following.data)):
        link.children.append(Text(match.group()))
        following.data = following.data[match.end() :]
        if _says_more(draft, match.group()):
            return True
    previous = parent.children[at - 1] if at else None
    while isinstance(previous, Text) and (match := _PREVIOUS_WORD.search(previous.data)):
        link.children.insert(0, Text(match.group()))
        previous.data = previous.data[: match.start()]
        if _says_more(draft, match.group()):
            return True
    return False


def _says_more(draft: Draft, words: str) -> bool:
    analysis = draft.analysis
    found = terms(words, analysis.language.code)
    return any(term.is_content and term.stem not in analysis.keyphrase.parts for term in found)
