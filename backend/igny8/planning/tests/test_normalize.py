"""The three forms of a keyword."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.planning.normalize import (
    MAX_KEYWORD_LENGTH,
    clean_keyword,
    keyword_key,
    keyword_problem,
    normalize_keyword,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Running   Shoes ", "Running Shoes"),
        ("running\u00a0shoes\u3000men", "running shoes men"),
        ("run\u200bning\ufeff sho\u00ades", "running shoes"),
        ("two\r\nlines\x85here", "two lines here"),
        ("[exact match]", "exact match"),
        ('"phrase match"', "phrase match"),
        ("„Laufschuhe“", "Laufschuhe"),
        ("+running +shoes", "running shoes"),
        ("c++", "c++"),
        ("+49 vorwahl", "+49 vorwahl"),
        ('"a" or "b"', '"a" or "b"'),
        ("'=sum excel", "=sum excel"),
        ("'-40 degrees", "-40 degrees"),
        ("Cafe\u0301", "Café"),
        ("\ud800lone", "lone"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200dleading", "leading"),
    ],
)
def test_it_shows_a_keyword_without_what_is_not_part_of_it(raw: str, shown: str) -> None:
    assert clean_keyword(raw) == shown


@pytest.mark.parametrize(
    ("raw", "compared"),
    [
        ("ＱＲ Ｃｏｄｅ", "qr code"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("women’s shoes", "women's shoes"),
        ("wi–fi", "wi-fi"),
        ("ﬁnance", "finance"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_it_folds_case_and_compatibility_forms(raw: str, compared: str) -> None:
    assert normalize_keyword(raw) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is SEO?", "what is seo"),
        ("¿Qué es SEO?", "qué es seo"),
        ('5" pipe', "5 pipe"),
        ("scan", " Scan "),
        ("[scan]", '"scan"'),
    ],
)
def test_it_lets_duplicates_meet(one: str, other: str) -> None:
    assert keyword_key(one) == keyword_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("c", "c++"), ("c", "c#"), (".net", "net"), ("resume", "résumé"), ("node js", "node.js")],
)
def test_it_keeps_different_keywords_apart(one: str, other: str) -> None:
    assert keyword_key(one) != keyword_key(other)


def test_it_never_strips_a_key_to_nothing() -> None:
    assert keyword_key("???") == "???"


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "empty"), ("?!", "no letter"), ("x" * 256, "at most 255"), ("\ufdfa" * 100, "at most 255")],
)
def test_it_says_what_is_wrong_with_a_keyword(text: str, word: str) -> None:
    assert word in (keyword_problem(text) or "")


def test_it_accepts_the_longest_keyword() -> None:
    assert keyword_problem("x" * MAX_KEYWORD_LENGTH) is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_it_is_idempotent(text: str) -> None:
    for form in (clean_keyword, normalize_keyword, keyword_key):
        once = form(text)
        assert form(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="[]\"'+=-@ \u200d\u0301ß\u0345é“”„«»?.", max_size=30))
def test_it_is_idempotent_on_marks(text: str) -> None:
    for form in (clean_keyword, normalize_keyword, keyword_key):
        once = form(text)
        assert form(once) == once
    assert keyword_key(clean_keyword(text)) == keyword_key(text)
    assert keyword_key(normalize_keyword(text)) == keyword_key(text)
