"""Each check at its limits: what gives 9, 6, 3 and 0."""

from __future__ import annotations

from dataclasses import replace

import pytest

from igny8.content.seo import Article, evaluate
from igny8.content.seo.checks import CHECKS
from igny8.content.seo.report import CheckResult

BASE = Article(
    title="Garden shed plans",
    html="<p>Text.</p>",
    keyphrase="garden shed",
    slug="garden-shed",
    site_host="example.com",
)


def result(check_id: str, **changes: object) -> CheckResult | None:
    return evaluate(replace(BASE, **changes)).by_id(check_id)


def score(check_id: str, **changes: object) -> int | None:
    found = result(check_id, **changes)
    return None if found is None else found.score


def filler(words: int, sentence: int = 10) -> str:
    """``words`` words in sentences of ``sentence`` words, which start and read differently."""
    return " ".join(
        f"W{index} " + "word " * (min(sentence, words - index) - 2) + "end."
        if min(sentence, words - index) > 1
        else f"W{index}."
        for index in range(0, words, sentence)
    )


def p(text: str) -> str:
    return f"<p>{text}</p>"


def test_the_filler_has_the_words_it_says():
    assert [evaluate(replace(BASE, html=p(filler(n)))).words for n in (1, 2, 25, 100)] == [1, 2, 25, 100]


@pytest.mark.parametrize(
    ("keyphrase", "expected"),
    [("", 0), ("shed", 9), ("a b2 the of", 9), ("one1 two2 three3 four4", 9), ("k1 k2 k3 k4 k5", 6),
     ("k1 k2 k3 k4 k5 k6 k7 k8", 6), ("k1 k2 k3 k4 k5 k6 k7 k8 k9", 3)],
)  # fmt: skip
def test_keyphrase_length_counts_content_words(keyphrase, expected):
    assert score("keyphrase_length", keyphrase=keyphrase) == expected


@pytest.mark.parametrize(
    ("mentions", "words", "expected"),
    [
        (1, 99, None),
        (0, 200, 0),
        (1, 201, 3),
        (1, 200, 9),
        (6, 200, 9),
        (7, 200, 6),
        (8, 200, 6),
        (9, 200, 0),
    ],
)
def test_density_of_half_to_three_per_cent_is_good(mentions, words, expected):
    html = p("Garden shed. " * mentions) + p(filler(words - 2 * mentions))
    assert score("keyphrase_density", html=html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A shed for your garden.</p><p>x</p>", 9),
        ("<h2>Intro</h2><p>Sheds in gardens last.</p>", 9),
        ("<p>A shed is nice. The garden too.</p>", 6),
        ("<p>Nothing here.</p><p>garden shed</p>", 3),
        ("<h2>garden shed</h2>", None),
    ],
)
def test_the_introduction_names_the_topic_in_one_sentence(html, expected):
    assert score("keyphrase_in_introduction", html=html) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Garden shed plans", 9),
        ("The garden sheds of 2024", 9),
        ("Build a garden shed", 6),
        ("Shed for the garden", 6),
        ("Garden plans", 3),
        ("Plans", 0),
    ],
)
def test_the_title_starts_with_the_keyphrase_at_best(title, expected):
    assert score("keyphrase_in_title", title=title) == expected
    assert score("keyphrase_in_title", title="other", meta_title=title) == expected


@pytest.mark.parametrize(
    ("slug", "keyphrase", "expected"),
    [
        ("garden-shed-plans", "garden shed", 9),
        ("sheds-garden", "garden shed", 9),
        ("garden", "garden shed", 3),
        ("plans", "garden shed", 0),
        ("", "garden shed", 0),
        ("big-garden", "big garden shed", 6),
        ("groesse-mass", "Größe", 0),
        ("grosse", "Größe", 9),
        ("лучшие-отели", "лучшие отели", 9),
    ],
)
def test_the_slug_has_the_keyphrase(slug, keyphrase, expected):
    assert score("keyphrase_in_slug", slug=slug, keyphrase=keyphrase) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Plans and tips.", 3),
        ("A shed. A garden.", 6),
        ("Garden shed plans.", 9),
        ("Garden shed. Garden sheds!", 9),
        ("Garden shed. Garden shed. Garden shed.", 3),
    ],
)
def test_the_meta_description_has_the_keyphrase_once_or_twice(text, expected):
    assert score("keyphrase_in_meta_description", meta_description=text) == expected


