"""Whatever the bytes are: rows, errors of rows, or one of our errors; never anything else."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.core.errors import Igny8Error
from igny8.planning.importing import FileFormat, KeywordRow, read_keywords
from igny8.planning.importing.tests import builders

_NAMES = st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.zip", ""])
_FORMATS = st.sampled_from([None, *FileFormat])
_TABLES = st.text(alphabet="keywordvolume,;\t|\n\r\"'0123456789%.–é語 \x00", max_size=200)
_WORKBOOK = builders.xlsx([["keyword", "volume"], ["scan", 5], ["qr", 7]])
_ZIP = builders.zipped({"Queries.csv": builders.GSC, "Pages.csv": "Top pages,Clicks\nhttps://a.example,1\n"})


def _survives(content: bytes, filename: str, kind: str | None) -> None:
    with suppress(Igny8Error), read_keywords(io.BytesIO(content), filename=filename, format=kind) as stream:
        for item in stream:
            assert item.text if isinstance(item, KeywordRow) else item.message
        assert stream.bytes_read <= stream.total_bytes


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), _NAMES, _FORMATS)
def test_arbitrary_bytes(content: bytes, filename: str, kind: str | None) -> None:
    _survives(content, filename, kind)


@settings(max_examples=300, deadline=None)
@given(_TABLES, _NAMES, _FORMATS, st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_arbitrary_tables(text: str, filename: str, kind: str | None, encoding: str) -> None:
    _survives(f"keyword,volume\n{text}".encode(encoding), filename, kind)
    _survives(text.encode(encoding), filename, kind)


@pytest.mark.parametrize("good", [_WORKBOOK, _ZIP], ids=["workbook", "zip"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_archives(good: bytes, data: st.DataObject) -> None:
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _survives(bytes(content[: data.draw(st.integers(4, len(content)))]), "a.zip", None)


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="<>/crow r=\"'A1Z9tv&;![]-", max_size=120))
def test_damaged_sheets(xml: str) -> None:
    sheet = f"<worksheet><sheetData>{xml}</sheetData></worksheet>"
    _survives(builders.xlsx([["keyword"]], parts={"xl/worksheets/sheet1.xml": sheet}), "a.xlsx", None)
