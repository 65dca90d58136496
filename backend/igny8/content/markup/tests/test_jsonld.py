from __future__ import annotations

import json
from datetime import UTC, datetime

from igny8.content.markup import (
    ArticleData,
    Crumb,
    QuestionAnswer,
    article_json_ld,
    breadcrumb_json_ld,
    faq_json_ld,
)


def test_an_article_says_what_is_known_and_nothing_else():
    text = article_json_ld(
        ArticleData(
            headline="A" * 200,
            url="https://example.com/a",
            author="Ann",
            publisher="Example",
            publisher_logo_url="https://example.com/l.png",
            published_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            keywords=("a", "b"),
            word_count=10,
        )
    )
    data = json.loads(text)
    assert data["@type"] == "BlogPosting"
    assert len(data["headline"]) == 110
    assert data["author"] == {"@type": "Person", "name": "Ann"}
    assert data["publisher"]["logo"]["url"] == "https://example.com/l.png"
    assert data["datePublished"] == "2026-01-02T03:04:05+00:00"
    assert data["keywords"] == "a, b"
    assert data["mainEntityOfPage"]["@id"] == "https://example.com/a"
    assert not {"image", "description", "dateModified"} & set(data)


def test_a_bare_article_has_a_headline():
    assert json.loads(article_json_ld(ArticleData(headline="A", type="Article"))) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "A",
    }


def test_it_cannot_end_its_script_element():
    text = article_json_ld(ArticleData(headline="</script><script>alert(1)</script>&"))
    assert not set("<>&") & set(text)
    assert json.loads(text)["headline"] == "</script><script>alert(1)</script>&"


def test_breadcrumbs_count_from_one():
    data = json.loads(breadcrumb_json_ld([Crumb("Home", "/"), Crumb("A", "/a")]))
    assert [(item["position"], item["name"], item["item"]) for item in data["itemListElement"]] == [
        (1, "Home", "/"),
        (2, "A", "/a"),
    ]
    assert breadcrumb_json_ld([]) == ""


def test_faq_is_off_unless_asked_for():
    questions = [QuestionAnswer("Why?", "Because.")]
    assert faq_json_ld(questions) == ""
    assert faq_json_ld([], enabled=True) == ""
    data = json.loads(faq_json_ld(questions, enabled=True))
    assert data["mainEntity"][0]["acceptedAnswer"]["text"] == "Because."