@pytest.mark.parametrize(
    ("having", "without", "expected"),
    [(0, 0, None), (1, 0, 9), (0, 1, 0), (3, 7, 9), (2, 5, 3), (3, 1, 9), (4, 1, 3), (2, 0, 3), (0, 4, 0)],
)
def test_thirty_to_seventy_five_per_cent_of_subheadings(having, without, expected):
    html = "<h2>Garden shed</h2><p>x</p>" * having + "<h3>Other</h3><p>x</p>" * without
    assert score("keyphrase_in_subheadings", html=html) == expected


@pytest.mark.parametrize(
    ("html", "featured", "expected"),
    [
        ("<p>x</p>", None, None),
        ('<img src="/a" alt="A garden shed">', None, 9),
        ('<img src="/a" alt=""><img src="/b" alt="sheds of gardens">', None, 9),
        ('<img src="/a" alt="A tree">', None, 6),
        ('<img src="/a">', None, 3),
        ("<p>x</p>", "Garden shed", 9),
        ("<p>x</p>", "", 3),
    ],
)
def test_one_image_description_has_the_keyphrase(html, featured, expected):
    assert score("keyphrase_in_image_alt", html=html, featured_alt=featured) == expected


def test_a_keyphrase_is_used_once_on_a_site():
    assert score("keyphrase_unused", used_keyphrases=frozenset({"shed"})) == 9
    assert score("keyphrase_unused", used_keyphrases=frozenset({"Garden  SHED"})) == 3


@pytest.mark.parametrize(
    ("href", "text", "expected"),
    [
        ("/other", "garden shed", 3),
        ("https://other.example/x", "the Garden Sheds", 3),
        ("/other", "garden shed plans", 9),
        ("/other", "shed", 9),
        ("https://example.com/garden-shed/", "garden shed", 9),
        ("#top", "garden shed", 9),
    ],
)
def test_links_on_the_keyphrase_compete(href, text, expected):
    assert score("competing_links", html=f'<p><a href="{href}">{text}</a></p>') == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(40, 40, None), (20, 80, 3), (60, 60, 6), (29, 71, 3)],
)
def test_the_keyphrase_runs_through_the_text(before, after, expected):
    html = p(filler(before)) + "<p>Garden shed.</p>" + p(filler(after))
    assert score("keyphrase_distribution", html=html) == expected


def test_even_distribution_is_good_and_absence_is_bad():
    assert score("keyphrase_distribution", html=(p(filler(40)) + "<p>Garden shed.</p>") * 4) == 9
    assert score("keyphrase_distribution", html=p(filler(200))) == 0


@pytest.mark.parametrize(
    ("title", "expected"), [("", 0), ("m" * 36, 9), ("m" * 37, 3), ("i" * 135, 9), ("i" * 136, 3)]
)
def test_titles_up_to_600_pixels_are_shown_whole(title, expected):
    assert score("title_width", title=title) == expected


@pytest.mark.parametrize(("length", "expected"), [(0, 0), (1, 6), (120, 6), (121, 9), (156, 9), (157, 6)])
def test_meta_descriptions_have_121_to_156_characters(length, expected):
    assert score("meta_description_length", meta_description="x" * length) == expected


@pytest.mark.parametrize(
    ("words", "cornerstone", "expected"),
    [(0, False, 0), (199, False, 0), (200, False, 3), (250, False, 6), (299, False, 6), (300, False, 9),
     (299, True, 0), (300, True, 3), (400, True, 6), (899, True, 6), (900, True, 9)],
)  # fmt: skip
def test_texts_have_300_words_and_cornerstones_900(words, cornerstone, expected):
    assert score("text_length", html=p(filler(words)), cornerstone=cornerstone) == expected


