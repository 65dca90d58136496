"""What whoever uploads a file says about it, where the guess is not good enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from igny8.core.errors import InvalidInput
from igny8.planning.importing.columns import Columns, check_forced, currency_of, fold_header
from igny8.planning.importing.headers import FIELDS
from igny8.planning.importing.rows import FileFormat

ColumnMapping = Mapping[int, str]
"""Index of a column, from 0 → one of ``FIELDS``; columns that are not named are not read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a file is to be read.

    :ivar format: what it is; detected where it is left out.
    :ivar mapping: what its columns mean; by their names where it is left out.
    :ivar any_table: open a table too in which no column of keywords is recognised (its columns then mean
        nothing), so that somebody can be asked.
    """

    format: FileFormat | None = None
    mapping: ColumnMapping | None = None
    any_table: bool = False

    @property
    def takes_any(self) -> bool:
        """Whether a table without a column that is known to hold keywords will do."""
        return self.any_table or self.mapping is not None


GUESS = Choice()


def chosen(columns: Columns, choice: Choice, name: str) -> Columns:
    """What the columns mean by the choice, else as they were recognised.

    :raises InvalidInput: for a mapping that does not fit the file called ``name``, or a format that it does
        not look like.
    """
    if choice.mapping is not None:
        return _mapped(columns, choice.mapping)
    if choice.format:
        check_forced(columns, name)
    return columns


def _mapped(columns: Columns, mapping: ColumnMapping) -> Columns:
    problem = _problem(mapping, len(columns.header))
    if problem:
        raise InvalidInput(problem, fields={"mapping": [problem]})
    fields = {field: index for index, field in mapping.items()}
    currency = currency_of(fold_header(columns.header[fields["cpc"]])) if "cpc" in fields else None
    return replace(columns, fields=fields, cpc_currency=currency, by_shape=False)


def _problem(mapping: ColumnMapping, width: int) -> str:
    """What is wrong with it; empty where nothing is."""
    for index, field in mapping.items():
        if field not in FIELDS:
            return f"There is no field `{field[:40]}`; use one of: {', '.join(FIELDS)}."
        if not 0 <= index < width:
            return f"There is no column {index}: the file has {width}, counted from 0."
    twice = [field for field, count in Counter(mapping.values()).items() if count > 1]
    if twice:
        return f"Only one column can be `{twice[0]}`."
    return "" if "keyword" in mapping.values() else "One column must be `keyword`."
