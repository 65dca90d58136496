"""The live view: steps, progress, done; what a client that comes back gets; who may look."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient

from igny8.automation.api import stream
from igny8.automation.models import RunStatus, ScheduledTask, StepRun
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope
from igny8.tenants.models import ApiToken, Membership, Role, User
from igny8.tenants.selectors import Caller, caller_of_token, caller_of_user, is_still_allowed
from igny8.tenants.services import revoke_token
from igny8.testing.api import ApiClient

COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}
Api = Callable[..., ApiClient]


@pytest.fixture
def account(transactional_db: None) -> Iterator[Any]:
    """Committed for real: the stream reads on threads of its own."""
    from igny8.credits.services import grant
    from igny8.tenants.models import Account

    row = Account.objects.create(name="Alice")
    with account_scope(row.id):
        grant(amount=1_000, reason="test", key="test")
        yield row


@pytest.fixture
def done(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> ScheduledTask:
    return worker.carry_on(execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock))


def caller(api: Api) -> Caller:
    found = caller_of_token(api().token)
    assert found is not None
    return found


def parsed(text: str) -> list[tuple[str, str, Any]]:
    """(id, event, data) of each event."""
    blocks = [block.splitlines() for block in text.strip().split("\n\n") if not block.startswith(":")]
    rows = [{line.partition(": ")[0]: line.partition(": ")[2] for line in block} for block in blocks]
    return [(row["id"].strip(), row["event"], json.loads(row["data"])) for row in rows]


def listen(run: ScheduledTask, token: str, **headers: str) -> list[tuple[str, str, Any]]:
    async def read() -> str:
        sent = {"Authorization": f"Bearer {token}", **headers}
        path = f"/api/v1/automation/scheduled-tasks/{run.id}/stream/"
        response: Any = await AsyncClient().get(path, headers=sent)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/event-stream"
        text = b"".join([part async for part in response.streaming_content]).decode()
        await sync_to_async(connections.close_all)()
        return text

    return parsed(asyncio.run(read()))


def test_a_finished_run_is_told_whole_and_the_stream_ends(api: Api, done: ScheduledTask) -> None:
    events = listen(done, api().token)
    assert [name for _, name, _ in events] == ["step", "progress", "done"]
    assert events[0][2]["path"] == "actions/0"
    assert events[1][2]["progress"] == 100
    assert events[2][2]["status"] == "completed"


def test_a_client_that_comes_back_gets_only_what_is_new(api: Api, done: ScheduledTask) -> None:
    first = listen(done, api().token)
    later = StepRun.objects.get().updated_at + timedelta(seconds=5)
    again = listen(done, api().token, **{"Last-Event-ID": later.isoformat()})
    assert [name for _, name, _ in again] == ["progress", "done"]
    told_before = listen(done, api().token, **{"Last-Event-ID": first[0][0]})
    assert [name for _, name, _ in told_before] == ["step", "progress", "done"]
    assert len(listen(done, api().token, **{"Last-Event-ID": "nonsense"})) == 3
    for edge in ("0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert len(listen(done, api().token, **{"Last-Event-ID": edge})) == 3
    assert len(listen(done, api().token, **{"Last-Event-ID": "2020-01-01T00:00:00"})) == 3


def test_a_running_run_is_followed_to_its_end(
    api: Api,
    make_rule: Any,
    counter: Counter,
    worker: Worker,
    clock: FixedClock,
    account: Any,
) -> None:
    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    follower = stream._Follower(caller(api), run.id, None)
    names = [event.split(b"\n")[1] for event in follower.look()]
    assert names == [b"event: progress"]
    assert follower.look() == []
    told: list[bytes] = []
    counter.before["b"] = lambda: told.extend(follower.look())
    worker.carry_on(run)
    assert [event.split(b"\n")[1] for event in told] == [b"event: step", b"event: progress"]
    assert b'"items_done": 1' in told[0]
    last = [event.split(b"\n")[1] for event in follower.look()]
    assert last == [b"event: step", b"event: progress", b"event: done"]
    assert follower.done


def test_a_run_that_was_deleted_ends_the_stream(api: Api, done: ScheduledTask, account: Any) -> None:
    follower = stream._Follower(caller(api), done.id, None)
    done.delete()
    assert follower.look() == []
    assert follower.done


def test_a_silent_stream_says_that_it_is_there(
    api: Api, make_rule: Any, clock: FixedClock, counter: Counter, account: Any, monkeypatch: Any
) -> None:
    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    who = caller(api)
    monkeypatch.setattr(stream, "_PERIOD_SECONDS", 0.01)
    monkeypatch.setattr(stream, "_KEEP_ALIVE_SECONDS", 0.02)
    monkeypatch.setattr(stream, "_LONGEST_SECONDS", 0.1)

    async def read() -> list[bytes]:
        return [part async for part in stream._events(who, run.id, None)]

    parts = asyncio.run(read())
    assert parts[0].startswith(b"id: \nevent: progress")
    assert parts[1] == b": still here\n\n"
    assert ScheduledTask.objects.get(pk=run.pk).status == RunStatus.PENDING


def test_strangers_and_unknown_runs_are_refused(
    api: Api, done: ScheduledTask, client: Any, account: Any
) -> None:
    from igny8.tenants.models import Account

    path = f"/api/v1/automation/scheduled-tasks/{done.id}/stream/"
    anonymous = client.get(path)
    assert anonymous.status_code == 401
    assert anonymous.json()["error"]["code"] == "not_authenticated"
    bob = Account.objects.create(name="Bob")
    assert api(account=bob).get(f"/automation/scheduled-tasks/{done.id}/stream/").status == 404
    assert api().get("/automation/scheduled-tasks/nonsense/stream/").error["code"] == "not_found"
    assert client.post(path).status_code == 405


def test_a_stream_ends_when_its_token_is_revoked(
    api: Api, make_rule: Any, clock: FixedClock, counter: Counter, account: Any, monkeypatch: Any
) -> None:
    run = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    who = caller(api)
    revoke_token(token=ApiToken.objects.get(pk=who.token.pk))
    monkeypatch.setattr(stream, "_PERIOD_SECONDS", 0.01)
    monkeypatch.setattr(stream, "_RECHECK_SECONDS", 0.01)

    async def read() -> list[bytes]:
        return [part async for part in stream._events(who, run.id, None)]

    assert len(asyncio.run(asyncio.wait_for(read(), 10))) == 1


def test_a_person_may_look_on_until_signing_out(client: Any, account: Any) -> None:
    user = User.objects.create_user("carol@example.com", "correct horse battery")
    Membership.objects.create(user=user, role=Role.VIEWER)
    client.force_login(user)
    who = caller_of_user(user, session_key=client.session.session_key)
    assert who is not None and is_still_allowed(who)
    client.logout()
    assert not is_still_allowed(who)


def test_a_member_may_look_on_until_the_membership_is_gone(account: Any) -> None:
    user = User.objects.create_user("carol@example.com", "correct horse battery")
    Membership.objects.create(user=user, role=Role.VIEWER)
    who = caller_of_user(user)
    assert who is not None and is_still_allowed(who)
    Membership.objects.all().delete()
    assert not is_still_allowed(who)
