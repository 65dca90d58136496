"""The same work on many rows that somebody chose: what can be done is done, the rest says why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet

from igny8.core.errors import Igny8Error, NotFound

ModelT = TypeVar("ModelT", bound=models.Model)
MOST_ROWS = 200
"""So many rows may be chosen at once."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row with which nothing was done, and why."""

    id: UUID
    code: str
    message: str


@dataclass(slots=True)
class BulkResult:
    """Which rows it was done with, in the order in which they were named, and which not."""

    done: list[UUID] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def each_row(
    rows: QuerySet[ModelT], ids: Sequence[UUID], work: Callable[[ModelT], object], *, lock: bool = False
) -> BulkResult:
    """Do ``work`` with each of these rows, each in a transaction of its own; call it inside of one.

    An expected failure takes back that row's work alone. An id that is not among ``rows`` is skipped as not
    found. With ``lock`` the rows are locked first, in one order.
    """
    wanted = list(dict.fromkeys(ids))
    chosen = rows.filter(pk__in=wanted)
    if lock:
        chosen = chosen.order_by("pk").select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in chosen}
    result = BulkResult()
    for pk in wanted:
        try:
            with transaction.atomic():
                work(_known(found, pk, rows))
        except Igny8Error as error:
            result.skipped.append(Skipped(pk, error.code, error.message))
        else:
            result.done.append(pk)
    return result


def _known(found: dict[UUID, ModelT], pk: UUID, rows: QuerySet[ModelT]) -> ModelT:
    if pk not in found:
        raise NotFound(f"There is no {rows.model._meta.verbose_name} with this id.")
    return found[pk]
