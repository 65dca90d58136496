"""Spellings are folded; words that merely look alike are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igny8.planning.clustering import fold_near_duplicates, has_content
from igny8.planning.clustering.content import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qr scanner", "qr scaner"),
        ("QR Scanner", "qr scanner!"),
        ("qr code scanner", "qrcode scanner"),
        ("qr-code scanner", "qr code scanner"),
        ("café near me", "cafe near me"),
        ("running shoe", "running shoes"),
        ("barcode reader", "bracode reader"),
        ("ｆｕｌｌ width text", "full width text"),
        ("Straße sperren", "STRASSE sperren"),
    ],
)
def test_it_folds_spellings_of_one_keyword(one: str, other: str) -> None:
    assert fold_near_duplicates([one, other]) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("scan document", "scam document"),
        ("iphone 15", "iphone 16"),
        ("1 5 mm", "15 mm"),
        ("is it safe", "is it not safe"),
        ("contract form", "contact form"),
        ("diner near me", "dinner near me"),
        ("dessert", "desert"),
        ("casual wear", "causal wear"),
        ("hosting", "posting"),
        ("с++ курс", "с курсы"),
        ("कल", "काल"),
        ("!!!", "???"),
        ("glass", "glas"),
        ("best business", "best busines plan"),
    ],
)
def test_it_keeps_different_keywords_apart(one: str, other: str) -> None:
    assert fold_near_duplicates([one, other]) == [0, 1]


def test_a_rare_slip_is_folded_into_the_word_that_the_list_uses() -> None:
    common = [f"insurance {word}" for word in ("car", "home", "pet", "life", "cheap", "quote")]
    texts = [*common, "insurence car", "inssurance home", "insuranc pet"]
    assert fold_near_duplicates(texts)[6:] == [0, 1, 2]


def test_a_slip_is_not_believed_where_both_words_are_as_common() -> None:
    assert fold_near_duplicates(["contract law", "contract work", "contact law"]) == [0, 1, 2]


def test_the_heaviest_spelling_stands_for_all_and_the_first_where_they_tie() -> None:
    texts = ["qr scaner", "qr scanner", "qrscanner", "coffee"]
    assert fold_near_duplicates(texts, [5, 90, 5, 1]) == [1, 1, 1, 3]
    assert fold_near_duplicates(texts) == [0, 0, 0, 3]
    assert fold_near_duplicates([]) == []


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_text_has_a_leader_that_leads_itself(texts: list[str]) -> None:
    leaders = fold_near_duplicates(texts)
    assert len(leaders) == len(texts)
    assert all(leaders[leader] == leader for leader in leaders)


@pytest.mark.parametrize(
    "text", ["", "  ", "?!", "how to", "what is the", "wie ist das", "est-ce que", "→ ★"]
)
def test_it_sees_that_a_text_says_nothing(text: str) -> None:
    assert not has_content(text)


@pytest.mark.parametrize("text", ["qr", "how to scan", "2024", "咖啡", "кофе", "काल", "ماسح"])
def test_it_sees_that_a_text_says_something(text: str) -> None:
    assert has_content(text)


def test_words_keep_the_marks_of_their_script() -> None:
    assert words("QR-Code, हिन्दी स्कैनर!") == ["qr", "code", "हिन्दी", "स्कैनर"]