@pytest.mark.parametrize(
    ("html", "featured", "expected"), [("", None, 3), ("", "", 9), ('<img src="/a">', None, 9)]
)
def test_there_is_an_image(html, featured, expected):
    assert score("images", html=html, featured_alt=featured) == expected


@pytest.mark.parametrize(
    ("href", "rel", "internal", "outbound"),
    [
        ("/a", "", 9, 3),
        ("/a", "nofollow", 6, 3),
        ("https://other.example", "", 3, 9),
        ("https://other.example", "nofollow noopener", 3, 6),
        ("mailto:a@b.example", "", 3, 3),
    ],
)
def test_links_inside_and_outside(href, rel, internal, outbound):
    html = f'<p><a href="{href}" rel="{rel}">x</a></p>'
    assert score("internal_links", html=html) == internal
    assert score("outbound_links", html=html) == outbound


@pytest.mark.parametrize(("count", "expected"), [(0, 9), (1, 9), (2, 0)])
def test_there_is_at_most_one_h1(count, expected):
    assert score("single_h1", html="<h1>x</h1>" * count) == expected


@pytest.mark.parametrize(
    ("long", "short", "expected"), [(1, 3, 9), (3, 8, 6), (3, 7, 6), (1, 2, 3), (0, 1, 9)]
)
def test_a_quarter_of_the_sentences_may_be_long(long, short, expected):
    html = p(filler(21 * long, 21) + " " + filler(20 * short, 20))
    assert score("sentence_length", html=html) == expected


@pytest.mark.parametrize(("words", "expected"), [(150, 9), (151, 6), (200, 6), (201, 3)])
def test_paragraphs_have_up_to_150_words(words, expected):
    assert score("paragraph_length", html=p(filler(words))) == expected


@pytest.mark.parametrize(("words", "expected"), [(300, 9), (301, 6), (350, 6), (351, 3)])
def test_headings_come_every_300_words(words, expected):
    html = "<h2>a</h2>" + p(filler(words)) + "<h2>b</h2>" + p("x.")
    assert score("subheading_distribution", html=html) == expected


@pytest.mark.parametrize(
    ("passive", "active", "expected"), [(1, 9, 9), (1, 8, 6), (3, 17, 6), (2, 10, 3), (0, 1, 9)]
)
def test_a_tenth_of_the_sentences_may_be_passive(passive, active, expected):
    html = p("It was built by hand. " * passive + "We build it. " * active)
    assert score("passive", html=html) == expected


@pytest.mark.parametrize(("share", "expected"), [(30, 9), (29, 6), (20, 6), (19, 3)])
def test_three_in_ten_sentences_have_a_transition(share, expected):
    html = p("However we paint it. " * share + "We paint it. " * (100 - share))
    assert score("transition_words", html=html) == expected


def test_short_texts_and_other_languages_are_not_judged_by_transitions():
    assert score("transition_words", html=p(filler(199))) is None
    assert score("transition_words", html=p(filler(400)), language="pl") is None
    assert score("passive", html=p(filler(400)), language="pl") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("We go. We stay. They go.", 9), ("We go. We stay. We sit.", 3), ("We go. Él va. We stay. We sit.", 9)],
)
def test_three_sentences_in_a_row_begin_differently(text, expected):
    assert score("consecutive_sentences", html=p(text)) == expected


def test_an_empty_article_is_bad_and_has_advice():
    report = evaluate(Article(title="", html=""))
    assert report.rating == "bad"
    assert report.words == 0
    assert report.by_id("sentence_length") is None
    assert report.by_id("keyphrase_in_title") is None
    assert all(check.message for check in report.checks)


def test_ids_and_names_are_unique():
    assert len({check.id for check in CHECKS}) == len({check.name for check in CHECKS}) == len(CHECKS) == 24
