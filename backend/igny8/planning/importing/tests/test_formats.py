"""Every kind of export is recognised by itself, and its traps are avoided."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from igny8.core.errors import InvalidInput
from igny8.planning.importing import FileFormat, KeywordRow, read_keywords
from igny8.planning.importing.tests import builders
from igny8.planning.importing.tests.builders import opened, read, read_all, xlsx, zipped
from igny8.planning.intent import Intent

DEMO = Path(__file__).resolve().parents[5] / "demo" / "keywords.csv"


def test_it_reads_the_real_search_console_export() -> None:
    with read_keywords(DEMO) as stream:
        rows = list(stream)
        assert stream.format is FileFormat.SEARCH_CONSOLE
        assert stream.bytes_read == stream.total_bytes == DEMO.stat().st_size
    assert len(rows) == 1000
    assert [row.row_number for row in rows if isinstance(row, KeywordRow) and row.text == "scan"] == [5, 972]
    assert rows[0] == KeywordRow(2, "scanner", clicks=45613, impressions=1095056, ctr=0.0417, position=5.34)


def test_search_console_impressions_are_not_search_volume() -> None:
    row = read(builders.GSC)[0]
    assert (row.volume, row.impressions, row.ctr) == (None, 3400, 0.0035)


def test_of_a_comparison_it_takes_the_current_period() -> None:
    row = read(builders.GSC_COMPARED)[0]
    assert (row.clicks, row.impressions, row.ctr, row.position) == (50, 1000, 0.05, 6.5)
    assert opened(builders.GSC_COMPARED).format is FileFormat.SEARCH_CONSOLE


def test_of_a_comparison_of_dates_with_differences_it_takes_the_current_period() -> None:
    row = read(
        "Query,1/1/25 - 3/31/25 Clicks,1/1/24 - 3/31/24 Clicks,Clicks Difference,"
        "1/1/25 - 3/31/25 Impressions,1/1/24 - 3/31/24 Impressions,Impressions Difference\n"
        "qr code,5,6,-1,70,80,-10\n"
    )[0]
    assert (row.clicks, row.impressions) == (5, 70)


@pytest.mark.parametrize(
    "header",
    [
        "Häufigste Suchanfragen;Klicks;Impressionen;Klickrate;Durchschnittliche Position",
        "Suchanfrage,Klicks,Impressionen,CTR,Position",
        "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position moyenne",
        "Consultas principales,Clics,Impresiones,CTR,Posición",
        "Query più frequenti,Clic,Impressioni,CTR,Posizione",
        "Principais consultas,Cliques,Impressões,CTR,Posição",
        "Populairste zoekopdrachten,Klikken,Vertoningen,CTR,Positie",
        "Najczęstsze zapytania,Kliknięcia,Wyświetlenia,CTR,Pozycja",
        "Популярные запросы,Клики,Показы,CTR,Позиция",
        "上位のクエリ,クリック数,表示回数,CTR,掲載順位",
        "인기 검색어,클릭수,노출수,클릭률,평균 게재순위",
        "En çok yapılan sorgular,Tıklamalar,Gösterimler,TO,Konum",
        "Qxxyz zzy,Klxx,Impxx,Zzz,Posxx",
    ],
)
def test_it_reads_search_console_in_any_language(header: str) -> None:
    delimiter = ";" if ";" in header else ","
    text = "\n".join([header, delimiter.join(["büro mieten", "9", '"1.300"', '"0,7 %"', '"6,1"']), ""])
    with opened(text) as stream:
        assert stream.format is FileFormat.SEARCH_CONSOLE
        row = stream.preview(1)[0]
    assert row == KeywordRow(2, "büro mieten", clicks=9, impressions=1300, ctr=0.007, position=6.1)


def test_it_reads_a_comparison_in_an_unknown_language_by_its_shape() -> None:
    row = read("Q,A,B,C,D,E,F,G,H\nqr code,50,100,1000,1200,5%,8.33%,6.5,5.1\n")[0]
    assert (row.clicks, row.impressions, row.ctr, row.position) == (50, 1000, 0.05, 6.5)


@pytest.mark.parametrize(
    "text",
    [
        "Xxq,Xxc,Xxi,Xxr,Xxp\nqr,1,2,3,4\nqr code,1,2,3,4\n",
        "Xxq,Xxc,Xxi,Xxr,Xxp\nqr,,2,50%,4\nqr code,,2,50%,4\n",
        "qr,1,2,50%,4\nqr code,1,2,50%,4\n",
    ],
)
def test_tables_of_another_shape_are_not_taken_for_queries(text: str) -> None:
    with pytest.raises(InvalidInput, match="no column of keywords"):
        opened(text)


def test_a_header_below_its_preamble_needs_two_columns() -> None:
    assert [row.text for row in read("one\nquery\ntwo\n", "list.txt")] == ["one", "query", "two"]


@pytest.mark.parametrize("first", ["https://example.com/a", "2025-01-31"])
def test_pages_and_dates_of_the_same_shape_are_not_queries(first: str) -> None:
    with pytest.raises(InvalidInput, match="no column of keywords"):
        opened(f"Seitxx,Klxx,Imxx,CTxx,Poxx\n{first},1,2,50%,3\n{first},1,2,50%,3\n")


def test_it_finds_the_queries_in_search_consoles_zip() -> None:
    content = zipped(
        {
            "Chart.csv": "Date,Clicks,Impressions,CTR,Position\n2025-01-31,1,2,50%,3\n",
            "Countries.csv": "Country,Clicks,Impressions,CTR,Position\nGermany,1,2,50%,3\n",
            "Filters.csv": "Filter,Value\nSearch type,Web\n",
            "Pages.csv": "Top pages,Clicks,Impressions,CTR,Position\nhttps://a.example,1,2,50%,3\n",
            "Queries.csv": builders.GSC,
            "__MACOSX/._Queries.csv": builders.GSC,
        }
    )
    assert [row.text for row in read(content, "export.zip")] == ["qr code", "scan me"]


def test_in_a_zip_of_an_unknown_language_it_takes_the_longest_fitting_table() -> None:
    row = "{},1,2,50%,3\n"
    content = zipped(
        {
            "a.csv": "Xcountry,Xc,Xi,Xr,Xp\n" + row.format("Norge"),
            "b.csv": "Xquery,Xc,Xi,Xr,Xp\n" + row.format("qr") + row.format("qr code"),
            "c.csv": "Xpage,Xc,Xi,Xr,Xp\n" + row.format("https://a.example/") * 9,
        }
    )
    assert [one.text for one in read(content, "export.zip")] == ["qr", "qr code"]


def test_a_zip_may_hold_one_file_of_any_kind() -> None:
    assert [row.text for row in read(zipped({"my.txt": "one\ntwo\n"}), "my.zip")] == ["one", "two"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_it_reads_keyword_planner_below_its_preamble(encoding: str) -> None:
    content = builders.planner(["320", "1,900", ""], encoding)
    with opened(content, "Keyword Stats.csv") as stream:
        assert stream.format is FileFormat.KEYWORD_PLANNER
        assert "Competition (indexed value)" not in stream.columns
        rows = list(stream)
    assert rows[0] == KeywordRow(4, "keyword 0", volume=320, cpc=2.0, currency="EUR")
    assert [row.volume for row in rows if isinstance(row, KeywordRow)] == [320, 1900, None]


def test_it_reads_keyword_planner_with_commas() -> None:
    text = builders.planner(["320"], "utf-8").decode().replace(",", "").replace("\t", ",")
    assert read(text)[0].volume == 320


def test_it_marks_the_planners_buckets() -> None:
    rows = read(builders.planner(["50", "500", "0", "5000"]))
    assert [(row.volume, row.volume_is_bucket) for row in rows] == [
        (50, True),
        (500, True),
        (0, True),
        (5000, True),
    ]
    assert not any(row.volume_is_bucket for row in read(builders.planner(["50", "320"])))


def test_it_reads_the_planners_ranges() -> None:
    rows = read(builders.planner(["10 – 100", "1K – 10K", "10 тыс. – 100 тыс.", "<10", "-"]))
    assert [row.volume for row in rows] == [50, 5000, 50_000, 5, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_it_reads_ahrefs_without_its_traps(encoding: str, delimiter: str) -> None:
    text = builders.AHREFS if delimiter == "," else _tabbed(builders.AHREFS)
    with opened(text.encode(encoding)) as stream:
        assert stream.format is FileFormat.AHREFS
        rows = list(stream)
    assert rows == [
        KeywordRow(
            2, "qr code", volume=12000, difficulty=85.0, cpc=1.2, country="us", intent=Intent.COMMERCIAL
        ),
        KeywordRow(3, "scan me", volume=30, difficulty=None, country="us"),
    ]


def test_it_reads_semrush_keyword_magic() -> None:
    with opened(builders.SEMRUSH_MAGIC) as stream:
        assert stream.format is FileFormat.SEMRUSH_KEYWORDS
        assert list(stream) == [
            KeywordRow(
                2, "qr code", volume=12100, difficulty=85, cpc=1.21, currency="EUR", intent=Intent.COMMERCIAL
            )
        ]


def test_it_reads_semrush_positions() -> None:
    with opened(builders.SEMRUSH_POSITIONS) as stream:
        assert stream.format is FileFormat.SEMRUSH_POSITIONS
        assert list(stream) == [
            KeywordRow(
                2,
                "qr code",
                volume=880,
                difficulty=34,
                cpc=21.37,
                intent=Intent.TRANSACTIONAL,
                position=4,
                url="https://acme.example/qr",
            )
        ]


def test_it_reads_semrush_from_a_workbook() -> None:
    header = builders.SEMRUSH_MAGIC_HEADER.split(",")
    with opened(xlsx([header, ["qr code", "C", 12100, "", 85.0, 1.5, 0.3, "", 12]]), "magic.xlsx") as stream:
        assert stream.format is FileFormat.SEMRUSH_KEYWORDS
        row = stream.preview(1)[0]
    assert row == KeywordRow(
        2, "qr code", volume=12100, difficulty=85, cpc=1.5, currency="EUR", intent=Intent.COMMERCIAL
    )


def test_it_reads_any_workbook_from_the_sheet_that_has_keywords() -> None:
    content = xlsx(
        [["Keyword"], ["hidden"]],
        [["Note"], ["nothing here"]],
        [],
        [
            [None, None],
            ["Suchbegriff", "Suchvolumen", "CTR"],
            ["scan", 1234.0, 0.0417],
            [None],
            [360, "<10", None],
        ],
        hidden=1,
    )
    rows = read(content, "book.xlsx")
    assert rows == [
        KeywordRow(3, "scan", volume=1234, ctr=0.0417),
        KeywordRow(5, "360", volume=5, volume_is_bucket=True),
    ]


def test_it_reads_search_consoles_workbook() -> None:
    rows = [["Top queries", "Clicks", "Impressions", "CTR", "Position"], ["qr", 1, 20, 0.05, 3.5]]
    content = xlsx([["Top pages", "Clicks"], ["https://a.example", 1]], rows)
    assert read(content, "gsc.xlsx")[0] == KeywordRow(
        2, "qr", clicks=1, impressions=20, ctr=0.05, position=3.5
    )


def test_it_reads_booleans_and_floats_of_a_workbook_as_text() -> None:
    content = xlsx([["Keyword"], [True], [1.5]])
    assert [row.text for row in read(content, "b.xlsx")] == ["true", "1.5"]


def test_a_workbook_can_be_read_as_a_plain_list() -> None:
    assert [row.text for row in read(xlsx([["one"], ["two"]]), "b.xlsx", "plain")] == ["one", "two"]


def test_it_reads_a_plain_list() -> None:
    with opened("\ufeffrunning shoes\r\nbuy shoes, cheap\n\n  keyword  \nlast", "list.txt") as stream:
        assert stream.format is FileFormat.PLAIN
        rows = [row for row in stream if isinstance(row, KeywordRow)]
    assert [(row.row_number, row.text) for row in rows] == [
        (1, "running shoes"),
        (2, "buy shoes, cheap"),
        (4, "keyword"),
        (5, "last"),
    ]


def test_a_list_of_one_keyword_with_a_comma_is_a_list_in_a_text_file_only() -> None:
    assert [row.text for row in read("buy shoes, cheap\n", "list.txt")] == ["buy shoes, cheap"]
    with pytest.raises(InvalidInput):
        opened("buy shoes, cheap\n", "list.csv")


def test_one_column_under_a_header_keeps_its_commas() -> None:
    assert [row.text for row in read('keyword\nbuy, now\n"a, b"\n')] == ["buy, now", "a, b"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["keyword", "Query", "Suchbegriff", "SEARCH_TERM", "mot-clé", "キーワード"])
def test_it_reads_any_table_with_a_column_of_keywords(delimiter: str, name: str) -> None:
    text = "\n".join([delimiter.join(["id", name, "search volume"]), delimiter.join(["7", "scan", "1 200"])])
    with opened(text) as stream:
        assert stream.format is FileFormat.TABLE
        assert stream.columns == {name: "keyword", "search volume": "volume"}
        assert list(stream) == [KeywordRow(2, "scan", volume=1200)]


def test_it_reads_quoted_line_breaks_and_says_where_the_record_begins() -> None:
    rows = read('keyword,"vol\nume",volume\n"how to\nscan ""this""",,5\nnext,,6\n')
    assert [(row.row_number, row.text, row.volume) for row in rows] == [
        (3, 'how to scan "this"', 5),
        (5, "next", 6),
    ]


