"""Block markup in the editor's own form: what goes in comes out, and comments nest."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.content.markup import plain_text, render_markdown, sanitize_html, to_blocks
from igny8.content.markup.outline import outline

_DELIMITER = re.compile(r"<!-- (/?)wp:([a-z-]+)(?: (\{.*?\}))? -->")


def block_names(markup: str) -> list[str]:
    """The blocks in the order they open; fails where the delimiters do not nest."""
    open_blocks, names = [], []
    for closing, name, attributes in _DELIMITER.findall(markup):
        if attributes:
            assert isinstance(json.loads(attributes), dict)
        if closing:
            assert open_blocks.pop() == name
        else:
            open_blocks.append(name)
            names.append(name)
    assert open_blocks == []
    return names


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <b>b</b></p>", "<!-- wp:paragraph -->\n<p>a <b>b</b></p>\n<!-- /wp:paragraph -->"),
        ("<h2>a</h2>", '<!-- wp:heading -->\n<h2 class="wp-block-heading">a</h2>\n<!-- /wp:heading -->'),
        (
            "<h3>a</h3>",
            '<!-- wp:heading {"level":3} -->\n<h3 class="wp-block-heading">a</h3>\n<!-- /wp:heading -->',
        ),
        (
            "<ul><li>a</li></ul>",
            '<!-- wp:list -->\n<ul class="wp-block-list"><!-- wp:list-item -->\n<li>a</li>\n'
            "<!-- /wp:list-item -->"
            "</ul>\n<!-- /wp:list -->",
        ),
        (
            '<ol start="3"><li>a</li></ol>',
            '<!-- wp:list {"ordered":true,"start":3} -->\n'
            '<ol start="3" class="wp-block-list"><!-- wp:list-item -->\n'
            "<li>a</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->",
        ),
        (
            "<blockquote><p>a</p><cite>b</cite></blockquote>",
            '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n<p>a</p>\n'
            "<!-- /wp:paragraph --><cite>b</cite></blockquote>\n<!-- /wp:quote -->",
        ),
        (
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr>"
            '<td align="right" colspan="2">b</td></tr></tbody></table>',
            '<!-- wp:table {"hasFixedLayout":false} -->\n<figure class="wp-block-table">'
            "<table><thead><tr><th>a</th></tr>"
            "</thead><tbody><tr>"
            '<td class="has-text-align-right" data-align="right" colspan="2">b</td></tr></tbody>'
            "</table></figure>\n<!-- /wp:table -->",
        ),
        (
            '<figure><img src="/a.png" alt="x &amp; y" width="9"><figcaption>c</figcaption></figure>',
            '<!-- wp:image {"linkDestination":"none"} -->\n<figure class="wp-block-image"><img src="/a.png" '
            'alt="x &amp; y"/><figcaption class="wp-element-caption">c</figcaption>'
            "</figure>\n<!-- /wp:image -->",
        ),
        (
            '<p><a href="/big"><img src="/a.png" alt="x"></a></p>',
            '<!-- wp:image {"linkDestination":"custom"} -->\n<figure class="wp-block-image"><a href="/big">'
            '<img src="/a.png" alt="x"/></a></figure>\n<!-- /wp:image -->',
        ),
        (
            "<hr>",
            "<!-- wp:separator -->\n"
            '<hr class="wp-block-separator has-alpha-channel-opacity"/>\n<!-- /wp:separator -->',
        ),
        (
            "<pre><code>a[0]\n</code></pre>",
            '<!-- wp:code -->\n<pre class="wp-block-code"><code>a&#91;0]</code></pre>\n<!-- /wp:code -->',
        ),
        (
            "<pre>a\n b</pre>",
            '<!-- wp:preformatted -->\n<pre class="wp-block-preformatted">a\n b</pre>\n'
            "<!-- /wp:preformatted -->",
        ),
        ("loose <i>text</i>", "<!-- wp:paragraph -->\n<p>loose <i>text</i></p>\n<!-- /wp:paragraph -->"),
        ("<p> </p><h2> </h2>", ""),
    ],
)
def test_each_kind_is_written_as_the_editor_writes_it(html, expected):
    assert to_blocks(html) == expected


def test_nested_lists_are_blocks_within_items():
    markup = to_blocks(render_markdown("- a\n  1. b\n  2. c\n- d"))
    assert block_names(markup) == ["list", "list-item", "list", "list-item", "list-item", "list-item"]
    assert "<li>a<!-- wp:list" in markup


def test_paragraphs_in_items_and_cells_become_lines():
    assert "<li>a<br>b</li>" in to_blocks("<ul><li><p>a</p><p>b</p></li></ul>")
    assert "<td>a<br>b</td>" in to_blocks("<table><tr><td><p>a</p><p>b</p></td></tr></table>")


def test_a_figure_may_hold_a_table_with_a_caption_or_several_images():
    table = to_blocks("<figure><table><tr><td>a</td></tr></table><figcaption>c</figcaption></figure>")
    assert block_names(table) == ["table"]
    assert '<figcaption class="wp-element-caption">c</figcaption></figure>' in table
    assert block_names(to_blocks('<figure><img src="/a"><img src="/b"></figure>')) == ["image", "image"]
    assert block_names(to_blocks("<figure><p>x</p></figure>")) == ["paragraph"]


def test_text_around_an_image_stays_in_paragraphs():
    markup = to_blocks('<p>before <img src="/a.png" alt=""> after</p>')
    assert block_names(markup) == ["paragraph", "image", "paragraph"]


def test_unknown_containers_are_taken_apart():
    assert block_names(to_blocks("<div><section><p>a</p>b</section></div>")) == ["paragraph", "paragraph"]
    assert block_names(to_blocks("<a href='/x'><p>a</p></a>")) == ["paragraph"]


_MARKDOWN_PARTS = st.sampled_from([
    "# One", "## Two", "### Three", "Plain *text* with [a link](/x) & more.", "- a\n- b\n  - c", "1. a\n2. b",
    "> quoted\n>\n> twice", "| a | b |\n|---|--:|\n| 1 | 2 |", "![alt](/a.png)", "---", "```py\nx = [1]\n```",
    "[gallery]", "<!-- wp:html -->", "a<br>b", "लेख और 世界", "* * *\n- x\n\n  y",
])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(_MARKDOWN_PARTS, max_size=8))
def test_block_markup_nests_keeps_the_text_and_is_stable(parts):
    html = render_markdown("\n\n".join(parts))
    markup = to_blocks(html)
    block_names(markup)
    assert to_blocks(markup) == markup
    assert plain_text(markup).split() == plain_text(html).split()
    assert [link.href for link in outline(markup).links] == [link.href for link in outline(html).links]
    assert [image.alt for image in outline(markup).images] == [image.alt for image in outline(html).images]
    assert plain_text(sanitize_html(markup)).split() == plain_text(html).split()
