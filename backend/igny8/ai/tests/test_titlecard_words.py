"""Colours, palettes, fonts and the setting of text."""

import random

import pytest

from igny8.ai.adapters.titlecards import fonts
from igny8.ai.adapters.titlecards.color import contrast, from_oklch, parse_hex, to_oklch
from igny8.ai.adapters.titlecards.fonts import FONT_DIR, FontChoice, choose_fonts, coverage
from igny8.ai.adapters.titlecards.palette import MIN_TEXT_CONTRAST, palette_from
from igny8.ai.adapters.titlecards.typeset import Box, Typesetter
from igny8.ai.adapters.titlecards.words import Piece, clean, clusters, initials, is_rtl, pieces, split_word
from igny8.core.errors import InvalidInput

SITES = [
    (),
    ("#000",),
    ("#fff",),
    ("#777777",),
    ("#ffd400",),
    ("#1d4ed8", "#1d4ed8"),
    ("#0f0", "#f00", "#00f"),
]


@pytest.mark.parametrize("text", ["#1f6feb", "1F6FEB", " #1f6feb "])
def test_it_reads_a_hex_colour(text: str) -> None:
    assert parse_hex(text) == (0x1F, 0x6F, 0xEB)
    assert parse_hex("#abc") == (0xAA, 0xBB, 0xCC)


@pytest.mark.parametrize("text", ["", "#12", "blue", "#12345g", "rgb(0,0,0)"])
def test_it_names_the_colour_that_is_none(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        palette_from(("#000000", text), random.Random(1))
    assert "colors[1]" in caught.value.fields


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (29, 78, 216), (200, 30, 90), (12, 240, 77)])
def test_oklch_goes_there_and_back(color: tuple[int, int, int]) -> None:
    assert all(abs(a - b) <= 1 for a, b in zip(from_oklch(*to_oklch(color)), color, strict=True))


@pytest.mark.parametrize("colors", SITES)
def test_a_palette_has_contrast_and_three_colours_that_differ(colors: tuple[str, ...]) -> None:
    palette = palette_from(colors, random.Random(3))
    assert contrast(palette.ink, palette.paper) > 10
    assert contrast(palette.snow, palette.deep) > 10
    assert len(set(palette.trio)) == 3
    for ground in palette.trio:
        assert contrast(palette.text_on(ground), ground) >= MIN_TEXT_CONTRAST


@pytest.mark.parametrize("grey", range(0, 256, 5))
def test_text_reads_on_any_ground(grey: int) -> None:
    palette = palette_from(("#ffd400",), random.Random(3))
    assert contrast(palette.text_on((grey, grey, grey)), (grey, grey, grey)) >= MIN_TEXT_CONTRAST


def test_the_sites_first_colour_stays_as_it_is() -> None:
    assert palette_from(("#1d4ed8",), random.Random(3)).brand == (0x1D, 0x4E, 0xD8)


def test_every_font_has_what_the_setter_adds() -> None:
    names = [path.stem for path in FONT_DIR.glob("*.ttf")]
    assert len(names) >= 14
    for name in names:
        assert {ord(char) for char in "Az09 -…"} <= coverage(name), name


def test_the_fonts_come_with_their_licence_and_stay_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONT_DIR / "OFL.txt").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in FONT_DIR.glob("*.ttf")) < 6_000_000


def test_a_file_without_characters_is_no_font() -> None:
    with pytest.raises(ValueError, match="no cmap table"):
        fonts._table(b"\0\1\0\0\0\1" + b"\0" * 30, b"cmap")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Barcode scanners", "en", "SpaceGrotesk-Bold"),
        ("Сканеры", "ru", "Manrope-ExtraBold"),
        ("ماسح ضوئي 2026", "ar", "Rubik-Bold"),
        ("סורק", "he", "Rubik-Bold"),
        ("स्कैनर app", "hi", "Poppins-Bold"),
        ("স্ক্যানার", "bn", "AnekBangla-Bold"),
        ("ஸ்கேனர்", "ta", "AnekTamil-Bold"),
        ("స్కానర్", "te", "AnekTelugu-Bold"),
        ("สแกน", "th", "Kanit-Bold"),
        ("扫描", "zh", "NotoSansSC-Bold"),
        ("倉庫の選び方", "ja", "NotoSansJP-Bold"),
        ("창고", "ko", "NotoSansKR-Bold"),
    ],
)
def test_each_script_gets_one_font_that_has_all_of_it(text: str, language: str, name: str) -> None:
    assert choose_fonts(text, "grotesk", language, shaping=True) == FontChoice((name,))


def test_mixed_scripts_are_drawn_in_runs() -> None:
    choice = choose_fonts("Сканер 扫描 scanner", "sans", "zh")
    assert choice is not None
    runs = choice.runs("Сканер 扫描 scanner")
    assert "".join(text for text, _ in runs) == "Сканер 扫描 scanner"
    assert {name for _, name in runs} == {"Manrope-ExtraBold", "NotoSansSC-Bold"}


