"""Plain SQL gives and takes the same values as the ORM."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from igny8.core.ids import new_id
from igny8.core.models import DomainEvent
from igny8.core.rows import build, columns, fetch, find, insert, names_of, table, update, update_one

WHEN = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
PAYLOAD = {"text": "naïve ✓ \\ ' \" %s", "list": [1, 2.5, None, True], "deep": {"a": {"b": []}}}


def event(**values: Any) -> DomainEvent:
    given: dict[str, Any] = {"type": "a.b", "object_type": "c", "object_id": new_id(), "payload": PAYLOAD}
    return DomainEvent(**given | values)


def test_what_is_inserted_is_what_the_orm_reads(account: Any) -> None:
    rows = [event(handled_at=WHEN, site_id=new_id()), event()]
    insert(rows)
    for row in rows:
        stored = DomainEvent.objects.get(pk=row.pk)
        for name in names_of(DomainEvent):
            assert getattr(stored, name) == getattr(row, name), name
        assert stored.created_at is not None and stored.account_id == account.id


def test_nothing_is_inserted_without_a_statement(django_assert_num_queries: Any, account: Any) -> None:
    with django_assert_num_queries(0):
        insert([])


def test_a_row_is_built_as_the_orm_does(account: Any) -> None:
    row = event(handled_at=WHEN)
    row.save()
    sql = f"SELECT {columns(DomainEvent)} FROM {table(DomainEvent)}"
    built = build(DomainEvent, names_of(DomainEvent), fetch(sql, []) or ())
    assert (built.pk, built.payload, built.handled_at) == (row.pk, PAYLOAD, WHEN)
    assert isinstance(built.pk, UUID)


def test_a_row_is_found_with_the_fields_asked_for(account: Any, django_assert_num_queries: Any) -> None:
    row = event()
    insert([row])
    with django_assert_num_queries(1):
        found = find(DomainEvent, {"id": row.pk, "type": "a.b"}, "id", "payload")
        assert found is not None and found.payload == PAYLOAD
    with django_assert_num_queries(1):
        assert found.object_id == row.object_id
    assert find(DomainEvent, {"id": new_id()}, "id") is None


def test_only_rows_with_these_values_are_updated(account: Any) -> None:
    one, other = event(), event()
    insert([one, other])
    changes = {"payload": {"n": 1}, "handled_at": WHEN, "site_id": None}
    assert update(DomainEvent, {"id": one.pk, "type": "a.b"}, changes) == 1
    assert update(DomainEvent, {"id": one.pk, "type": "else"}, changes) == 0
    one.refresh_from_db()
    assert (one.payload, one.handled_at) == ({"n": 1}, WHEN)
    assert DomainEvent.objects.get(pk=other.pk).payload == PAYLOAD


def test_an_update_tells_what_is_asked(account: Any) -> None:
    row = event()
    insert([row])
    others = f"(SELECT COUNT(*) FROM {table(DomainEvent)} o WHERE o.type = %s)"
    assert update_one(DomainEvent, {"id": row.pk}, {"type": "x.y"}, others, ["none"]) == (0,)
    assert update_one(DomainEvent, {"id": new_id()}, {"type": "x.y"}, others, ["none"]) is None


@pytest.mark.parametrize("text", ["100 %", "%s", "a\nb", "\U0001f600"])
def test_texts_come_back_as_they_were(account: Any, text: str) -> None:
    insert([event(object_type=text, payload={text: text})])
    stored = DomainEvent.objects.get()
    assert (stored.object_type, stored.payload) == (text, {text: text})
