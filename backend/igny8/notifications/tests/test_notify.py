"""Notifications: told once per occasion, listed, read."""

from __future__ import annotations

from typing import Any

from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope
from igny8.notifications.models import EmailMessage, Notification
from igny8.notifications.services import mark_all_read, notify

PATH = "/automation/notifications/"


def tell(**values: Any) -> Notification | None:
    return notify(**{"kind": "rule.paused", "title": "A rule is paused", "body": "It failed.", **values})


def test_it_is_told_once_per_key(account: Any) -> None:
    assert tell(key="k") is not None
    assert tell(key="k") is None
    assert tell() is not None and tell() is not None
    assert Notification.objects.count() == 3


def test_another_account_has_keys_of_its_own(account: Any, other_account: Any) -> None:
    tell(key="k")
    with account_scope(other_account.id):
        assert tell(key="k") is not None
        assert Notification.objects.count() == 1


def test_it_is_mailed_too_where_wanted_and_only_once(account: Any) -> None:
    tell(key="k", email_to=["a@example.com"])
    tell(key="k", email_to=["a@example.com"])
    assert [mail.to for mail in EmailMessage.objects.all()] == [["a@example.com"]]


def test_an_over_long_title_is_cut(account: Any) -> None:
    row = tell(title="x" * 500, link="/" * 500)
    assert row is not None and len(row.title) == 200 and len(row.link) == 300


def test_reading_keeps_the_first_time(account: Any, clock: FixedClock, api: Any) -> None:
    first, second = tell(), tell(severity="error")
    assert first is not None and second is not None
    client = api("viewer")
    assert client.get(PATH).pagination["count"] == 2
    answer = client.post(f"{PATH}{first.pk}/read/")
    assert answer.status == 200 and answer.data["read_at"]
    assert client.post(f"{PATH}{first.pk}/read/").data["read_at"] == answer.data["read_at"]
    assert [row["id"] for row in client.get(PATH, unread="true").data] == [str(second.pk)]
    assert [row["id"] for row in client.get(PATH, unread="false").data] == [str(first.pk)]
    assert [row["id"] for row in client.get(PATH, severity="error").data] == [str(second.pk)]
    assert client.get(f"{PATH}{first.pk}/").data["title"] == "A rule is paused"


def test_all_can_be_marked_as_read(account: Any, clock: FixedClock, api: Any) -> None:
    tell(), tell()
    assert api().post(f"{PATH}read-all/").data == {"read": 2}
    assert mark_all_read(clock=clock) == 0


def test_a_wrong_filter_is_refused(api: Any) -> None:
    answer = api().get(PATH, unread="perhaps")
    assert answer.status == 400 and "unread" in answer.fields


def test_a_stranger_sees_nothing(account: Any, other_account: Any, api: Any) -> None:
    row = tell()
    assert row is not None
    stranger = api(account=other_account)
    assert stranger.get(PATH).data == []
    assert stranger.post(f"{PATH}{row.pk}/read/").status == 404
