"""HTML to WordPress block markup.

The forms are those that the editor itself writes, so that it opens a post without a complaint about blocks:
from WordPress 6.1 (where list items became blocks) on. ``wp-block-heading`` and ``wp-block-list`` came later
(6.2, 6.6); before, they are read as classes of the author's, which is valid. ``hasFixedLayout`` is always
written because its default changed from false to true.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape

from igny8.content.markup.shortcodes import escape_brackets
from igny8.content.markup.tree import (
    HEADING_LEVELS,
    Element,
    Node,
    Text,
    inner_text,
    is_block,
    parse,
    render,
    render_children,
)

_SECTION_TAGS = ("thead", "tbody", "tfoot")


def to_blocks(html: str) -> str:
    """Write sanitised ``html`` as block markup, one block after the other.

    Square brackets become character references, so that no shortcode can run. What has no block of its own
    (definition lists, sections) is taken apart into paragraphs.
    """
    return "\n\n".join(_blocks_of(parse(html)))


def _blocks_of(parent: Element) -> list[str]:
    """The blocks for the children of ``parent``; loose text between blocks becomes a paragraph."""
    blocks: list[str] = []
    run: list[Node] = []
    for child in parent.children:
        if not is_block(child) and not _is_image(child):
            run.append(child)
            continue
        blocks += _paragraph(run)
        run = []
        blocks += _block(child)
    return blocks + _paragraph(run)


def _block(node: Node) -> list[str]:
    if not isinstance(node, Element):
        return []
    if node.tag in HEADING_LEVELS:
        return _heading(node)
    writer = _WRITERS.get(node.tag)
    return writer(node) if writer else _blocks_of(node)


def _wrap(name: str, inner: str, attributes: Mapping[str, object] | None = None) -> str:
    data = f" {json.dumps(attributes, separators=(',', ':'))}" if attributes else ""
    return f"<!-- wp:{name}{data} -->\n{inner}\n<!-- /wp:{name} -->"


def _inline(nodes: list[Node]) -> str:
    return escape_brackets("".join(render(node) for node in nodes)).strip()


def _paragraph(nodes: list[Node]) -> list[str]:
    inner = _inline(nodes)
    return [_wrap("paragraph", f"<p>{inner}</p>")] if inner else []


def _p(element: Element) -> list[str]:
    return _blocks_of(Element("root", children=element.children))


def _heading(element: Element) -> list[str]:
    level = HEADING_LEVELS[element.tag]
    inner = _inline(element.children)
    html = f'<{element.tag} class="wp-block-heading">{inner}</{element.tag}>'
    return [_wrap("heading", html, {"level": level} if level != 2 else None)] if inner else []


def _list(element: Element) -> list[str]:
    ordered = element.tag == "ol"
    start = int(element.attrs.get("start") or 1)
    attributes: dict[str, object] = {"ordered": True} if ordered else {}
    opening = f'<{element.tag} class="wp-block-list">'
    if ordered and start != 1:
        attributes["start"] = start
        opening = f'<ol start="{start}" class="wp-block-list">'
    items = "\n\n".join(_item(item) for item in element.children if isinstance(item, Element))
    return [_wrap("list", f"{opening}{items}</{element.tag}>", attributes)]


def _item(item: Element) -> str:
    """A list item holds one line of text and lists: paragraphs inside become lines of it."""
    lines: list[str] = []
    lists: list[str] = []
    run: list[Node] = []
    for child in item.children:
        if isinstance(child, Text) or not is_block(child):
            run.append(child)
            continue
        lines.append(_inline(run))
        run = []
        if child.tag in {"ul", "ol"}:
            lists += _list(child)
        else:
            lines.append(_flat(child))
    lines.append(_inline(run))
    text = "<br>".join(line for line in lines if line)
    return _wrap("list-item", f"<li>{text}{''.join(lists)}</li>")


def _flat(element: Element) -> str:
    """Block content where only a line of text may stand."""
    if any(is_block(child) for child in element.children):
        parts = (
            _flat(child) if isinstance(child, Element) else _inline([child]) for child in element.children
        )
        return "<br>".join(part for part in parts if part)
    return _inline(element.children)


def _quote(element: Element) -> list[str]:
    cites = [child for child in element.children if isinstance(child, Element) and child.tag == "cite"]
    body = Element("root", children=[child for child in element.children if child not in cites])
    cite = "".join(f"<cite>{_inline(cites[0].children)}</cite>" for _ in cites[:1])
    inner = "\n\n".join(_blocks_of(body))
    return [_wrap("quote", f'<blockquote class="wp-block-quote">{inner}{cite}</blockquote>')]


def _table(element: Element) -> list[str]:
    sections = "".join(_section(tag, element) for tag in _SECTION_TAGS)
    caption = next(iter(element.find_all("caption", "figcaption")), None)
    return [_table_block(sections, caption)]


def _table_block(sections: str, caption: Element | None) -> str:
    note = _caption(caption)
    html = f'<figure class="wp-block-table"><table>{sections}</table>{note}</figure>'
    return _wrap("table", html, {"hasFixedLayout": False})


def _section(tag: str, table: Element) -> str:
    rows = [row for part in table.find_all(tag) for row in part.find_all("tr")]
    if tag == "tbody":
        rows += [row for row in table.children if isinstance(row, Element) and row.tag == "tr"]
    cells = "".join(f"<tr>{''.join(_cell(cell) for cell in row.find_all('td', 'th'))}</tr>" for row in rows)
    return f"<{tag}>{cells}</{tag}>" if rows else ""


def _cell(cell: Element) -> str:
    align = cell.attrs.get("align") or cell.attrs.get("data-align", "")
    attrs = f' class="has-text-align-{align}" data-align="{align}"' if align else ""
    spans = "".join(
        f' {name}="{cell.attrs[name]}"' for name in ("colspan", "rowspan") if cell.attrs.get(name, "1") != "1"
    )
    return f"<{cell.tag}{attrs}{spans}>{_flat(cell)}</{cell.tag}>"


def _caption(caption: Element | None) -> str:
    inner = _inline(caption.children) if caption else ""
    return f'<figcaption class="wp-element-caption">{inner}</figcaption>' if inner else ""


def _figure(element: Element) -> list[str]:
    caption = next(iter(element.find_all("figcaption")), None)
    tables = element.find_all("table")
    if tables:
        return [_table_block("".join(_section(tag, tables[0]) for tag in _SECTION_TAGS), caption)]
    images = element.find_all("img")
    if not images:
        return _blocks_of(element)
    linked = next((a for a in element.find_all("a") if images[0] in a.find_all("img")), None)
    rest = [_image_block(image, None, None) for image in images[1:]]
    return [_image_block(images[0], linked, caption), *rest]


def _is_image(node: Node) -> bool:
    """Whether ``node`` is an image, or a link around nothing but one."""
    if not isinstance(node, Element):
        return False
    return node.tag == "img" or (
        node.tag == "a" and bool(node.find_all("img")) and not inner_text(node).strip()
    )


def _img(element: Element) -> list[str]:
    return [_image_block(element, None, None)]


def _a(element: Element) -> list[str]:
    """Reached only for a link around an image or around blocks."""
    images = element.find_all("img")
    return [_image_block(images[0], element, None)] if images else _blocks_of(element)


def _image_block(image: Element, link: Element | None, caption: Element | None) -> str:
    src, alt = (escape(image.attrs.get(name, "")) for name in ("src", "alt"))
    html = f'<img src="{src}" alt="{alt}"/>'
    if link is not None:
        html = f'<a href="{escape(link.attrs.get("href", ""))}">{html}</a>'
    attributes: dict[str, object] = {"linkDestination": "custom" if link is not None else "none"}
    figure = f'<figure class="wp-block-image">{escape_brackets(html)}{_caption(caption)}</figure>'
    return _wrap("image", figure, attributes)


def _pre(element: Element) -> list[str]:
    codes = [child for child in element.children if isinstance(child, Element) and child.tag == "code"]
    if not codes:
        inner = escape_brackets(render_children(element)).rstrip("\n")
        return [_wrap("preformatted", f'<pre class="wp-block-preformatted">{inner}</pre>')]
    inner = escape_brackets(render_children(codes[0])).rstrip("\n")
    return [_wrap("code", f'<pre class="wp-block-code"><code>{inner}</code></pre>')]


def _hr(_element: Element) -> list[str]:
    return [_wrap("separator", '<hr class="wp-block-separator has-alpha-channel-opacity"/>')]


_WRITERS: dict[str, Callable[[Element], list[str]]] = {
    "p": _p, "ul": _list, "ol": _list, "blockquote": _quote, "table": _table, "figure": _figure,
    "img": _img, "a": _a, "pre": _pre, "hr": _hr,
}  # fmt: skip
