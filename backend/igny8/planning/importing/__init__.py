"""Keyword files of the common tools, recognised and read as a stream. Knows no Django."""

from igny8.planning.importing.choice import ColumnMapping
from igny8.planning.importing.headers import FIELDS
from igny8.planning.importing.preview import FilePreview, preview_keywords
from igny8.planning.importing.rows import FileFormat, KeywordRow, Limits, RowError
from igny8.planning.importing.stream import ImportStream, read_keywords

__all__ = [
    "FIELDS",
    "ColumnMapping",
    "FileFormat",
    "FilePreview",
    "ImportStream",
    "KeywordRow",
    "Limits",
    "RowError",
    "preview_keywords",
    "read_keywords",
]
