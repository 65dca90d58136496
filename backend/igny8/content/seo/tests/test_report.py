"""Scores, places and the promises of a report, for any text and in many languages."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.content.markup.outline import outline
from igny8.content.seo import Article, CheckResult, SeoReport, evaluate
from igny8.content.seo.report import rating_of


def check(score: int) -> CheckResult:
    return CheckResult("x", "X", "seo", score, "m")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scores", "expected", "rating"),
    [((), 0, "bad"), ((9, 9), 100, "good"), ((9, 6, 3, 0), 50, "ok"), ((6, 6), 67, "ok"), ((0,), 0, "bad"),
     ((9, 9, 3), 78, "good")],
)  # fmt: skip
def test_the_score_is_the_mean_over_nine(scores, expected, rating):
    report = SeoReport(tuple(check(score) for score in scores))
    assert (report.score, report.rating) == (expected, rating)
    assert report.exact_score == (Fraction(sum(scores), 9 * len(scores)) if scores else 0)


@pytest.mark.parametrize(
    ("score", "rating"), [(100, "good"), (70, "good"), (69, "ok"), (40, "ok"), (39, "bad")]
)
def test_ratings_change_at_70_and_40(score, rating):
    assert rating_of(score) == rating


def test_status_follows_the_score():
    assert [check(score).status for score in (9, 6, 3, 0)] == ["good", "ok", "bad", "bad"]


def test_groups_divide_the_checks():
    report = evaluate(Article(title="T", html="<p>One. Two.</p>", keyphrase="one"))
    assert report.group("seo") + report.group("readability") == report.checks
    assert {item.id for item in report.group("readability")} >= {"sentence_length", "consecutive_sentences"}


def test_places_point_at_the_text():
    html = "<h2>Intro</h2><p>We go. We stay here. We sit.</p><h1>a</h1><h1>b</h1>"
    report = evaluate(Article(title="T", html=html, keyphrase="x"))
    blocks = outline(html).blocks
    starts = report.by_id("consecutive_sentences")
    assert starts is not None
    assert [blocks[at.index].text[at.start : at.end] for at in starts.places] == [
        "We go.",
        "We stay here.",
        "We sit.",
    ]
    extra = report.by_id("single_h1")
    assert extra is not None
    assert [blocks[at.index].text for at in extra.places] == ["b"]


def test_long_excerpts_are_cut():
    report = evaluate(Article(title="T", html=f"<p>{'word ' * 200}</p>", keyphrase="x"))
    found = report.by_id("paragraph_length")
    assert found is not None
    assert len(found.places[0].excerpt) <= 120
    assert found.places[0].excerpt.endswith("…")


# Each: language, keyphrase, title, first paragraph that has it in other word forms.
LANGUAGES = [
    ("en", "running shoe", "Running shoes for all", "The best shoes for running are light."),
    (
        "de",
        "Laufschuhe für Damen",
        "Laufschuhe für Damen im Test",
        "Damen tragen gern einen leichten Laufschuh.",
    ),
    ("fr", "assurance auto", "Assurance auto : le guide", "L'assurance des autos coûte cher."),
    ("es", "zapatos baratos", "Zapatos baratos en línea", "Un zapato barato puede durar."),
    ("it", "scarpe economiche", "Scarpe economiche online", "Una scarpa economica dura poco."),
    ("pt", "carro elétrico", "Carro elétrico: guia", "Os carros elétricos são silenciosos."),
    ("nl", "elektrische fiets", "Elektrische fiets kopen", "Veel elektrische fietsen zijn zwaar."),
    ("pl", "tani hotel", "Tani hotel w górach", "Tanie hotele są modne."),
    ("ru", "лучшие отели", "Лучшие отели Москвы", "Мы нашли лучший отель."),
    ("tr", "koşu ayakkabısı", "Koşu ayakkabısı rehberi", "Koşu ayakkabıları hafiftir."),
    ("id", "sepatu lari", "Sepatu lari terbaik", "Sepatunya dipakai untuk lari."),
    ("hi", "सौर पैनल", "सौर पैनल की कीमत", "यह सौर पैनलों के बारे में है।"),
    ("ja", "東京の賃貸", "東京の賃貸ガイド", "東京で賃貸を探す。"),
    ("zh-Hans", "太阳能 电池板", "太阳能电池板指南", "电池板使用太阳能。"),
    ("sv", "röd stuga", "Röd stuga till salu", "En röd stuga är fin."),
    ("xx", "abc def", "Abc def ghi", "Def abc."),
]


@pytest.mark.parametrize(("language", "keyphrase", "title", "paragraph"), LANGUAGES)
def test_keyphrases_are_found_in_any_language(language, keyphrase, title, paragraph):
    article = Article(title=title, html=f"<p>{paragraph}</p>", keyphrase=keyphrase, language=language)
    report = evaluate(article)
    for check_id in ("keyphrase_in_title", "keyphrase_in_introduction", "keyphrase_length"):
        found = report.by_id(check_id)
        assert found is not None
        assert found.score == 9, check_id
    other = evaluate(replace(article, html="<p>Zzz qqq.</p>", title="Zzz")).by_id("keyphrase_in_introduction")
    assert other is not None
    assert other.score == 3


@settings(max_examples=60, deadline=None)
@given(
    html=st.lists(
        st.sampled_from(
            [
                "<h2>",
                "</h2>",
                "<p>",
                "</p>",
                "<li>",
                "x. ",
                "Garden shed! ",
                "東京。",
                "<img>",
                "<a href='/'>",
            ]
        )
        | st.text(max_size=12),
        max_size=25,
    ).map("".join),
    text=st.text(max_size=40),
    language=st.sampled_from(["en", "de", "fr", "es", "ja", "", "x_y"]),
)
def test_any_text_gets_a_report(html, text, language):
    article = Article(
        title=text, html=html, keyphrase=text[:20], meta_title=text[5:], meta_description=text, slug=text[:9],
        language=language, site_host=text[:5], used_keyphrases=frozenset({text}), featured_alt=text,
    )  # fmt: skip
    report = evaluate(article)
    assert 0 <= report.score <= 100
    assert report == evaluate(article)
    blocks = outline(html).blocks
    for place in (place for item in report.checks for place in item.places if place.where == "body"):
        assert 0 <= place.start <= place.end <= len(blocks[place.index].text)
