"""The same key and body: one effect and one answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client

from igny8.core.api.idempotency import _first_answer
from igny8.core.models import IdempotencyRecord
from igny8.core.tenancy import account_scope, system_scope
from igny8.tenants.models import Account, Site
from igny8.testing.api import ApiClient, client_for

Api = Callable[..., ApiClient]
BODY = {"name": "One", "url": "https://one.example"}


def test_a_repeated_request_gets_the_answer_of_the_first(api: Api, account: Account) -> None:
    first = api().post("/sites/", BODY, key="k")
    second = api().post("/sites/", BODY, key="k")
    assert first.status == second.status == 201
    assert first.data == second.data
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Site.objects.count() == 1


def test_the_same_key_for_something_else_is_a_conflict(api: Api, account: Account) -> None:
    api().post("/sites/", BODY, key="k")
    assert api().post("/sites/", {**BODY, "name": "Two"}, key="k").status == 409
    elsewhere = api().post("/automation/rules/", BODY, key="k")
    assert (elsewhere.status, elsewhere.error["code"]) == (409, "conflict")
    assert Site.objects.count() == 1


def test_a_failed_request_leaves_no_record(api: Api, account: Account) -> None:
    assert api().post("/sites/", {"name": "One"}, key="k").status == 400
    assert IdempotencyRecord.objects.count() == 0
    assert api().post("/sites/", BODY, key="k").status == 201


def test_keys_of_two_accounts_do_not_meet(api: Api, account: Account, other_account: Account) -> None:
    mine = api().post("/sites/", BODY, key="k")
    theirs = api(account=other_account).post("/sites/", BODY, key="k")
    assert theirs.status == 201
    assert theirs.data["id"] != mine.data["id"]


def test_a_key_may_not_be_endless_and_a_path_may(api: Api, account: Account) -> None:
    assert api().post("/sites/", BODY, key="k" * 201).status == 400
    assert api().post(f"/automation/rules/{'x' * 400}/execute/", {}, key="k").status == 404


def test_an_uploaded_file_belongs_to_the_request(api: Api, site: Site) -> None:
    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("k.txt", content)
        return api().post("/keywords/import/", {"site": str(site.id), "file": file}, key="k", files=True)

    first = send(b"keyword\npdf scanner\n")
    assert first.status == 200, first.error
    assert send(b"keyword\npdf scanner\n").data == first.data
    assert send(b"keyword\nother words\n").status == 409


def test_a_broken_uniqueness_of_the_work_itself_is_not_hidden(account: Account, rf: Any) -> None:
    def work() -> Any:
        raise IntegrityError("something else")

    with pytest.raises(IntegrityError, match="something else"):
        _first_answer("k", "digest", rf.post("/x/"), work)


def test_requests_at_once_with_one_key_have_one_effect(transactional_db: None) -> None:
    account = Account.objects.create(name="Alice")
    with account_scope(account.id):
        token = client_for(account).token
    gate, answers = threading.Barrier(4), []

    def send() -> None:
        gate.wait()
        answers.append(ApiClient(token, Client()).post("/sites/", BODY, key="k"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [201] * 4
    assert len({answer.data["id"] for answer in answers}) == 1
    with system_scope():
        assert Site.objects.count() == 1