def test_it_keeps_codes_of_countries_and_currencies_only() -> None:
    rows = read("keyword,country,currency\na,US,eur\nb,United States,euros\nc,de-AT,\n")
    assert [(row.country, row.currency) for row in rows] == [("us", "EUR"), (None, None), ("de-at", None)]


def test_it_honours_a_declared_delimiter() -> None:
    assert read("sep=;\r\nkeyword;volume\r\na, b;5\r\n")[0] == KeywordRow(3, "a, b", volume=5)


def test_it_reads_the_addresses_of_search_results() -> None:
    rows = read(
        "keyword,serp_urls\n"
        'a,"https://a.example/1|https://b.example/2,3 | a.example"\n'
        'b,"[""https://a.example/1"", ""https://b.example/x""]"\n'
        'c,"https://a.example/1\nhttps://a.example/1\nhttps://b.example/,https://c.example/"\n'
        "d,\n"
    )
    assert [row.serp_urls for row in rows] == [
        ("https://a.example/1", "https://b.example/2,3", "a.example"),
        ("https://a.example/1", "https://b.example/x"),
        ("https://a.example/1", "https://b.example/", "https://c.example/"),
        (),
    ]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Begriff für Büro\nmöbel für das büro\nkäufliche stühle\n"),
        ("cp1251", "купить телефон в москве\nлучшие телефоны года\nдешёвые телефоны\n"),
        ("cp932", "バーコードの読み取り方\nスマートフォンのおすすめ\n検索エンジン最適化\n"),
    ],
)
def test_it_reads_the_old_encodings_of_spreadsheets(encoding: str, text: str) -> None:
    assert [row.text for row in read(text.encode(encoding), "list.txt")] == text.splitlines()


