"""Untrusted HTML to HTML that is safe to store, show and publish."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import nh3

from igny8.content.markup.sets import word_set
from igny8.content.markup.shortcodes import strip_shortcodes
from igny8.content.markup.tree import Element, Text, inner_text, parse, render
from igny8.content.markup.urls import is_allowed_image, is_safe_link

ALLOWED_TAGS = word_set(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote cite q table thead tbody tfoot tr th td caption figure "
    "figcaption img hr pre code kbd samp strong b em i u s del ins mark sub sup small abbr a br"
)
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "code": {"class"},
}
_ALIGNMENTS = {"align": {"left", "center", "right"}}
_NUMERIC = frozenset({"width", "height", "start", "colspan", "rowspan"})
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})
_DROPPED_WITH_CONTENT = {
    "script", "style", "iframe", "object", "embed", "noscript", "template", "svg", "math", "form", "title",
}  # fmt: skip
_COMMENT_TEXT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_MEANINGLESS_WHEN_EMPTY = word_set("p h1 h2 h3 h4 h5 h6 ul ol li blockquote strong em b i a")
_CODE_LANGUAGE = re.compile(r"language-[\w+#.-]{1,30}")
_MAX_PASSES = 20
_VERBATIM = frozenset({"pre", "code", "kbd", "samp"})


def _filter_attribute(_tag: str, name: str, value: str) -> str | None:
    if name in _NUMERIC:
        return value if re.fullmatch(r"\d{1,5}", value) else None
    if name in _URL_ATTRIBUTES:
        return value if is_safe_link(value) else None
    if name == "class":
        return value if _CODE_LANGUAGE.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter_attribute,
    tag_attribute_values={"th": _ALIGNMENTS, "td": _ALIGNMENTS},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    strip_comments=True,
)


def sanitize_html(html: str, *, image_hosts: Collection[str] = ()) -> str:
    """Keep the markup that an article needs, and nothing that runs, loads or hides.

    Scripts, frames, forms, styles, event handlers, comments (block markup included) and shortcodes go;
    links stay with http, https, mailto, tel or relative addresses; an image stays where its address is
    relative or its host is in ``image_hosts`` (or below one of them).

    :return: balanced HTML; running it again changes nothing.
    """
    # What a removal brings together can read as something new, so it is looked at again until nothing goes.
    for _ in range(_MAX_PASSES):
        before, html = html, _clean_once(html, image_hosts)
        if html == before:
            break
    return html


def _clean_once(html: str, image_hosts: Collection[str]) -> str:
    root = parse(_CLEANER.clean(html))
    _drop_images(root, image_hosts)
    for text in _prose(root):
        text.data = strip_shortcodes(_COMMENT_TEXT.sub("", text.data))
    _drop_empty(root)
    return _CLEANER.clean(render(root))


def _drop_images(element: Element, hosts: Collection[str]) -> None:
    kept: list[Element | Text] = []
    for child in element.children:
        if isinstance(child, Element):
            if child.tag == "img" and not is_allowed_image(child.attrs.get("src", ""), hosts):
                continue
            _drop_images(child, hosts)
            if child.tag == "figure" and not child.find_all("img", "table", "blockquote", "pre"):
                continue
        kept.append(child)
    element.children = kept


def _drop_empty(element: Element) -> None:
    for child in element.children:
        if isinstance(child, Element):
            _drop_empty(child)
    element.children = [child for child in element.children if not _is_empty(child)]


def _is_empty(node: Element | Text) -> bool:
    if isinstance(node, Text) or node.tag not in _MEANINGLESS_WHEN_EMPTY:
        return False
    return not node.find_all("img", "br", "hr") and not inner_text(node).strip()


def _prose(element: Element) -> Iterator[Text]:
    for child in element.children:
        if isinstance(child, Text):
            yield child
        elif child.tag not in _VERBATIM:
            yield from _prose(child)
