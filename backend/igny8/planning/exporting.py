"""Keywords as CSV for spreadsheets and other tools, safe to open: no cell can become a formula.

The rule is OWASP's on CSV injection: text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break
(also after spaces, and in their full-width forms) gets an apostrophe in front. Importing takes it away again
(``normalize.clean_keyword``), so that an export can be imported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from igny8.planning.importing.rows import KeywordRow

if TYPE_CHECKING:
    from _csv import Writer

KEYWORD_COLUMNS: Mapping[str, str] = {
    "keyword": "Keyword",
    "volume": "Volume",
    "difficulty": "Difficulty",
    "cpc": "CPC",
    "currency": "Currency",
    "intent": "Intent",
    "clicks": "Clicks",
    "impressions": "Impressions",
    "ctr": "CTR",
    "position": "Position",
    "country": "Country",
    "url": "URL",
    "serp_urls": "SERP URLs",
    "cluster": "Cluster",
    "status": "Status",
}
"""Field → header, in the order of the columns. The importer knows all but the last two."""

BOM = "\ufeff"
"""Written first, it makes Excel read the file as UTF-8."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(value: object) -> str:
    """``value`` as the text of a cell. Numbers stay numbers (a minus is no formula), ``None`` is empty."""
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    text = " | ".join(str(one) for one in value) if isinstance(value, (tuple, list)) else str(value)
    text = text.replace("\x00", "")
    if text.startswith(_DANGEROUS) or text.lstrip().startswith(_DANGEROUS):
        return f"'{text}"
    return text


def keyword_record(row: KeywordRow) -> dict[str, object]:
    """``row`` by the fields of ``KEYWORD_COLUMNS`` that it has."""
    fields = [field for field in KEYWORD_COLUMNS if field not in ("keyword", "cluster", "status")]
    return {"keyword": row.text, **{field: getattr(row, field) for field in fields}}


def csv_lines(
    records: Iterable[Mapping[str, object]], columns: Mapping[str, str] = KEYWORD_COLUMNS
) -> Iterator[str]:
    """The lines of a CSV of ``records``, one at a time, for a streamed answer: comma, CRLF, header first.

    :param records: values by field; a field that is missing is an empty cell.
    :param columns: field → header.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield _line(writer, buffer, list(columns.values()))
    for record in records:
        yield _line(writer, buffer, [neutralise(record.get(field)) for field in columns])


def write_keywords_csv(
    records: Iterable[Mapping[str, object]],
    out: TextIO,
    *,
    columns: Mapping[str, str] = KEYWORD_COLUMNS,
    bom: bool = False,
) -> int:
    """Write ``records`` to ``out`` (opened with ``newline=""``) and return how many there were."""
    if bom:
        out.write(BOM)
    count = -1
    for line in csv_lines(records, columns):
        out.write(line)
        count += 1
    return count


def _line(writer: Writer, buffer: io.StringIO, cells: Sequence[str]) -> str:
    writer.writerow(cells)
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line
