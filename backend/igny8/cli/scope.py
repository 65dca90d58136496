"""Finds the account that a command works for, from the object that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet

from igny8.core.errors import NotFound
from igny8.core.ids import parse_id

if TYPE_CHECKING:
    from igny8.core.tenancy import AccountModel

ModelT = TypeVar("ModelT", bound="AccountModel")


@contextmanager
def scope_of(model: type[ModelT], pk: str) -> Iterator[ModelT]:
    """The named row, in the scope of its account; the command line's owner may see all accounts."""
    from igny8.core.tenancy import account_scope, system_scope

    found = parse_id(pk)
    with system_scope():
        rows: QuerySet[ModelT] = model._default_manager.all()  # type: ignore[assignment]  # the stubs say AccountModel
        row = rows.filter(pk=found).first() if found else None
    if row is None:
        raise NotFound(f"There is no {model._meta.verbose_name} with the id {pk}.")
    with account_scope(row.owner_id):
        yield row
