"""Rows of models in plain SQL, for the few statements that every run makes.

Django's ORM takes about ten times as long to write such a statement as the database takes to carry it out.
Names of tables and columns, and what becomes of values on the way, still come from the models. Nothing here
scopes by account: whoever calls it gives keys, or the account itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone

ModelT = TypeVar("ModelT", bound=models.Model)
Adapter = Callable[[Any, Any], Any]
"""(value, connection): the value on its way in or out."""
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
"""What both databases take and give as Python has it."""


def table(model: type[models.Model]) -> str:
    """The name of its table, quoted."""
    return connection.ops.quote_name(model._meta.db_table)


@lru_cache(maxsize=256)
def columns(model: type[models.Model], *names: str) -> str:
    """The columns of these fields (of all, where none is named), quoted, with commas between them."""
    found = [model._meta.get_field(name) for name in names] if names else model._meta.concrete_fields
    fields: Sequence[Any] = found
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)


def adapted(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as the database takes it for this field."""
    adapt = _adapters(model)[name]
    return value if adapt is None or value is None else adapt(value, connection)


@lru_cache(maxsize=64)
def _adapters(model: type[models.Model]) -> Mapping[str, Adapter | None]:
    found: dict[str, Adapter | None] = {}
    for field in model._meta.concrete_fields:
        found[field.name] = found[field.attname] = _adapter(field)
    return found


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _PLAIN):
        return None
    native = connection.features.has_native_uuid_field
    if isinstance(target, models.UUIDField):
        return None if native else _as_hex
    if isinstance(target, models.DateTimeField):
        return None if native else _as_text
    return target.get_db_prep_value


def _as_hex(value: Any, _connection: Any) -> Any:
    return value.hex


def _as_text(value: Any, on: Any) -> Any:
    return on.ops.adapt_datetimefield_value(value)


@lru_cache(maxsize=64)
def _insert_plan(model: type[models.Model]) -> list[tuple[str, str, Adapter | None]]:
    """(attribute, column, adapter) of each column."""
    adapters = _adapters(model)
    fields: Sequence[Any] = model._meta.concrete_fields
    return [(field.attname, field.column, adapters[field.attname]) for field in fields]


