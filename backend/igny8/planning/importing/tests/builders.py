"""Small makers of keyword files, one for each kind of export."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from igny8.planning.importing import ImportStream, KeywordRow, RowError, read_keywords

GSC = "Top queries,Clicks,Impressions,CTR,Position\nqr code,12,3400,0.35%,5.34\nscan me,3,33,9.09%,4.12\n"
GSC_COMPARED = (
    "Top queries,Last 3 months Clicks,Previous 3 months Clicks,Last 3 months Impressions,"
    "Previous 3 months Impressions,Last 3 months CTR,Previous 3 months CTR,Last 3 months Position,"
    "Previous 3 months Position\nqr code,50,100,1000,1200,5%,8.33%,6.5,5.1\n"
)
PLANNER_ROWS = (
    "Keyword Stats 2025-05-12 at 13_05_22",
    "May 1, 2024 - April 30, 2025",
    "Keyword\tCurrency\tAvg. monthly searches\tThree month change\tYoY change\tCompetition\t"
    "Competition (indexed value)\tTop of page bid (low range)\tTop of page bid (high range)\t"
    "Ad impression share\tOrganic average position\tOrganic impression share\tIn Account\t"
    "Searches: May 2024\tSearches: Jun 2024",
)
AHREFS_HEADER = (
    "#,Keyword,Country,Difficulty,Volume,CPC,CPS,Parent Keyword,Last Update,SERP Features,Global volume,"
    "Traffic potential,Global traffic potential,First seen,Intents"
)
AHREFS = (
    f"{AHREFS_HEADER}\n"
    '1,qr code,us,85,12000,1.20,0.80,qr code generator,2025-05-01,"Sitelinks, Videos",250000,9000,40000,'
    '2015-09-01,"Informational, Commercial"\n'
    "2,scan me,us,,30,,,,2025-05-01,,100,,,2020-01-01,\n"
)
SEMRUSH_MAGIC_HEADER = (
    "Keyword,Intent,Volume,Trend,Keyword Difficulty,CPC (EUR),Competitive Density,SERP Features,"
    "Number of Results"
)
SEMRUSH_MAGIC = (
    f'{SEMRUSH_MAGIC_HEADER}\nqr code,"Informational, Commercial",12100,"0.8,1,0.9",85,1.21,0.3,'
    '"Sitelinks, Reviews",1200000000\n'
)
SEMRUSH_POSITIONS = (
    "Keyword,Position,Previous position,Search Volume,Keyword Difficulty,CPC,URL,Traffic,Traffic (%),"
    "Traffic Cost,Competition,Number of Results,Trends,Timestamp,SERP Features by Keyword,Keyword Intents,"
    "Position Type\n"
    'qr code,4,6,880,34,21.37,https://acme.example/qr,52,10.5,1111,0.41,1200000,"[0.6,0.7]",2026-09-30,'
    '"Local pack, Reviews",transactional,Organic\n'
)


def planner(volumes: Sequence[str], encoding: str = "utf-16") -> bytes:
    """A Keyword Planner export with one keyword for each of ``volumes``."""
    rows = [
        f"keyword {index}\tEUR\t{volume}\t0%\t-90%\tHigh\t98\t1.00\t3.00\t\t\t\t\t10\t20"
        for index, volume in enumerate(volumes)
    ]
    return "\n".join([*PLANNER_ROWS, *rows, ""]).encode(encoding)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of ``files`` by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx(
    *sheets: Sequence[Sequence[object]], hidden: int = 0, parts: Mapping[str, str] | None = None
) -> bytes:
    """An Excel workbook of ``sheets``, of which the first ``hidden`` are hidden; ``parts`` replaces XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    listed = related = ""
    files: dict[str, str] = {}
    for number, rows in enumerate(sheets, start=1):
        state = ' state="hidden"' if number <= hidden else ""
        listed += f'<sheet name="S{number}" sheetId="{number}"{state} r:id="rId{number}"/>'
        target = f"worksheets/sheet{number}.xml"
        related += f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="{target}"/>'
        body = "".join(_row(index, row) for index, row in enumerate(rows, start=1))
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    files["[Content_Types].xml"] = f'<Types xmlns="{package}/content-types"/>'
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
    )
    files["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{related}</Relationships>'
    )
    return zipped({**files, **(parts or {})})


def read(content: bytes | str, filename: str = "keywords.csv", kind: str | None = None) -> list[KeywordRow]:
    """The keywords of a file in which no row is wrong."""
    rows, errors = read_all(content, filename, kind)
    assert errors == []
    return rows


def read_all(
    content: bytes | str, filename: str = "keywords.csv", kind: str | None = None
) -> tuple[list[KeywordRow], list[RowError]]:
    """The keywords of a file and the errors of its rows."""
    with opened(content, filename, kind) as stream:
        items = list(stream)
    rows = [item for item in items if isinstance(item, KeywordRow)]
    return rows, [item for item in items if isinstance(item, RowError)]


def opened(content: bytes | str, filename: str = "keywords.csv", kind: str | None = None) -> ImportStream:
    """The file as a stream."""
    data = content.encode() if isinstance(content, str) else content
    return read_keywords(io.BytesIO(data), filename=filename, format=kind)


def _row(index: int, row: Sequence[object]) -> str:
    cells = "".join(_cell(f"{chr(65 + column)}{index}", value) for column, value in enumerate(row))
    return f'<row r="{index}">{cells}</row>'


def _cell(reference: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
