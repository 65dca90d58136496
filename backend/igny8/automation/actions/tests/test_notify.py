"""What rules tell people: once, to whom it should go, signed, and not in bulk."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from igny8.automation.actions.notify import Notify, Params, TooManyMails
from igny8.automation.actions.support.web import RequestUnanswered, use_client
from igny8.automation.actions.tests.test_http_request import Server
from igny8.automation.engine import LeaseLost
from igny8.core.clock import FixedClock
from igny8.notifications import limits
from igny8.notifications.models import EmailMessage, Notification
from igny8.notifications.outbox import send_due_emails
from igny8.notifications.signing import signatures, signing_secret
from igny8.notifications.testing import FakeMailer
from igny8.tenants.models import Membership, Role, User
from igny8.testing.steps import StepHarness, forecast


@pytest.fixture
def step(make_step: Any) -> StepHarness:
    harness: StepHarness = make_step(type="notify")
    return harness


@pytest.fixture
def owner(account: Any) -> User:
    user = User.objects.create_user("owner@example.com", "a long password")
    Membership.objects.create(user=user, role=Role.OWNER)
    return user


def test_a_mail_goes_to_each_address_by_itself_and_once(step: StepHarness, clock: FixedClock) -> None:
    for harness in (step, step.taken_over()):
        found = harness.run("notify", to="a@example.com, b@example.com", subject="Hi", message="Text")
    assert found.sent == 2
    mailer = FakeMailer()
    assert send_due_emails(clock=clock, mailer=mailer) == 2
    assert sorted(mail.to[0] for mail in mailer.sent) == ["a@example.com", "b@example.com"]
    assert {(mail.subject, mail.body) for mail in mailer.sent} == {("Hi", "Text")}


def test_without_an_address_the_owners_and_admins_are_told(step: StepHarness, owner: User) -> None:
    assert step.run("notify", message="Text").recipients == ["owner@example.com"]
    assert EmailMessage.objects.get().subject == "A rule of the tests"


def test_a_worker_that_lost_the_run_sends_nothing(step: StepHarness) -> None:
    stale = step.context
    step.lose_lease()
    with pytest.raises(LeaseLost):
        Notify().run(Params(to="a@example.com", message="x"), stale)
    assert not EmailMessage.objects.exists()


def test_bulk_mail_is_refused(step: StepHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAILS_PER_HOUR", 1)
    step.run("notify", to="a@example.com", message="x")
    step.run("notify", to="a@example.com", message="x")
    step.path = "actions/1"
    with pytest.raises(TooManyMails) as caught:
        step.run("notify", to="a@example.com", message="x")
    assert caught.value.retryable and EmailMessage.objects.count() == 1


def test_the_inbox_is_told_once(step: StepHarness) -> None:
    for harness in (step, step.taken_over()):
        harness.run("notify", channel="inbox", subject="Done", message="All", severity="warning")
    row = Notification.objects.get()
    assert (row.title, row.body, row.severity, row.object_id) == ("Done", "All", "warning", step.row.id)


def test_a_webhook_is_signed_with_the_same_id_at_every_attempt(step: StepHarness, clock: FixedClock) -> None:
    server = Server()
    with use_client(server.client):
        for harness in (step, step.taken_over()):
            found = harness.run(
                "notify", channel="webhook", to="https://hook.example/x?t=1", subject="Hi", message="M"
            )
    assert (found.status, found.recipients) == (200, ["https://hook.example/x"])
    first, second = server.requests
    message_id = first.headers["webhook-id"]
    assert message_id == second.headers["webhook-id"]
    expected = signatures([signing_secret()], message_id, clock.now(), first.content)
    assert first.headers["webhook-signature"] == expected
    assert json.loads(first.content)["data"]["rule"] == "A rule of the tests"


def test_a_webhook_that_is_busy_is_tried_again(step: StepHarness) -> None:
    server = Server()
    server.answer = lambda _request: httpx.Response(503)
    with use_client(server.client), pytest.raises(RequestUnanswered):
        step.run("notify", channel="webhook", to="https://hook.example/", message="M")


@pytest.mark.parametrize(
    "values",
    [
        {"to": "a@example.com"},
        {"to": "nobody", "message": "x"},
        {"to": [f"a{n}@example.com" for n in range(21)], "message": "x"},
        {"channel": "webhook", "to": "hook.example", "message": "x"},
        {"channel": "webhook", "message": "x"},
        {"channel": "pigeon", "message": "x"},
    ],
)
def test_what_cannot_be_sent_is_refused_before(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Params.model_validate(values)


def test_it_costs_nothing(site: Any) -> None:
    assert forecast("notify", site).credits.high == 0
