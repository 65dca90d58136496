from __future__ import annotations

import pytest

from igny8.content.markup import render_markdown


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# A\n\n## B", "<h1>A</h1>\n<h2>B</h2>"),
        ("a **b** *c* ~~d~~ `e`", "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code></p>"),
        ('[x](/y "t")', '<p><a href="/y" title="t">x</a></p>'),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("a<br/>b", "<p>a<br>\nb</p>"),
        ("Use <b>care</b> & wit", "<p>Use &lt;b&gt;care&lt;/b&gt; &amp; wit</p>"),
        ("```js\nlet x;\n```", '<pre><code class="language-js">let x;\n</code></pre>'),
        ("```markdown\n# A\n\nb\n```", "<h1>A</h1>\n<p>b</p>"),
        ("<!-- wp:html -->\n\na\n\n<!-- /wp:html -->", "<p>a</p>"),
        ("---", "<hr>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(markdown, html):
    assert render_markdown(markdown) == html


def test_tables_keep_their_alignment():
    html = render_markdown("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert '<th align="left">a</th>' in html
    assert '<td align="right">2</td>' in html
    assert "style" not in html


def test_other_languages_pass_through():
    assert render_markdown("## लेख\n\nПривет, 世界") == "<h2>लेख</h2>\n<p>Привет, 世界</p>"


def test_images_of_allowed_hosts_stay():
    html = render_markdown("![a](https://cdn.example.com/x.png)", image_hosts={"example.com"})
    assert html == '<p><img src="https://cdn.example.com/x.png" alt="a"></p>'
