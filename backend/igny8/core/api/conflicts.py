"""What the database refuses, told as a conflict that names the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError

from igny8.core.errors import Conflict


@contextmanager
def conflicts(model: type[models.Model]) -> Iterator[None]:
    """A transaction in which a value that is taken, or a row that others need, is a ``Conflict``.

    :param model: whose rows are written; the fields of the constraint that was broken stand in ``fields``.
    """
    try:
        with transaction.atomic():
            yield
    except (ProtectedError, RestrictedError) as error:
        raise Conflict("Other things still depend on this: delete them first.") from error
    except IntegrityError as error:
        raise _taken(model, _broken_fields(model, str(error))) from error


def _taken(model: type[models.Model], fields: list[str]) -> Conflict:
    if not fields:
        return Conflict("There is one with these values already.")
    message = f"There is a {model._meta.verbose_name} with this {' and '.join(fields)} already."
    return Conflict(message, fields={name: [message] for name in fields})


def _broken_fields(model: type[models.Model], told: str) -> list[str]:
    """The fields that a person can change, of the constraint that the database names.

    PostgreSQL tells the constraint's name, SQLite its columns.
    """
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        fields = [column for column in model._meta.concrete_fields if column.name in constraint.fields]
        columns = {f"{table}.{field.column}" for field in fields}
        if constraint.name in told or (columns and columns == set(re.findall(r"\w+\.\w+", told))):
            return [field.name for field in fields if not field.is_relation] or [f.name for f in fields]
    return []