def test_it_has_no_font_for_unknown_letters_or_unshaped_scripts() -> None:
    assert choose_fonts("ማውጫ", "sans", "am") is None
    assert choose_fonts("स्कैनर", "sans", "hi", shaping=False) is None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  Two\n lines\t ", "Two lines"),
        ("Rocket 🚀 launch ❤️", "Rocket launch"),
        ("ﬁne Ⅻ", "fine XII"),
        ("cafe\u0301", "café"),
        ("soft\u00adhyphen", "softhyphen"),
        ("bell\u0007", "bell"),
        ("ማ", "ማ"),
        ("a" * 400, "a" * 300),
    ],
)
def test_it_cleans_a_title(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_it_knows_the_direction() -> None:
    assert is_rtl("«مرحبا» hello")
    assert not is_rtl("2026: hello مرحبا")
    assert not is_rtl("2026")


def test_lines_break_at_spaces_hyphens_and_slashes() -> None:
    assert [part.text for part in pieces("state-of-the-art and/or EAN-1")] == [
        "state-", "of-", "the-", "art", "and/", "or", "EAN-1",
    ]  # fmt: skip
    assert [part.space for part in pieces("a b-cd")] == [False, True, False]


def test_ideographs_break_anywhere_but_before_closers_and_after_openers() -> None:
    assert [part.text for part in pieces("選び方「完全ガイド」。")] == [
        "選",
        "び",
        "方",
        "「完",
        "全",
        "ガイド」。",
    ]
    assert [part.text for part in pieces("如何QR码")] == ["如", "何", "QR", "码"]


def test_long_katakana_may_break() -> None:
    assert len(pieces("ア" * 20)) == 3


def test_thai_breaks_before_a_leading_vowel_but_not_inside_a_cluster() -> None:
    assert [part.text for part in pieces("วิธีเลือกเครื่องสแกน")] == ["วิธี", "เลือก", "เครื่องสแกน"]


def test_a_long_word_splits_at_its_hyphenation_points() -> None:
    parts = [part.text for part in split_word(Piece("Versicherungsgesellschaft", space=True), "de")]
    assert len(parts) > 3
    assert "".join(parts) == "Versicherungsgesellschaft"
    assert [part.text for part in split_word(Piece("abc1"), "de")] == ["a", "b", "c", "1"]
    assert [part.text for part in split_word(Piece("xyz"), "qq")] == ["x", "y", "z"]


def test_clusters_keep_marks_with_their_letters() -> None:
    assert clusters("स्कै") == ["स्कै"]
    assert clusters("กำ่e\u0301") == ["ก", "ำ่", "e\u0301"]


def test_initials_are_plain_letters_only() -> None:
    assert initials("best barcode scanner apps") == "BBS"
    assert initials("ማውጫ from መጽሐፍ") == "F"
    assert initials("ماسح") == ""


def setter(text: str, language: str = "en") -> Typesetter:
    choice = choose_fonts(text, "sans", language)
    assert choice is not None
    return Typesetter(choice, language, rtl=is_rtl(text))


def test_a_short_title_gets_the_wished_size() -> None:
    fitted = setter("Barcodes").fit("Barcodes", Box(0, 0, 800, 300), 90, max_lines=4)
    assert (fitted.lines, fitted.size, fitted.cut) == (("Barcodes",), 90, False)


def test_lines_are_of_even_length() -> None:
    text = "How to choose a scanner for a warehouse"
    fitted = setter(text).fit(text, Box(0, 0, 700, 400), 80, max_lines=5)
    assert " ".join(fitted.lines) == text
    lengths = [len(line) for line in fitted.lines]
    assert min(lengths) >= 0.6 * max(lengths)


def test_a_very_long_word_is_hyphenated_inside_the_box() -> None:
    text = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
    fitted = setter(text, "de").fit(text, Box(0, 0, 500, 400), 80, max_lines=6)
    assert len(fitted.lines) > 1
    assert all(line.endswith("-") for line in fitted.lines[:-1])
    assert "".join(line.removesuffix("-") for line in fitted.lines) == text


def test_a_text_without_end_is_cut_with_an_ellipsis() -> None:
    text = "a rather long title " * 14
    fitted = setter(text).fit(text, Box(0, 0, 400, 120), 80, max_lines=3)
    assert fitted.cut
    assert fitted.lines[-1].endswith("…")
    assert len(fitted.lines) <= 3


def test_a_box_too_small_for_anything_stays_empty() -> None:
    fitted = setter("Barcodes").fit("Barcodes", Box(0, 0, 4, 4), 80, max_lines=3)
    assert fitted.lines == ()
    assert setter("Barcodes").draw(fitted, 40, align="left").getbbox() is None


@pytest.mark.parametrize("text", ["Barcodes", "مرحبا 2026", "Сканер 扫描", "مرحبا 扫描"])
def test_drawn_text_stays_within_the_width(text: str) -> None:
    typesetter = setter(text)
    fitted = typesetter.fit(text, Box(0, 0, 300, 200), 70, max_lines=2)
    for align in ("left", "center", "right"):
        box = typesetter.draw(fitted, 300, align=align).getbbox()
        assert box is not None
        assert box[2] - box[0] > 60


def test_without_raqm_plain_scripts_are_still_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("igny8.ai.adapters.titlecards.typeset.features.check", lambda name: False)
    fitted = setter("Barcodes").fit("Barcodes", Box(0, 0, 800, 300), 90, max_lines=4)
    assert setter("Barcodes").draw(fitted, 800, align="left").getbbox() is not None
