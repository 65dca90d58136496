"""Export to CSV."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igny8.planning.exporting import csv_lines, keyword_record, neutralise, write_keywords_csv
from igny8.planning.importing import KeywordRow, read_keywords
from igny8.planning.intent import Intent


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+49", "'+49"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("scan", "scan"),
        ("a=b", "a=b"),
        (-5, "-5"),
        (1.5, "1.5"),
        (None, ""),
        (("https://a.example", "https://b.example"), "https://a.example | https://b.example"),
        ("a\x00b", "ab"),
        (Intent.COMMERCIAL, "commercial"),
    ],
)
def test_it_lets_no_cell_become_a_formula(value: object, cell: str) -> None:
    assert neutralise(value) == cell


@given(st.text(max_size=40))
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not neutralise(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_it_writes_a_header_and_quotes_what_needs_quotes() -> None:
    records = [{"keyword": 'a, "b"', "volume": 3}, {"keyword": "c"}]
    lines = list(csv_lines(records, {"keyword": "Keyword", "volume": "Volume"}))
    assert lines == ["Keyword,Volume\r\n", '"a, ""b""",3\r\n', "c,\r\n"]


def test_it_counts_and_marks_the_file_for_spreadsheets() -> None:
    out = io.StringIO(newline="")
    assert write_keywords_csv([{"keyword": "scan"}], out, bom=True) == 1
    assert out.getvalue().startswith("\ufeffKeyword,")


def test_an_export_can_be_imported_again() -> None:
    row = KeywordRow(
        row_number=2,
        text="=scan or -not",
        volume=1200,
        difficulty=12.5,
        cpc=1.1,
        currency="EUR",
        intent=Intent.TRANSACTIONAL,
        clicks=3,
        impressions=33,
        ctr=0.0909,
        position=4.12,
        country="de",
        url="https://example.com/a",
        serp_urls=("https://a.example/1", "https://b.example/2"),
    )
    out = io.StringIO(newline="")
    write_keywords_csv([keyword_record(row)], out)
    with read_keywords(io.BytesIO(out.getvalue().encode()), filename="export.csv") as stream:
        assert list(stream) == [row]


def test_the_file_is_read_back_by_a_csv_reader() -> None:
    text = "".join(csv_lines([{"keyword": "two\nlines"}], {"keyword": "Keyword"}))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["Keyword"], ["two\nlines"]]
