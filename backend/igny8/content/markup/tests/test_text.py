"""Outline, words, sentences and slugs."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igny8.content.markup import headings, plain_text, slugify, word_count
from igny8.content.markup.outline import outline
from igny8.content.markup.tree import parse, render
from igny8.content.markup.words import count_words, fold, sentences, words

HTML = (
    "<h1>A &amp; B</h1><p>One <b>two</b>\n three<br>four</p>loose<ul><li>x<ul><li>y"
    "</li></ul></li><li><p>z</p></li></ul>"
    "<blockquote><p>q</p></blockquote><table><tr><td>c1<td>c2</tr></table><pre>k\n  l</pre>"
    '<figure><img src="/i.png" alt=" d "><figcaption>f</figcaption></figure><p>'
    '<a href="/u" rel="nofollow">v w</a></p>'
)


def test_the_outline_lists_blocks_in_reading_order_with_their_kinds():
    assert [(block.kind, block.level, block.text) for block in outline(HTML).blocks] == [
        ("heading", 1, "A & B"),
        ("paragraph", 0, "One two three four"),
        ("paragraph", 0, "loose"),
        ("item", 0, "x"),
        ("item", 0, "y"),
        ("item", 0, "z"),
        ("quote", 0, "q"),
        ("cell", 0, "c1"),
        ("cell", 0, "c2"),
        ("code", 0, "k\n  l"),
        ("caption", 0, "f"),
        ("paragraph", 0, "v w"),
    ]


def test_the_outline_lists_links_and_images():
    parts = outline(HTML)
    assert [(link.href, link.text, link.rel) for link in parts.links] == [("/u", "v w", "nofollow")]
    assert [(image.src, image.alt) for image in parts.images] == [("/i.png", "d")]


def test_headings_and_plain_text():
    assert [(block.level, block.text) for block in headings("<h2>a</h2><p>b</p><h4>c</h4>")] == [
        (2, "a"),
        (4, "c"),
    ]
    assert plain_text("<p>a&nbsp;b</p><script>no()</script><!-- no --><p>c</p>") == "a b\nc"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("— … !", 0),
        ("Don't buy e-mail lists at example.com", 6),
        ("It costs 1,000.50 euros", 4),
        ("हिन्दी में एक लेख", 4),
        ("Лучшие отели Москвы", 3),
        ("مرحبا بالعالم", 2),
        ("한국어 문장 하나", 3),
        ("東京の賃貸物件", 4),
        ("iPhoneの価格", 3),
        ("ภาษาไทย", 2),
    ],
)
def test_words_are_counted_in_any_script(text, count):
    assert count_words(text) == count
    assert word_count(f"<p>{text}</p>", "xx") == count


def test_words_know_their_places():
    text = "Größe, l'eau!"
    assert (
        [text[word.start : word.end] for word in words(text)]
        == [word.text for word in words(text)]
        == ["Größe", "l'eau"]
    )


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("One. Two! Three? Four…", "en", ["One.", "Two!", "Three?", "Four…"]),
        (
            "Ask Dr. Smith, e.g. about J. Doe. Then go.",
            "en",
            ["Ask Dr. Smith, e.g. about J. Doe.", "Then go."],
        ),
        ("It costs 3.50 euros. Fine.", "en", ["It costs 3.50 euros.", "Fine."]),
        ("I said no. Then I left.", "en", ["I said no.", "Then I left."]),
        (
            "Am 3. Oktober z. B. feiern wir. Danach nicht.",
            "de",
            ["Am 3. Oktober z. B. feiern wir.", "Danach nicht."],
        ),
        ("He said “Go.” She went.", "en", ["He said “Go.”", "She went."]),
        ("東京です。大阪です！", "ja", ["東京です。", "大阪です！"]),
        ("यह एक है। यह दो है।", "hi", ["यह एक है।", "यह दो है।"]),
        ("Wait... what? ok", "en", ["Wait...", "what?", "ok"]),
        ("line one\nline two", "en", ["line one", "line two"]),
        (" … ", "en", []),
    ],
)
def test_sentences_end_where_they_end(text, language, expected):
    found = sentences(text, language)
    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)


def test_folding_drops_accents_of_european_letters_only():
    assert fold("ÉCOLE Größe İstanbul ışık") == "ecole grosse istanbul isik"
    assert fold("हिन्दी") == "हिन्दी"


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Hello, World!", "", "hello-world"),
        ("Don't Stop — Now", "", "dont-stop-now"),
        ("Ça été déjà vu", "", "ca-ete-deja-vu"),
        ("Größe & Maß", "", "grosse-mass"),
        ("Größe & Maß", "de-AT", "groesse-mass"),
        ("Łódź i żółw", "pl", "lodz-i-zolw"),
        ("Smørrebrød på ø", "", "smorrebrod-pa-o"),
        ("İstanbul'da Işık", "tr", "istanbulda-isik"),
        ("Лучшие отели", "ru", "лучшие-отели"),
        ("हिन्दी में लेख", "hi", "हिन्दी-में-लेख"),
        ("東京の賃貸", "ja", "東京の賃貸"),
        ("  --a__b//c--  ", "", "a-b-c"),
        ("../../etc/passwd", "", "etc-passwd"),
        ("100 % <b>", "", "100-b"),
    ],
)
def test_slugs(text, language, slug):
    assert slugify(text, language=language) == slug


def test_slugs_are_cut_at_a_word_and_fit_what_wordpress_keeps():
    assert slugify("alpha beta gamma delta", max_length=12) == "alpha-beta"
    assert slugify("alpha beta gamma", max_length=10) == "alpha-beta"
    assert slugify("a" * 100) == "a" * 75
    assert 0 < len(quote(slugify("очень длинный заголовок " * 9))) <= 198


def test_texts_without_letters_get_a_stable_slug():
    assert slugify("!!!").startswith("item-")
    assert slugify("!!!") == slugify("!!!") != slugify("???")


@given(st.text(max_size=120))
def test_any_text_gives_a_short_clean_slug(text):
    slug = slugify(text)
    assert slug
    assert len(slug) <= 75
    assert not set(slug) & set(" /?#&%<>\"'.\\")
    assert slug == slug.strip("-")
    assert "--" not in slug


@given(st.text(alphabet="<>/ apliubd&;\"'=h12", max_size=80))
def test_reading_and_writing_a_tree_is_stable_for_any_markup(html):
    once = render(parse(html))
    assert render(parse(once)) == once
