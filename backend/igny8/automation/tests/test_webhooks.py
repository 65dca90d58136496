"""Webhooks: who may send, what is refused, and that one message starts one run, however often it comes."""

from __future__ import annotations

import contextvars
import json
import logging
import threading
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from igny8.automation.api.hook_view import TokenThrottle
from igny8.automation.models import AutomationRule, ScheduledTask, WebhookEndpoint, WebhookMessage
from igny8.automation.services.rules import delete_rule, pause_rule, update_rule
from igny8.automation.services.webhook_messages import MAX_BYTES, fresh_secret
from igny8.automation.services.webhooks import (
    Address,
    address_of,
    endpoint_of,
    rotate,
)
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict
from igny8.core.log_filters import HideSecretPaths, hide_secret_paths
from igny8.core.tenancy import _scope
from igny8.notifications.signing import signatures
from igny8.tenants.models import Account, Site

RULES = "/automation/rules/"
COUNT = {"id": "count", "type": "count", "params": {"items": "{{ webhook.body.items | default: [] }}"}}


@pytest.fixture(autouse=True)
def no_throttle_left() -> None:
    cache.clear()


@pytest.fixture
def hooked(make_rule: Any, counter: Counter) -> Any:
    def make(**values: Any) -> AutomationRule:
        rule: AutomationRule = make_rule([COUNT], **{"trigger": "webhook", "mode": "parallel", **values})
        return rule

    return make


@dataclass
class Sender:
    """Another system, which knows the address and perhaps the secret."""

    address: Address
    sent: int = 0
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    @classmethod
    def to(cls, rule: AutomationRule) -> Sender:
        return cls(address_of(endpoint_of(rule)))

    def headers(self, body: bytes, *, message_id: str = "", at: datetime | None = None) -> dict[str, str]:
        self.sent += 1
        moment, message_id = at or datetime.now(UTC), message_id or f"msg_{self.sent}"
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": signatures([self.address.secret], message_id, moment, body),
        }

    def post(
        self,
        body: bytes = b"{}",
        headers: Mapping[str, str] | None = None,
        *,
        content_type: str = "application/json",
    ) -> Any:
        def call() -> Any:
            _scope.set(None)
            return self.client.post(
                urlsplit(self.address.url).path,
                body,
                content_type=content_type,
                headers=self.headers(body) if headers is None else dict(headers),
            )

        return contextvars.copy_context().run(call)