@lru_cache(maxsize=64)
def _stamps(model: type[models.Model]) -> list[str]:
    """The fields that take the present time by themselves."""
    fields: Sequence[Any] = model._meta.concrete_fields
    stamped = ("auto_now_add", "auto_now")
    return [field.attname for field in fields if any(getattr(field, name, False) for name in stamped)]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in one statement; a time of creation that is not set is now."""
    if not rows:
        return
    model, now, on = type(rows[0]), timezone.now(), connections[DEFAULT_DB_ALIAS]
    for row in rows:
        for name in _stamps(model):
            row.__dict__[name] = row.__dict__[name] or now
        row._state.adding, row._state.db = False, on.alias
    if on.vendor == "postgresql":
        execute(_insert_json_sql(model), [_as_json(model, rows)])
    else:
        execute(_insert_sql(model, len(rows)), _flat(model, rows, on))


def _flat(model: type[models.Model], rows: Sequence[models.Model], on: Any) -> list[Any]:
    plan, values = _insert_plan(model), []
    for row in rows:
        known = row.__dict__
        for name, _, adapt in plan:
            value = known[name]
            values.append(value if adapt is None or value is None else adapt(value, on))
    return values


def _as_json(model: type[models.Model], rows: Sequence[models.Model]) -> str:
    """The rows as one value: PostgreSQL takes them apart faster than they are quoted one by one here."""
    plan = _insert_plan(model)
    given = [{column: row.__dict__[name] for name, column, _ in plan} for row in rows]
    return json.dumps(given, default=_in_json)


def _in_json(value: UUID | datetime) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@lru_cache(maxsize=64)
def _insert_json_sql(model: type[models.Model]) -> str:
    names, name = columns(model), table(model)
    rows = f"json_populate_recordset(NULL::{name}, %s::json)"
    return f"INSERT INTO {name} ({names}) SELECT {names} FROM {rows}"  # noqa: S608 - names of our own


@lru_cache(maxsize=512)
def _insert_sql(model: type[models.Model], count: int) -> str:
    one = f"({', '.join(['%s'] * len(model._meta.concrete_fields))})"
    return f"INSERT INTO {table(model)} ({columns(model)}) VALUES {', '.join([one] * count)}"  # noqa: S608 - names of our own


def update(model: type[models.Model], key: Mapping[str, Any], values: Mapping[str, Any]) -> int:
    """Set these fields in the rows that have these values; how many there were."""
    return execute(_update_sql(model, tuple(key), tuple(values)), _update_values(model, key, values))


def update_one(
    model: type[models.Model],
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    expression: str,
    given: Sequence[Any],
) -> tuple[Any, ...] | None:
    """Set these fields in the one row that has these values; what the SQL expression gives for it, if any."""
    sql = f"{_update_sql(model, tuple(key), tuple(values))} RETURNING {expression}"
    return fetch(sql, [*_update_values(model, key, values), *given])


def _update_values(model: type[models.Model], key: Mapping[str, Any], values: Mapping[str, Any]) -> list[Any]:
    return [adapted(model, name, value) for name, value in (*values.items(), *key.items())]


@lru_cache(maxsize=256)
def _update_sql(model: type[models.Model], key: tuple[str, ...], names: tuple[str, ...]) -> str:
    setting = ", ".join(f"{columns(model, name)} = %s" for name in names)
    having = " AND ".join(f"{columns(model, name)} = %s" for name in key)
    return f"UPDATE {table(model)} SET {setting} WHERE {having}"  # noqa: S608 - names of our own


def execute(sql: str, values: Sequence[Any]) -> int:
    """Carry a statement out; how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        count: int = cursor.rowcount
    return count


def fetch(sql: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def fetch_all(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows that a statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def build(model: type[ModelT], names: Sequence[str], values: Sequence[Any]) -> ModelT:
    """An instance from columns as the database gave them; other fields are looked up when asked for."""
    readers, on = _readers(model, tuple(names)), connections[DEFAULT_DB_ALIAS]
    found = [value if read is None else read(value, on) for value, read in zip(values, readers, strict=True)]
    return model.from_db(on.alias, names, found)


def find(model: type[ModelT], key: Mapping[str, Any], *names: str) -> ModelT | None:
    """The row that has these values, with these attributes alone; None where there is none."""
    row = fetch(_find_sql(model, tuple(key), names), [adapted(model, name, key[name]) for name in key])
    return None if row is None else build(model, names, row)


@lru_cache(maxsize=256)
def _find_sql(model: type[models.Model], key: tuple[str, ...], names: tuple[str, ...]) -> str:
    having = " AND ".join(f"{columns(model, name)} = %s" for name in key)
    return f"SELECT {columns(model, *names)} FROM {table(model)} WHERE {having}"  # noqa: S608 - names of our own


def read(model: type[models.Model], name: str, value: Any) -> Any:
    """A column as the database gave it, as the model has it."""
    [reader] = _readers(model, (name,))
    return value if reader is None else reader(value, connections[DEFAULT_DB_ALIAS])


def names_of(model: type[models.Model]) -> tuple[str, ...]:
    """The attributes of all its columns, in their order."""
    return tuple(field.attname for field in model._meta.concrete_fields)


@lru_cache(maxsize=64)
def _readers(model: type[models.Model], names: tuple[str, ...]) -> list[Adapter | None]:
    attributes = {field.attname: field for field in model._meta.concrete_fields}
    return [_reader(attributes[name]) for name in names]


def _reader(field: models.Field[Any, Any]) -> Adapter | None:
    expression = field.get_col(field.model._meta.db_table)
    steps = [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
    if not steps:
        return None

    def convert(value: Any, on: Any) -> Any:
        for step in steps:
            value = step(value, expression, on)
        return value

    return convert
