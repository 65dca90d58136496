"""Keyword files of the common tools, recognised and read as a stream. Knows no Django."""

from igny8.planning.importing.rows import FileFormat, KeywordRow, Limits, RowError
from igny8.planning.importing.stream import ImportStream, read_keywords

__all__ = ["FileFormat", "ImportStream", "KeywordRow", "Limits", "RowError", "read_keywords"]
