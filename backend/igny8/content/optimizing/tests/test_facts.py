"""What counts as a fact that a rewrite lost or invented."""

from __future__ import annotations

import pytest

from igny8.content.optimizing import facts_preserved

BEFORE = (
    "<h2>Why It Matters</h2><p>Since 2019, ACME of New York sold 1,200 sheds (5 %). See "
    '<a href="https://a.example/">their page</a>. She said '
    '“we love sheds” to Ann.</p><img src="/a.png" alt="Shed 7">'
)


def lost(kind: str, value: str) -> str:
    return f"The {kind} “{value}” was lost."


def invented(kind: str, value: str) -> str:
    return f"The {kind} “{value}” was not in the text before."


def test_the_same_facts_in_other_words_are_fine():
    after = (
        "<h3>Reasons</h3><p>In New York, ACME has sold 1,200 sheds since 2019, that is 5 %. Ann heard "
        '“we love sheds” there; <a href="https://a.example/">more</a>.</p><img src="/a.png" alt="7">'
    )
    assert facts_preserved(BEFORE, after) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("1,200", "1,300", [lost("number", "1,200"), invented("number", "1,300")]),
        ("(5 %)", "", [lost("number", "5%")]),
        ("https://a.example/", "/b", [lost("address", "https://a.example/"), invented("address", "/b")]),
        ("/a.png", "/b.png", [lost("address", "/a.png"), invented("address", "/b.png")]),
        ("we love", "we hate", [lost("quotation", "we love sheds"), invented("quotation", "we hate sheds")]),
        ("ACME", "it", [lost("name", "ACME")]),
        ("to Ann", "to Bob", [lost("name", "Ann"), invented("name", "Bob")]),
    ],
)
def test_each_kind_of_change_is_told(old, new, problem):
    assert facts_preserved(BEFORE, BEFORE.replace(old, new)) == problem


def test_allowed_texts_may_come_in():
    after = BEFORE + '<p>We name Bob and 77 and <a href="/new">x</a> and “a new day”.</p>'
    assert len(facts_preserved(BEFORE, after)) == 4
    assert facts_preserved(BEFORE, after, allowed=["bob 77", "/new", "“a new day”"]) == []


def test_how_often_does_not_count_and_starts_of_sentences_are_no_names():
    assert facts_preserved("<p>It costs 5. It costs 5.</p>", "<p>The price: It is 5. Fine.</p>") == []


def test_german_nouns_are_no_names_but_brands_are():
    assert facts_preserved("<p>Ein Haus.</p>", "<p>Ein Heim im Dorf.</p>", language="de") == []
    assert facts_preserved("<p>Die GmbH und BMW.</p>", "<p>Die Firma.</p>", language="de") == [
        "The name “BMW” was lost.",
        "The name “GmbH” was lost.",
    ]


@pytest.mark.parametrize("quote", ["„Ja, gut so“", "« oui, bien sûr »", "「はい、そうです」", '"yes, sure"'])
def test_quotations_of_many_languages_are_facts(quote):
    problems = facts_preserved(f"<p>x {quote} y</p>", "<p>x y</p>")
    assert [problem for problem in problems if "quotation" in problem]


def test_block_quotes_are_quotations_and_long_values_are_cut():
    words = "word " * 40
    problems = facts_preserved(f"<blockquote><p>{words}</p></blockquote>", "<p>x</p>")
    assert len(problems) == 1
    assert problems[0].endswith("…” was lost.")
