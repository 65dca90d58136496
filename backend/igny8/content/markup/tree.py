"""A small mutable tree of HTML, over the standard library's tokenizer.

It serves fragments that are already sanitised: their markup is balanced, so only the commonest implied end
tags (``p``, ``li``, table parts) are supplied. Comments, doctypes, scripts and styles are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from igny8.content.markup.sets import word_set

VOID_TAGS = frozenset({"br", "hr", "img", "wbr", "input", "meta", "link", "col", "source", "area", "base"})
BLOCK_TAGS = word_set(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tfoot tr td th caption figure figcaption "
    "pre hr div section article header footer main aside nav dl dt dd details summary"
)
HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_OPAQUE_TAGS = frozenset({"script", "style", "template", "noscript", "iframe", "title", "textarea"})
_ROW_SCOPE = frozenset({"td", "th", "tr"})
_SECTION_SCOPE = frozenset({"td", "th", "tr", "thead", "tbody", "tfoot"})
_IMPLIED_END = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": _ROW_SCOPE,
    "thead": _SECTION_SCOPE,
    "tbody": _SECTION_SCOPE,
    "tfoot": _SECTION_SCOPE,
}
_SCOPE_LIMITS = frozenset({"ul", "ol", "dl", "table", "blockquote", "figure", "root"})


@dataclass(slots=True, eq=False)
class Text:
    """Characters, unescaped."""

    data: str


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes and children, both in document order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | Text] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all elements below it, in document order."""
        yield self
        for child in list(self.children):
            if isinstance(child, Element):
                yield from child.walk()

    def find_all(self, *tags: str) -> list[Element]:
        """All elements below (and this one) with one of ``tags``, in document order."""
        return [element for element in self.walk() if element.tag in tags]


Node = Element | Text


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self._open: list[Element] = [self.root]
        self._opaque = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _OPAQUE_TAGS:
            self._opaque += 1
        if self._opaque:
            return
        self._close_implied(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID_TAGS:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_TAGS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _OPAQUE_TAGS:
            self._opaque = max(0, self._opaque - 1)
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if not self._opaque:
            append_text(self._open[-1], data)

    def _close_implied(self, tag: str) -> None:
        if tag in BLOCK_TAGS and self._open[-1].tag == "p":
            self._open.pop()
        ends = _IMPLIED_END.get(tag, frozenset())
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag in _SCOPE_LIMITS:
                break
            if self._open[depth].tag in ends:
                del self._open[depth:]


def parse(html: str) -> Element:
    """Read a fragment into a tree whose root has the tag ``root``; broken markup never raises."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def render(node: Node) -> str:
    """Write a tree as HTML, with ``<``, ``>``, ``&`` and quotes escaped where they are characters."""
    if isinstance(node, Text):
        return escape(node.data, quote=False)
    if node.tag == "root":
        return render_children(node)
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    if node.tag in VOID_TAGS:
        return f"<{node.tag}{attrs}>"
    return f"<{node.tag}{attrs}>{render_children(node)}</{node.tag}>"


def render_children(element: Element) -> str:
    """Write what is inside ``element`` as HTML."""
    return "".join(render(child) for child in element.children)


def append_text(element: Element, data: str) -> None:
    """Add characters at the end of ``element``, joined to a text that already stands there."""
    last = element.children[-1] if element.children else None
    if isinstance(last, Text):
        last.data += data
    elif data:
        element.children.append(Text(data))


def inner_text(node: Node) -> str:
    """The characters inside ``node``; a line break counts as a newline. Spaces stay as they are."""
    if isinstance(node, Text):
        return node.data
    if node.tag == "br":
        return "\n"
    return "".join(inner_text(child) for child in node.children)


def is_block(node: Node) -> bool:
    """Whether ``node`` starts on a line of its own, or holds something that does."""
    if isinstance(node, Text):
        return False
    return node.tag in BLOCK_TAGS or any(is_block(child) for child in node.children)