def error_of(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = response.json()["error"]
    return found


def test_a_signed_message_starts_a_run_that_sees_it(
    hooked: Any, worker: Worker, counter: Counter, api: Any
) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    body = json.dumps({"items": ["x", "y"], "deep": {"er": [1, None]}}).encode()
    shown = {"X-GitHub-Event": "push", "User-Agent": "Sender/1", "X-Api-Key": "s3cret", "Cookie": "a=b"}
    response = sender.post(body, sender.headers(body, message_id="msg_a") | shown)
    assert response.status_code == 202, response.content
    run = ScheduledTask.objects.get(pk=response.json()["data"]["scheduled_task_id"])
    assert worker.finish(run).status == "completed" and counter.calls == ["x", "y"]
    context = api().get(f"/automation/scheduled-tasks/{run.id}/").data["context"]
    webhook = context["webhook"]
    assert webhook["id"] == "msg_a" and webhook["body"]["deep"] == {"er": [1, None]}
    assert webhook["headers"]["x-github-event"] == "push" and "received_at" in webhook
    assert not {"x-api-key", "cookie", "webhook-signature"} & set(webhook["headers"])
    assert run.trigger == "webhook" and WebhookEndpoint.objects.get().last_received_at is not None


def test_pain_03_the_same_message_again_gets_the_same_answer_and_starts_nothing(hooked: Any) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    first = sender.post(b"{}", sender.headers(b"{}", message_id="msg_a"))
    for number in range(100):
        later = datetime.now(UTC) + timedelta(seconds=number)
        again = sender.post(b"{}", sender.headers(b"{}", message_id="msg_a", at=later))
        assert (again.status_code, again.json()["data"]) == (202, first.json()["data"])
    assert rule.runs.count() == 1


def test_pain_03_another_message_may_not_use_an_id_again(hooked: Any) -> None:
    sender = Sender.to(hooked())
    sender.post(b"{}", sender.headers(b"{}", message_id="msg_a"))
    other = sender.post(b"[1]", sender.headers(b"[1]", message_id="msg_a"))
    assert other.status_code == 409 and "webhook-id" in error_of(other)["message"]
    assert ScheduledTask.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pain_03_one_message_sent_a_hundred_times_at_once_starts_one_run(
    account: Account, site: Site, make_rule: Any, counter: Counter
) -> None:
    rule = make_rule([COUNT], trigger="webhook")
    sender = Sender.to(rule)
    headers = sender.headers(b"{}", message_id="msg_a")
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(10)

    def send_ten() -> None:
        mine = Sender(sender.address)
        start.wait()
        try:
            for _ in range(10):
                response = mine.post(b"{}", headers)
                answers.append((response.status_code, response.json()["data"]["scheduled_task_id"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=send_ten) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 100
    assert set(answers) == {(202, str(rule.runs.get().id))}


def test_forged_messages_start_nothing(hooked: Any) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    real = sender.headers(b"{}", message_id="msg_a")
    stranger = Sender(Address(sender.address.url, fresh_secret()))
    now = datetime.now(UTC)
    forged: list[dict[str, str]] = [
        {},
        {"webhook-id": "msg_a"},
        {name: value for name, value in real.items() if name != "webhook-signature"},
        {name: value for name, value in real.items() if name != "webhook-timestamp"},
        {name: value for name, value in real.items() if name != "webhook-id"},
        stranger.headers(b"{}", message_id="msg_a"),
        sender.headers(b"[]", message_id="msg_a"),
        sender.headers(b"{}", message_id="msg_b") | {"webhook-id": "msg_a"},
        real | {"webhook-timestamp": str(int(now.timestamp()) + 60)},
        real | {"webhook-signature": real["webhook-signature"].replace("v1,", "v2,")},
        real | {"webhook-signature": "v1," + b64encode(bytes(32)).decode()},
        real | {"webhook-signature": real["webhook-signature"][:-2]},
        real | {"webhook-signature": ""},
        real | {"webhook-timestamp": "now"},
        real | {"webhook-timestamp": f" {int(now.timestamp())}.0"},
        real | {"webhook-timestamp": "9" * 30},
    ]
    for headers in forged * 7:
        answer = sender.post(b"{}", headers)
        assert (answer.status_code, error_of(answer)["code"]) == (401, "invalid_signature"), headers
    assert ScheduledTask.objects.count() == WebhookMessage.objects.count() == 0


@pytest.mark.parametrize(("minutes", "status"), [(-6, 401), (-4, 202), (4, 202), (6, 401)])
def test_stale_messages_and_those_of_the_future_start_nothing(hooked: Any, minutes: int, status: int) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    at = datetime.now(UTC) + timedelta(minutes=minutes)
    assert sender.post(b"{}", sender.headers(b"{}", at=at)).status_code == status
    assert rule.runs.count() == (status == 202)


def test_while_a_sender_changes_its_secret_one_of_several_signatures_is_enough(hooked: Any) -> None:
    sender = Sender.to(hooked())
    headers = sender.headers(b"{}")
    stranger = Sender(Address("", fresh_secret())).headers(b"{}")
    headers["webhook-signature"] = f"{stranger['webhook-signature']} {headers['webhook-signature']}"
    assert sender.post(b"{}", headers).status_code == 202


def test_an_unsigned_message_is_taken_only_where_the_rule_says_so(hooked: Any) -> None:
    strict, open_one = hooked(), hooked(webhook={"signed": False})
    assert Sender.to(strict).post(b"{}", {}).status_code == 401
    open_sender = Sender.to(open_one)
    assert open_sender.post(b"{}", {}).status_code == 202
    assert open_sender.post(b"{}", {}).status_code == 202
    named = {"webhook-id": "order-1"}
    once, again = open_sender.post(b"{}", named), open_sender.post(b"{}", named)
    assert once.json()["data"] == again.json()["data"] and open_one.runs.count() == 3


def test_the_body_has_a_limit_and_must_be_json_or_a_form(hooked: Any) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    full = json.dumps({"x": "y" * (MAX_BYTES - 9)}).encode()
    assert len(full) == MAX_BYTES and sender.post(full).status_code == 202
    assert sender.post(full + b" ").status_code == 413
    assert sender.post(b"<x/>", content_type="text/xml").status_code == 415
    assert sender.post(b"a=1", content_type="multipart/form-data; boundary=x").status_code == 415
    for broken in (b" ", b"{", b"\xff", b'"\\u0000"', b'"\\ud800"', b"[" * 500 + b"]" * 500, b"NaN"):
        assert sender.post(broken).status_code == 400, broken
    form = sender.post(b"a=1&b=2&b=3&c=", content_type="application/x-www-form-urlencoded")
    run = ScheduledTask.objects.get(pk=form.json()["data"]["scheduled_task_id"])
    assert run.context["webhook"]["body"] == {"a": "1", "b": ["2", "3"], "c": ""}
    for broken in (b"a=%00", b"\xff=1", b"a=1&" * 1_001):
        assert sender.post(broken, content_type="application/x-www-form-urlencoded").status_code == 400
    assert sender.post(b"[1]", content_type="application/cloudevents+json").status_code == 202
    assert rule.runs.count() == 3


def test_an_address_that_is_not_there_tells_nothing(hooked: Any, clock: FixedClock) -> None:
    gone, changed, rotated = hooked(), hooked(), hooked()
    senders = [Sender.to(rule) for rule in (gone, changed, rotated)]
    delete_rule(rule=gone, clock=clock)
    update_rule(rule=changed, values={"trigger": "manual"}, by="alice", clock=clock)
    rotate(rotated)
    unknown = Sender(Address("http://x/hooks/" + "a" * 43 + "/", fresh_secret()))
    answers = [sender.post() for sender in [*senders, unknown]]
    assert {answer.status_code for answer in answers} == {404}
    assert len({error_of(answer)["message"] for answer in answers}) == 1
    assert Sender.to(rotated).post().status_code == 202


def test_a_rule_keeps_its_address_when_its_trigger_comes_back(hooked: Any, clock: FixedClock) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    for trigger in ("manual", "webhook"):
        update_rule(rule=rule, values={"trigger": trigger}, by="alice", clock=clock)
    assert sender.post().status_code == 202


def test_pain_10_a_rule_that_is_off_says_so_and_leaves_a_trace(hooked: Any, clock: FixedClock) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    pause_rule(rule=rule, reason="Too dear.", clock=clock)
    headers = sender.headers(b"{}", message_id="msg_a")
    refused = sender.post(b"{}", headers)
    assert refused.status_code == 409 and "paused (Too dear.)" in error_of(refused)["message"]
    missed = rule.runs.get()
    assert missed.status == "skipped" and "Too dear." in missed.status_reason
    AutomationRule.objects.filter(pk=rule.pk).update(status="active")
    assert sender.post(b"{}", headers).status_code == 202, "the sender tries again, and is heard"


def test_pain_12_a_message_that_comes_while_a_single_run_goes_on_leaves_a_trace(hooked: Any) -> None:
    rule = hooked(mode="single")
    sender = Sender.to(rule)
    assert sender.post().status_code == 202
    refused = sender.post()
    assert refused.status_code == 409 and "single" in error_of(refused)["message"]
    assert sorted(rule.runs.values_list("status", flat=True)) == ["pending", "skipped"]


def test_a_message_is_known_as_long_as_its_run_is(hooked: Any) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    first = sender.post(b"{}", sender.headers(b"{}", message_id="msg_a"))
    WebhookMessage.objects.all().delete()
    again = sender.post(b"{}", sender.headers(b"{}", message_id="msg_a"))
    assert again.json()["data"] == first.json()["data"] and rule.runs.count() == 1


@pytest.mark.parametrize("name", ["", "a b", "ü", "x" * 101])
def test_an_id_that_cannot_be_stored_is_refused(hooked: Any, name: str) -> None:
    sender = Sender.to(hooked())
    headers = sender.headers(b"{}") | {"webhook-id": name}
    assert sender.post(b"{}", headers).status_code in {400, 401}
    assert ScheduledTask.objects.count() == 0


def test_senders_are_throttled(hooked: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(TokenThrottle, "rate", "3/min")
    sender, other = Sender.to(hooked()), Sender.to(hooked())
    assert [sender.post().status_code for _ in range(4)] == [202, 202, 202, 429]
    assert int(sender.post().headers["Retry-After"]) > 0
    assert other.post().status_code == 202


def test_only_posts_are_taken(hooked: Any) -> None:
    sender = Sender.to(hooked())
    assert sender.client.get(urlsplit(sender.address.url).path).status_code == 405


def test_owners_see_the_secret_editors_the_address_viewers_nothing(
    hooked: Any, api: Any, settings: Any, other_account: Account
) -> None:
    settings.IGNY8_PUBLIC_URL = "https://igny8.example"
    path = f"{RULES}{hooked().id}/webhook/"
    owner, editor = api("owner").get(path).data, api("editor").get(path).data
    assert owner["url"].startswith("https://igny8.example/hooks/") and owner["secret"].startswith("whsec_")
    assert api("admin").get(path).data == owner
    assert editor == {**owner, "secret": None} and owner["signed"] is True
    assert api("viewer").get(path).status == 403
    assert api(account=other_account).get(path).status == 404


def test_an_admin_may_change_the_address(hooked: Any, api: Any, other_account: Account) -> None:
    path = f"{RULES}{hooked().id}/webhook/"
    before = api().get(path).data
    assert api("editor").post(f"{path}rotate/").status == 403
    assert api(account=other_account).post(f"{path}rotate/").status == 404
    after = api("admin").post(f"{path}rotate/").data
    assert after["url"] != before["url"] and after["secret"] != before["secret"]
    assert api().get(path).data == after
    assert "rule.webhook_rotated" in str(api().get("/account/audit-log/").data)


def test_a_test_message_goes_the_way_of_a_real_one(
    hooked: Any, api: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = hooked()
    path = f"{RULES}{rule.id}/webhook/test/"
    assert api("viewer").post(path).status == 403
    sent = api("editor").post(path, {"body": {"items": ["x"]}})
    assert sent.status == 200 and sent.data["accepted"] is True and sent.data["error"] is None
    run = ScheduledTask.objects.get(pk=sent.data["scheduled_task_id"])
    assert run.is_test and worker.finish(run).status == "completed" and counter.calls == ["x"]
    pause_rule(rule=rule, reason="", clock=clock)
    assert api().post(path).data["accepted"] is True
    assert api().post(path, {"body": "x" * MAX_BYTES}).status == 413


def test_a_test_message_says_why_it_was_refused(hooked: Any, api: Any) -> None:
    path = f"{RULES}{hooked(mode='single').id}/webhook/test/"
    api().post(path)
    refused = api().post(path).data
    assert refused["accepted"] is False and refused["scheduled_task_id"] is None
    assert "single" in refused["error"]["message"]


def test_only_webhook_rules_have_an_address(make_rule: Any, counter: Counter, api: Any) -> None:
    rule = make_rule([COUNT | {"params": {}}])
    assert api().get(f"{RULES}{rule.id}/webhook/").status == 409
    with pytest.raises(Conflict, match="manual"):
        rotate(rule)


def test_token_and_secret_stand_in_no_database_column_and_no_log(hooked: Any, caplog: Any) -> None:
    rule = hooked()
    sender = Sender.to(rule)
    token = urlsplit(sender.address.url).path.split("/")[2]
    caplog.set_level(logging.DEBUG)
    hide_secret_paths()
    hide_secret_paths()
    sender.post()
    sender.post(b"{}", {})
    sender.post(b"{", content_type="text/xml")
    access = logging.getLogger("uvicorn.access")
    access.warning('%s - "%s %s HTTP/%s" %d', "1.2.3.4", "POST", f"/hooks/{token}/", "1.1", 202)
    assert "/hooks/…" in caplog.text
    assert token not in caplog.text and sender.address.secret not in caplog.text
    stored = str(list(WebhookEndpoint.objects.values())) + str(list(ScheduledTask.objects.values()))
    assert token not in stored and sender.address.secret not in stored
    assert sum(isinstance(found, HideSecretPaths) for found in access.filters) == 1
