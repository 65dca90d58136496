"""Files that cannot be read say what would be right, and rows that are wrong name their cell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from igny8.core.errors import Igny8Error, InvalidInput, TooLarge, UnsupportedMedia
from igny8.planning.importing import KeywordRow, Limits, RowError, read_keywords
from igny8.planning.importing.tests import builders
from igny8.planning.importing.tests.builders import opened, read_all, xlsx, zipped
from igny8.planning.importing.workbook import readable


def _refused(content: bytes | str, kind: type[Igny8Error], filename: str = "keywords.csv") -> str:
    with pytest.raises(kind) as caught:
        opened(content, filename)
    assert caught.value.fields == {"file": [caught.value.message]}
    return caught.value.message


def test_an_empty_file_is_refused() -> None:
    assert "is empty; upload a file with a header" in _refused(b"", InvalidInput)


def test_a_header_without_rows_is_refused() -> None:
    assert "a header but no keywords" in _refused("Keyword,Volume\n\n , \n", InvalidInput)
    assert "a header but no keywords" in _refused(xlsx([["Keyword"]]), InvalidInput, "a.xlsx")


def test_blank_lines_are_no_keywords() -> None:
    assert "no keywords" in _refused("\n\n  \n", InvalidInput, "list.txt")


def test_wrong_columns_are_listed_with_the_accepted_names() -> None:
    message = _refused("Name;Price\nshoe;5\nboot;6\n", InvalidInput)
    assert "Found: 'Name', 'Price'." in message
    assert "Keyword, Query, Top queries" in message


def test_wrong_columns_of_a_workbook_are_listed() -> None:
    assert "Found: 'Name', 'Price'" in _refused(xlsx([["Name", "Price"], ["a", 1]]), InvalidInput, "a.xlsx")


def test_a_workbook_without_cells_is_refused() -> None:
    assert "has no rows" in _refused(xlsx([]), InvalidInput, "a.xlsx")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\x1f\x8b\x08\x00", "a gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, r"an old Excel workbook (.xls)"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "a web page"),
        (b'{"keywords": ["a"]}', "JSON"),
        (b"Keyword\nscan\x00\x01\x02\n" * 50, "not a text file"),
        (b"Keyword\n" + b"\x01\x02\x03\x04\x05\x06" * 50, "not a text file"),
        (zipped({"word/document.xml": "<w/>"}), "a Word document"),
        (zipped({"content.xml": "<o/>"}), "an OpenDocument file"),
        (zipped({"xl/workbook.bin": "x"}), "a binary Excel workbook"),
    ],
)
def test_other_kinds_of_file_are_named(content: bytes, kind: str) -> None:
    message = _refused(content, UnsupportedMedia)
    assert kind in message
    assert "CSV" in message


def test_a_zero_byte_late_in_the_file_is_found_before_reading_starts() -> None:
    assert "not a text file" in _refused(b"keyword\n" + b"scan\n" * 2000 + b"\x00\n", UnsupportedMedia)


def test_broken_utf8_is_named_with_its_line() -> None:
    content = b"keyword\n" + "größe für bücher\n".encode() * 3 + b"gr\xc3\x28\xff\n"
    message = _refused(content, InvalidInput)
    assert "broken at line 5" in message
    assert "Save it as UTF-8" in message


def test_broken_utf16_is_named() -> None:
    assert "not valid UTF-16" in _refused("keyword\nscan\n".encode("utf-16") + b"\x00", InvalidInput)


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(Igny8Error):
        opened(b"keyword\n" + bytes(range(128, 256)) * 3)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(b"keyword\n" + b"scan\n" * 300_000)
    with pytest.raises(TooLarge, match=r"'big.csv' has 1\.4 MB; at most 1 MB"):
        read_keywords(path, limits=Limits(max_bytes=1024 * 1024))


def test_a_stream_over_the_limit_is_not_read_to_its_end() -> None:
    class Endless:
        taken = 0

        def read(self, size: int = -1, /) -> bytes:
            self.taken += size
            return b"a" * size

    endless = Endless()
    with pytest.raises(TooLarge):
        read_keywords(endless, limits=Limits(max_bytes=1024 * 1024))
    assert endless.taken < 2 * 1024 * 1024


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = zipped({"queries.csv": b"0" * (30 * 1024 * 1024)})
    assert "unpacks to 30 MB" in _refused(bomb, TooLarge, "bomb.zip")


def test_a_zip_with_too_many_files_is_refused() -> None:
    assert "1,001 files" in _refused(zipped({f"{n}.csv": "" for n in range(1001)}), TooLarge, "a.zip")


def test_a_zip_without_queries_lists_what_is_in_it() -> None:
    message = _refused(zipped({"photo.png": b"x", "notes.md": b"y"}), InvalidInput, "a.zip")
    assert "holds no keyword file (found: 'photo.png', 'notes.md')" in message
    assert "holds no keyword file" in _refused(zipped({}), InvalidInput, "a.zip")


def test_a_zip_with_several_keyword_files_asks_for_one() -> None:
    message = _refused(
        zipped({"a.csv": "keyword\nx\n", "b.csv": "keyword\ny\n", "c.csv": b"\x00\x00"}),
        InvalidInput,
        "a.zip",
    )
    assert "several keyword files: 'a.csv', 'b.csv'" in message


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(zipped({"queries.csv": builders.GSC}))
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert "protected by a password" in _refused(bytes(content), InvalidInput, "a.zip")


def test_a_workbook_with_a_password_is_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "protected by a password" in _refused(content, InvalidInput, "a.xlsx")


def test_a_zip_packed_in_another_way_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("queries.csv", builders.GSC)
    assert "unusual way" in _refused(buffer.getvalue(), InvalidInput, "a.zip")


def test_damaged_zips_are_refused() -> None:
    good = zipped({"queries.csv": builders.GSC * 50})
    assert "damaged" in _refused(good[:60], InvalidInput, "a.zip")
    flipped = bytearray(good)
    flipped[60] ^= 0xFF
    assert "damaged" in _refused(bytes(flipped), InvalidInput, "a.zip")
    renamed = good.replace(b"queries.csv", b"querieX.csv", 1)
    assert "damaged" in _refused(renamed, InvalidInput, "a.zip")


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row",
        "no xml at all",
        '<worksheet><sheetData><row r="1"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>',
        "<worksheet>\x00</worksheet>",
        "<" + "a" * 1_200_000,
    ],
)
def test_damaged_workbooks_are_refused(sheet: str) -> None:
    content = xlsx([["keyword"], ["a"]], parts={"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(InvalidInput):
        opened(content, "a.xlsx")


def test_a_workbook_that_is_no_workbook_is_refused() -> None:
    assert "damaged" in _refused(zipped({"xl/workbook.xml": "<a"}), InvalidInput, "a.xlsx")


def test_a_panic_of_the_workbook_library_is_a_damaged_file_and_nothing_else_is() -> None:
    class PanicException(BaseException):
        pass

    with pytest.raises(InvalidInput, match=r"'a\.xlsx' is damaged"), readable("a.xlsx"):
        raise PanicException
    with pytest.raises(KeyboardInterrupt), readable("a.xlsx"):
        raise KeyboardInterrupt


def test_a_sheet_that_spans_too_much_is_refused_before_it_is_built() -> None:
    sheet = (
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>keyword</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    content = xlsx([["keyword"]], parts={"xl/worksheets/sheet1.xml": sheet})
    assert "1,048,576 rows and 16,384 columns" in _refused(content, TooLarge, "a.xlsx")


def test_cells_without_references_are_counted_too() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 300 + "</row>"
    sheet = f'<worksheet><sheetData>{row}<row r="900000"><c/></row></sheetData></worksheet>'
    content = xlsx([["keyword"]], parts={"xl/worksheets/sheet1.xml": sheet})
    assert "900,000 rows and 300 columns" in _refused(content, TooLarge, "a.xlsx")


@pytest.mark.parametrize("filename", ["list.csv", "list.txt"])
def test_an_endless_line_loses_one_row_only(filename: str) -> None:
    rows, errors = read_all("keyword\nscan\n" + "x" * 2_300_000 + "\nlast\n", filename)
    assert [(row.row_number, row.text) for row in rows] == [(2, "scan"), (4, "last")]
    assert [error.row for error in errors] == [3]


def test_an_endless_line_of_a_list_is_a_keyword_too_long() -> None:
    rows, errors = read_all("scan\n" + "x " * 700_000 + "\rlast", "list.txt")
    assert [row.text for row in rows] == ["scan", "last"]
    assert "at most 255" in errors[0].message


def test_a_bad_cell_keeps_the_keyword_and_names_itself() -> None:
    rows, errors = read_all(
        "Keyword,Volume,KD,CPC,Clicks,CTR,Position,Intent,SERP URLs\n"
        "scan,many,120,-1,1.5,150%x,x,curious,[not an address\nnext,5,10,1,1,1%,1,C,a.example\n"
    )
    assert [(row.text, row.volume, row.difficulty) for row in rows] == [("scan", None, None), ("next", 5, 10)]
    assert [error.column for error in errors] == [
        *("Volume", "KD", "CPC", "Clicks", "CTR", "Position", "Intent", "SERP URLs")
    ]
    assert all(error.row == 2 and error.kept for error in errors)
    assert errors[0].message == "'many' must be a number such as 1234 or 12.5, or empty when unknown"
    assert errors[1].message == "'120' must be a number from 0 to 100, or empty when unknown"
    assert "is no intent; write informational" in errors[6].message


def test_an_address_too_long_to_keep_is_named() -> None:
    rows, errors = read_all(f"keyword,url\nscan,https://a.example/{'x' * 600}\n")
    assert (rows[0].url, errors[0].column, errors[0].kept) == (None, "url", True)
    assert "at most 600 characters" in errors[0].message


def test_rows_without_a_usable_keyword_are_left_out_and_named() -> None:
    rows, errors = read_all(f"Keyword,Volume\n,5\n?!,5\n{'x' * 300},5\nscan,5\na,b,c\n")
    assert [row.text for row in rows] == ["scan"]
    assert [(error.row, error.column, error.kept) for error in errors] == [
        (2, "Keyword", False),
        (3, "Keyword", False),
        (4, "Keyword", False),
        (6, "", False),
    ]
    assert "The row has 3 cells, the header 2" in errors[-1].message


def test_a_quote_that_never_closes_loses_one_row_only() -> None:
    rows, errors = read_all('Keyword,Volume\na,1\n"b,2\nc,3\n' + "d,4\n" * 150)
    assert [row.row_number for row in rows] == [2, *range(4, 155)]
    assert errors == [RowError(3, "", errors[0].message)]
    assert "never closes" in errors[0].message


def test_a_quote_that_never_closes_at_the_end_loses_one_row_only() -> None:
    rows, errors = read_all('Keyword,Volume\na,1\n"b,2\nc,3\n"d, ""e"",\nf,5')
    assert [row.text for row in rows] == ["a", "c", "f"]
    assert [error.row for error in errors] == [3, 5]


def test_a_cell_longer_than_a_spreadsheet_allows_is_an_error_of_its_row() -> None:
    rows, errors = read_all(f'Keyword,Volume\n{"x" * 200_000},1\n"y\n{"x" * 200_000}",1\nscan,2\n')
    assert [row.text for row in rows] == ["scan"]
    assert [error.row for error in errors][:2] == [2, 3]


def test_a_missing_file_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_keywords(tmp_path / "none.csv")


def test_errors_of_a_file_never_show_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    with pytest.raises(InvalidInput) as caught:
        read_keywords(path)
    assert str(tmp_path) not in caught.value.message


def test_items_are_rows_or_errors() -> None:
    with opened(builders.GSC) as stream:
        assert all(isinstance(item, KeywordRow) for item in stream)
