from __future__ import annotations

import pytest

from igny8.content.markup import SiteLink, insert_links, unlink_missing
from igny8.content.markup.urls import is_internal, is_outbound

PANELS = SiteLink("solar panels", "/solar-panels")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Buy Solar  panels now.</p>", '<p>Buy <a href="/solar-panels">Solar  panels</a> now.</p>'),
        ("<p><b>solar panels</b></p>", '<p><b><a href="/solar-panels">solar panels</a></b></p>'),
        ("<ul><li>solar panels</li></ul>", '<ul><li><a href="/solar-panels">solar panels</a></li></ul>'),
    ],
)
def test_it_links_the_first_fitting_words(html, expected):
    linked = insert_links(html, [PANELS])
    assert linked.html == expected
    assert linked.added == (PANELS,)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>solar panels</h2>",
        '<p><a href="/x">solar panels</a></p>',
        "<p><code>solar panels</code></p>",
        "<blockquote><p>other</p></blockquote><p><q>solar panels</q></p>",
        "<p>solar panelsets, non-solar panels-like</p>",
        '<p>solar panels <a href="/solar-panels/#top">x</a></p>',
        "<p>nothing</p>",
    ],
)
def test_it_leaves_headings_links_code_quotes_and_linked_pages_alone(html):
    assert insert_links(html, [PANELS]).html == html


def test_it_never_links_the_own_keyphrase_or_the_own_page_or_unsafe_addresses():
    html = "<p>solar panels</p>"
    assert insert_links(html, [PANELS], own_keyphrase="Solar Panels").added == ()
    assert insert_links(html, [PANELS], own_url="/solar-panels/").added == ()
    assert insert_links(html, [SiteLink("solar panels", "javascript:alert(1)")]).added == ()
    assert insert_links(html, [SiteLink(" ", "/x")]).added == ()


def test_it_adds_one_a_paragraph_and_no_more_than_the_limit():
    html = "<p>alpha beta</p><p>beta gamma</p><p>gamma delta</p>"
    pages = [SiteLink(word, f"/{word}") for word in ("alpha", "beta", "gamma", "delta")]
    linked = insert_links(html, pages, limit=2)
    assert [page.anchor for page in linked.added] == ["alpha", "beta"]
    assert (
        linked.html
        == '<p><a href="/alpha">alpha</a> beta</p><p><a href="/beta">beta</a> gamma</p><p>gamma delta</p>'
    )


def test_it_finds_anchors_in_scripts_without_spaces_and_in_hindi():
    assert "<a" in insert_links("<p>東京の賃貸物件</p>", [SiteLink("賃貸", "/chintai")]).html
    assert "<a" in insert_links("<p>यह सौर पैनल है</p>", [SiteLink("सौर पैनल", "/solar")]).html


def test_links_to_missing_pages_lose_their_anchor_but_not_their_words():
    html = (
        '<p><a href="/here">a</a> <a href="https://www.example.com/gone/"><b>b</b></a> '
        '<a href="https://other.example/gone">c</a> <a href="#x">d</a></p>'
    )
    cleaned = unlink_missing(html, site_host="example.com", known_urls=["https://example.com/x", "/here/"])
    assert cleaned == (
        '<p><a href="/here">a</a> <b>b</b> <a href="https://other.example/gone">c</a> <a href="#x">d</a></p>'
    )


@pytest.mark.parametrize(
    ("url", "internal", "outbound"),
    [
        ("/a", True, False),
        ("a/b", True, False),
        ("https://www.example.com/a", True, False),
        ("HTTP://EXAMPLE.com", True, False),
        ("https://shop.example.com", False, True),
        ("https://other.example/", False, True),
        ("//other.example/", False, True),
        ("#top", False, False),
        ("mailto:a@example.com", False, False),
        ("http://[bad", False, False),
    ],
)
def test_internal_and_outbound(url, internal, outbound):
    assert is_internal(url, "example.com:8000") is internal
    assert is_outbound(url, "example.com") is outbound
