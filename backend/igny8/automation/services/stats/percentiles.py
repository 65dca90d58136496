"""Percentiles by the database: the same on SQLite and PostgreSQL, and right for few values.

Between two values they are interpolated, as ``percentile_cont`` of PostgreSQL does. The database ranks, and
hands out only the at most four values a group that the result lies between.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Func, IntegerField, Q, QuerySet, Window
from django.db.models.functions import RowNumber

_PERCENTS = (50, 95)
_Ranked = dict[int, float]


class Seconds(Func):
    """The time between two columns, by the database's own functions; to the millisecond on SQLite, where
    Django's subtraction would call Python for every row."""

    arity = 2
    output_field: Any = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "((julianday(%(expressions)s)) * 86400.0)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "EXTRACT(EPOCH FROM (%(expressions)s))::double precision"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **extra)


def durations(rows: QuerySet[Any], begin: str, end: str, group: str) -> dict[Any, dict[str, float]]:
    """``{"p50", "p95"}`` in seconds from ``begin`` to ``end``, by the value of the field ``group``.

    :param rows: only such where both times are set.
    """
    took = Seconds(F(end), F(begin))
    ranked: Any = (
        rows.order_by()
        .values(group)
        .annotate(
            took=took,
            rank=Window(RowNumber(), partition_by=[F(group)], order_by=took.asc()),
            size=Window(Count("pk"), partition_by=[F(group)]),
        )
    )
    near = Q()
    for percent in _PERCENTS:
        name = f"off{percent}"
        off = (F("rank") - 1) * 100 - (F("size") - 1) * percent
        ranked = ranked.annotate(**{name: ExpressionWrapper(off, output_field=IntegerField())})
        near |= Q(**{f"{name}__gt": -100, f"{name}__lt": 100})
    return _interpolated(ranked.filter(near).values_list(group, "rank", "size", "took"))


def _interpolated(found: Any) -> dict[Any, dict[str, float]]:
    values: dict[Any, _Ranked] = defaultdict(dict)
    sizes: dict[Any, int] = {}
    for key, rank, size, took in found:
        values[key][rank - 1] = took
        sizes[key] = size
    return {
        key: {f"p{percent}": round(_at(ranked, sizes[key], percent), 3) for percent in _PERCENTS}
        for key, ranked in values.items()
    }


def _at(ranked: _Ranked, size: int, percent: int) -> float:
    whole, rest = divmod((size - 1) * percent, 100)
    low = ranked[whole]
    return low + (ranked[whole + 1] - low) * rest / 100 if rest else low
