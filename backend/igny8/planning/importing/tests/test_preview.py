"""A first look at a file, and columns whose meaning somebody chose."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from igny8.core.errors import InvalidInput
from igny8.planning.importing import FilePreview, KeywordRow, preview_keywords, read_keywords
from igny8.planning.importing.preview import COUNTED_ROWS
from igny8.planning.importing.tests.builders import GSC, SEMRUSH_MAGIC, xlsx, zipped

OWN = "Begriff,Treffer,Preis (EUR)\nscan app,900,1.20\nscan pdf,1.5k,\n"
MAPPING = {0: "keyword", 1: "volume", 2: "cpc"}


def look(
    content: bytes | str, filename: str = "keywords.csv", mapping: Mapping[int, str] | None = None
) -> FilePreview:
    data = content.encode() if isinstance(content, str) else content
    return preview_keywords(io.BytesIO(data), filename=filename, mapping=mapping)


def meaning(found: FilePreview) -> dict[str, str]:
    return {column.header: column.field for column in found.columns}


def test_it_tells_format_columns_and_first_rows_of_a_known_export() -> None:
    found = look(GSC)
    assert (found.format, found.row_count, found.row_count_is_exact) == ("search_console", 2, True)
    assert meaning(found)["Top queries"] == "keyword"
    assert found.rows[0] == ["qr code", "12", "3400", "0.35%", "5.34"]
    assert (found.keywords[0].text, found.keywords[0].clicks) == ("qr code", 12)
    assert (found.errors, found.problem) == ([], "")


def test_it_shows_columns_that_are_not_read_as_such() -> None:
    fields = meaning(look(SEMRUSH_MAGIC))
    assert fields["Keyword Difficulty"] == "difficulty"
    assert fields["Trend"] == ""


def test_it_shows_a_table_that_nobody_knows_so_that_it_can_be_mapped() -> None:
    found = look(OWN)
    assert "say which one" in found.problem
    assert (found.keywords, found.row_count) == ([], 2)
    assert set(meaning(found).values()) == {""}
    mapped = look(OWN, mapping=MAPPING)
    assert mapped.problem == ""
    assert meaning(mapped) == {"Begriff": "keyword", "Treffer": "volume", "Preis (EUR)": "cpc"}
    assert (mapped.keywords[0].cpc, mapped.keywords[0].currency) == (1.2, "EUR")


def test_it_lists_the_errors_of_rows() -> None:
    found = look("keyword,clicks\nscan,many\nother,2\n")
    assert [(error.row, error.column) for error in found.errors] == [(2, "clicks")]
    assert [row.text for row in found.keywords] == ["scan", "other"]


def test_a_file_with_a_header_alone_says_so() -> None:
    found = look("keyword,volume\n")
    assert (found.row_count, found.problem) == (
        0,
        "There is a header but no keyword below it: add at least one row.",
    )


def test_a_plain_list_is_a_column_of_keywords() -> None:
    found = look("scan app\n\nscan pdf\n", "list.txt")
    assert (found.format, found.row_count, found.rows) == ("plain", 2, [["scan app"], ["scan pdf"]])


def test_a_long_file_is_not_counted_to_its_end() -> None:
    found = look("keyword\n" + "scan\n" * (COUNTED_ROWS + 1))
    assert (found.row_count, found.row_count_is_exact) == (COUNTED_ROWS, False)


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (OWN, "own.csv"),
        (OWN.replace(",", ";"), "own.csv"),
        ("sep=;\n" + OWN.replace(",", ";"), "own.csv"),
        (zipped({"own.csv": OWN}), "own.zip"),
        (xlsx([["Begriff", "Treffer", "Preis (EUR)"], ["scan app", 900, 1.2]]), "own.xlsx"),
    ],
)
def test_a_mapping_reads_what_nobody_knows_in_every_kind_of_file(content: bytes | str, filename: str) -> None:
    data = content.encode() if isinstance(content, str) else content
    with read_keywords(io.BytesIO(data), filename=filename, mapping=MAPPING) as stream:
        row = next(iter(stream))
    assert isinstance(row, KeywordRow)
    assert (row.text, row.volume, row.cpc) == ("scan app", 900, 1.2)


def test_a_mapping_takes_the_place_of_what_was_recognised() -> None:
    with read_keywords(io.BytesIO(GSC.encode()), mapping={0: "keyword", 2: "volume"}) as stream:
        row = next(iter(stream))
    assert isinstance(row, KeywordRow)
    assert (row.volume, row.impressions, row.clicks) == (3400, None, None)


def test_a_mapping_reads_the_one_table_of_keywords_in_a_zip() -> None:
    content = zipped({"Queries.csv": GSC, "notes.txt": "nothing\nof\nnote\n"})
    found = look(content, "export.zip", {0: "keyword"})
    assert [row.text for row in found.keywords] == ["qr code", "scan me"]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({}, "One column must be `keyword`"),
        ({1: "volume"}, "One column must be `keyword`"),
        ({0: "keyword", 7: "volume"}, "no column 7"),
        ({0: "keyword", 1: "price"}, "no field `price`"),
        ({0: "keyword", 1: "volume", 2: "volume"}, "Only one column"),
    ],
)
def test_a_mapping_that_does_not_fit_says_why(mapping: Mapping[int, str], says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as refused:
        look(OWN, mapping=mapping)
    assert list(refused.value.fields) == ["mapping"]