def test_the_format_can_be_forced() -> None:
    rows = read("keyword,volume\nscan,5\n", kind="plain")
    assert [row.text for row in rows] == ["keyword,volume", "scan,5"]
    with opened(builders.GSC, kind="csv") as stream:
        assert stream.format is FileFormat.TABLE
    assert opened(builders.GSC, kind="gsc").format is FileFormat.SEARCH_CONSOLE
    assert opened(builders.GSC, kind="auto").format is FileFormat.SEARCH_CONSOLE


@pytest.mark.parametrize("content", ["keyword,volume\nscan,5\n", xlsx([["keyword", "volume"], ["scan", 5]])])
def test_a_forced_format_that_does_not_fit_is_refused(content: str | bytes) -> None:
    with pytest.raises(InvalidInput, match="no column for clicks, impressions"):
        opened(content, kind="search_console")


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match="use one of: search_console") as caught:
        opened(builders.GSC, kind="moz")
    assert list(caught.value.fields) == ["format"]


def test_it_reads_a_stream_that_cannot_seek() -> None:
    class Upload:
        name = "up.csv"

        def __init__(self) -> None:
            self._content = io.BytesIO(builders.GSC.encode())

        def read(self, size: int = -1, /) -> bytes:
            return self._content.read(size)

    with read_keywords(Upload()) as stream:
        assert len(list(stream)) == 2


def test_a_preview_does_not_disturb_the_reading() -> None:
    with opened(builders.GSC) as stream:
        reading = iter(stream)
        first = next(reading)
        assert stream.preview(1) == [first]
        assert 0 < stream.bytes_read <= stream.total_bytes
        assert len(list(reading)) == 1
        assert len(list(stream)) == 2


def test_a_handed_in_file_stays_open() -> None:
    handle = io.BytesIO(builders.GSC.encode())
    with read_keywords(handle, filename="a.csv"):
        pass
    assert not handle.closed


def test_extra_columns_do_not_hide_empty_rows() -> None:
    rows, errors = read_all("keyword,volume\n,\nscan\nlast,5,,\n")
    assert ([row.text for row in rows], errors) == (["scan", "last"], [])


def _tabbed(text: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t").writerows(csv.reader(io.StringIO(text, newline="")))
    return out.getvalue()
