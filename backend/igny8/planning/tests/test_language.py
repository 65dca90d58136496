"""The language of a list of keywords."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.planning.language import DetectedLanguage, detect_language


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        (["laufschuhe damen", "beste laufschuhe", "laufschuhe test"], "de"),
        (["best laptops", "laptop deals", "how to buy a laptop"], "en"),
        (["scanner code qr en ligne", "comment scanner un qr code"], "fr"),
        (["comprar zapatos", "zapatos baratos", "tienda de zapatos"], "es"),
        (["scarpe da corsa", "migliori scarpe da corsa"], "it"),
        (["karekod okuyucu", "qr kod okuyucu indir"], "tr"),
        (["máy quét mã qr", "cách quét mã qr"], "vi"),
        (["купить телефон", "телефон цена"], "ru"),
        (["як вибрати ноутбук", "ноутбук ціна київ"], "uk"),
        (["バーコード スキャナー", "qrコード 読み取り"], "ja"),
        (["二维码扫描器在线"], "zh"),
        (["qr코드 스캔", "바코드"], "ko"),
        (["বারকোড স্ক্যানার"], "bn"),
        (["स्कैनर ऐप डाउनलोड", "क्यूआर कोड कैसे स्कैन करें"], "hi"),
        (["قارئ الباركود", "مسح رمز الاستجابة السريعة"], "ar"),
        (["สแกน qr code", "แอพสแกน"], "th"),
        (["σαρωτής qr"], "el"),
    ],
)
def test_it_detects_the_language_of_a_list(keywords: list[str], code: str) -> None:
    assert detect_language(keywords, fallback="pt") == DetectedLanguage(code, certain=True)


@pytest.mark.parametrize(
    "keywords", [[], ["123", "???"], ["pizza"], ["kg"], ["seo audit"], ["scaner", "scanne"]]
)
def test_it_takes_the_sites_language_when_the_keywords_do_not_tell(keywords: list[str]) -> None:
    assert detect_language(keywords, fallback="de-AT") == DetectedLanguage("de", certain=False)


def test_it_takes_the_scripts_usual_language_when_the_sites_is_written_otherwise() -> None:
    assert detect_language(["кг"], fallback="de") == DetectedLanguage("ru", certain=False)
    assert detect_language(["pizza"], fallback="ru") == DetectedLanguage("en", certain=False)


def test_brands_in_latin_do_not_hide_the_language() -> None:
    assert detect_language(["iphone купить", "samsung купить", "xiaomi цена"]).code == "ru"


def test_a_few_foreign_keywords_do_not_turn_a_list() -> None:
    english = ["running shoes for women", "best running shoes", "cheap running shoes", "trail running shoes"]
    assert detect_language([*english, "кроссовки"]).code == "en"


def test_short_han_on_a_japanese_site_stays_japanese() -> None:
    assert detect_language(["東京"], fallback="ja") == DetectedLanguage("ja", certain=False)


def test_an_unknown_script_leaves_the_sites_language() -> None:
    assert detect_language(["ᚠᚢᚦᚨᚱᚲ"], fallback="sv") == DetectedLanguage("sv", certain=False)


def test_it_reads_a_long_list_in_part() -> None:
    endless = (f"wie funktioniert ein scanner {number}" for number in range(1_000_000))
    assert detect_language(endless).code == "de"
    assert sum(1 for _ in zip(endless, range(5), strict=False)) == 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_it_takes_any_text(keywords: list[str]) -> None:
    assert detect_language(keywords, fallback="").code
