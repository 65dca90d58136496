"""The offline intent rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igny8.planning.intent import (
    Intent,
    IntentGuess,
    IntentVote,
    cluster_intent,
    guess_intent,
    parse_intent,
)
from igny8.planning.intent_words import INTENT_WORDS, LOANWORDS


@pytest.mark.parametrize(
    ("keyword", "language", "intent"),
    [
        ("how to scan a qr code", "en", "informational"),
        ("What is SEO?", "en-US", "informational"),
        ("how to buy bitcoin", "en", "informational"),
        ("how much is a new roof", "en", "transactional"),
        ("website builder", "en", "informational"),
        ("what is the best laptop", "en", "commercial"),
        ("best running shoes", "en", "commercial"),
        ("nike vs adidas", "en", "commercial"),
        ("buy running shoes", "en", "transactional"),
        ("plumber near me", "en", "transactional"),
        ("gmail login", "en", "navigational"),
        ("how to login to gmail", "en", "informational"),
        ("laufschuhe kaufen", "de", "transactional"),
        ("Wie funktioniert ein QR-Code", "de", "informational"),
        ("waschmaschine testsieger", "de", "commercial"),
        ("kinderwagen vergleichsportal", "de", "commercial"),
        ("sparkasse anmelden", "de", "navigational"),
        ("qu'est-ce que le seo", "fr", "informational"),
        ("meilleur aspirateur", "fr", "commercial"),
        ("vélo pas cher", "fr", "transactional"),
        ("zapatillas baratas", "es", "transactional"),
        ("¿Qué es un código QR?", "es", "informational"),
        ("migliori scarpe", "it", "commercial"),
        ("quanto costa un idraulico", "it", "transactional"),
        ("o que é marketing", "pt", "informational"),
        ("melhor celular", "pt_BR", "commercial"),
        ("goedkope fietsen", "nl", "transactional"),
        ("jak zrobić pizzę", "pl", "informational"),
        ("ranking laptopów", "pl", "commercial"),
        ("купить телефон", "ru", "transactional"),
        ("как сделать сайт", "ru", "informational"),
        ("telefon fiyatları", "tr", "transactional"),
        ("nasıl yapılır", "tr", "informational"),
        ("harga laptop", "id", "transactional"),
        ("cara membuat website toko", "id", "transactional"),
        ("मोबाइल कैसे चुनें", "hi", "informational"),
        ("मोबाइल की कीमत", "hi", "transactional"),
        ("qrコード 読み取り方", "ja", "informational"),
        ("ノートパソコンおすすめ", "ja", "commercial"),
        ("iphone 最安値", "ja", "transactional"),
        ("노트북 추천", "ko", "commercial"),
        ("手机多少钱", "zh", "transactional"),
        ("laptop price", "tr", "transactional"),
        ("купить телефон", "", "transactional"),
        ("qr code scanner", "", "informational"),
        ("ai tools", "", "informational"),
        ("zapatillas", "xx", "informational"),
    ],
)
def test_it_reads_the_intent_from_the_words_of_the_language(keyword: str, language: str, intent: str) -> None:
    assert guess_intent(keyword, language=language).intent == intent


def test_it_says_which_words_decided() -> None:
    assert guess_intent("cheap flights", language="en") == IntentGuess(Intent.TRANSACTIONAL, "cheap")


def test_it_defaults_to_informational_without_evidence() -> None:
    assert guess_intent("qr code", language="en") == IntentGuess(Intent.INFORMATIONAL, "")


def test_it_finds_whole_words_only() -> None:
    assert guess_intent("restoration hardware", language="en").evidence == ""
    assert guess_intent("topology", language="en").evidence == ""


@pytest.mark.parametrize(
    ("keyword", "intent"),
    [
        ("acme", "navigational"),
        ("acme scanner", "navigational"),
        ("acme review", "commercial"),
        ("acme price", "transactional"),
        ("how to use acme", "informational"),
        ("acmeology", "informational"),
    ],
)
def test_it_takes_a_brand_for_navigation_unless_other_words_say_more(keyword: str, intent: str) -> None:
    assert guess_intent(keyword, language="en", brands=("", "ACME")).intent == intent


@pytest.mark.parametrize(
    ("cell", "intent"),
    [
        ("Informational", "informational"),
        ("C", "commercial"),
        ("I, T", "transactional"),
        ("Commercial, Informational", "commercial"),
        ("informational|navigational", "informational"),
        ("Branded, Navigational", "navigational"),
        ("Informational,Non-branded", "informational"),
        ("0,1", "commercial"),
        ("['informational']", "informational"),
        ("", None),
        ("Local", None),
    ],
)
def test_it_maps_the_intents_of_the_tools(cell: str, intent: str | None) -> None:
    assert parse_intent(cell) == intent


def test_it_refuses_an_unknown_intent_and_says_what_would_be_right() -> None:
    with pytest.raises(ValueError, match="'curious' is no intent; write informational"):
        parse_intent("curious")


def test_it_weighs_a_clusters_votes_by_volume() -> None:
    votes = [
        IntentVote(Intent.COMMERCIAL, 900),
        IntentVote(Intent.INFORMATIONAL, 300),
        IntentVote(Intent.INFORMATIONAL, 300),
    ]
    assert cluster_intent(votes) is Intent.COMMERCIAL


def test_it_gives_an_unknown_volume_the_median() -> None:
    votes = [
        IntentVote(Intent.COMMERCIAL, 100),
        IntentVote(Intent.INFORMATIONAL),
        IntentVote(Intent.INFORMATIONAL),
    ]
    assert cluster_intent(votes) is Intent.INFORMATIONAL


def test_it_does_not_let_a_default_outvote_evidence() -> None:
    votes = [IntentVote(Intent.INFORMATIONAL, 1000, certain=False), IntentVote(Intent.TRANSACTIONAL, 400)]
    assert cluster_intent(votes) is Intent.TRANSACTIONAL


def test_it_breaks_a_tie_towards_the_sale_and_has_a_default() -> None:
    assert (
        cluster_intent([IntentVote(Intent.NAVIGATIONAL), IntentVote(Intent.COMMERCIAL)]) is Intent.COMMERCIAL
    )
    assert cluster_intent([]) is Intent.INFORMATIONAL


@pytest.mark.parametrize("language", sorted(INTENT_WORDS))
def test_every_phrase_of_the_tables_is_written_as_it_is_searched(language: str) -> None:
    for column in INTENT_WORDS[language]:
        phrases = column.split("|")
        assert all(phrase == phrase.strip() and phrase.strip("* ") for phrase in phrases)
        assert len(set(phrases)) == len(phrases)


def test_the_required_languages_have_tables() -> None:
    assert {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "id", "hi", "ja", LOANWORDS} <= set(
        INTENT_WORDS
    )


@given(st.text(max_size=60), st.sampled_from(["", "en", "ja", "xx"]))
def test_it_takes_any_text(text: str, language: str) -> None:
    assert guess_intent(text, language=language).intent in Intent
