"""Mails: sent once, after the commit, tried again while that makes sense."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from kombu.exceptions import OperationalError

from igny8.core.clock import FixedClock
from igny8.core.tenancy import account_scope
from igny8.notifications import outbox
from igny8.notifications.mailer import DjangoMailer, Mail, MailRefused, MailUnavailable, use_mailer
from igny8.notifications.models import EmailMessage
from igny8.notifications.outbox import MAX_ATTEMPTS, queue_email, send_due_emails, send_email
from igny8.notifications.tasks import send_due_emails_task, send_email_task
from igny8.notifications.testing import FakeMailer


def queue(clock: FixedClock, **values: Any) -> EmailMessage:
    given = {"to": ["a@example.com"], "subject": "Hello", "body": "A secret link", "key": "k", **values}
    row = queue_email(**given, clock=clock)
    assert row is not None
    return row


def test_one_mail_per_key(account: Any, clock: FixedClock) -> None:
    queue(clock)
    assert queue_email(to=["b@example.com"], subject="s", body="b", key="k", clock=clock) is None
    assert EmailMessage.objects.count() == 1


def test_the_body_is_encrypted_and_emptied_once_it_is_sent(account: Any, clock: FixedClock) -> None:
    row, mailer = queue(clock), FakeMailer()
    assert "secret" not in EmailMessage.objects.get().body
    assert send_due_emails(clock=clock, mailer=mailer) == 1
    row.refresh_from_db()
    assert (row.body, row.due_at, row.sent_at, row.attempts) == ("", None, clock.now(), 1)
    assert [(mail.to, mail.body) for mail in mailer.sent] == [(["a@example.com"], "A secret link")]
    assert send_due_emails(clock=clock, mailer=mailer) == 0 and not send_email(row.pk, clock=clock)


def test_it_is_sent_only_after_the_commit(
    account: Any, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(outbox.current_app, "send_task", lambda *args, **kwargs: told.append(kwargs["args"]))
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        row = queue(clock)
        assert told == []
    callbacks[0]()
    assert told == [[str(row.pk)]]


def test_a_broker_that_is_away_does_not_matter(
    account: Any, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(outbox.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        queue(clock)
    assert send_due_emails(clock=clock, mailer=FakeMailer()) == 1


def test_a_server_that_is_away_is_tried_again_ever_less_often(account: Any, clock: FixedClock) -> None:
    row, mailer = queue(clock), FakeMailer(failures=[MailUnavailable("away"), MailUnavailable("away")])
    pauses = []
    for _ in range(2):
        assert send_due_emails(clock=clock, mailer=mailer) == 0
        row.refresh_from_db()
        assert row.due_at is not None and row.error == "away"
        pauses.append(row.due_at - clock.now())
        clock.moment = row.due_at
    assert pauses == [timedelta(seconds=30), timedelta(seconds=60)]
    assert send_due_emails(clock=clock, mailer=mailer) == 1
    row.refresh_from_db()
    assert row.error == "" and row.attempts == 3


def test_it_is_given_up_in_the_end(account: Any, clock: FixedClock) -> None:
    row = queue(clock)
    EmailMessage.objects.update(attempts=MAX_ATTEMPTS - 1)
    send_due_emails(clock=clock, mailer=FakeMailer(failures=[MailUnavailable("away")]))
    row.refresh_from_db()
    assert (row.due_at, row.body, row.sent_at) == (None, "", None)


def test_a_refused_mail_is_not_tried_again(account: Any, clock: FixedClock) -> None:
    row = queue(clock)
    send_due_emails(clock=clock, mailer=FakeMailer(failures=[MailRefused("no such user")]))
    row.refresh_from_db()
    assert row.due_at is None and row.error == "no such user"


def test_a_worker_that_dies_while_sending_leaves_it_due_with_the_same_id(
    account: Any, clock: FixedClock
) -> None:
    class Dies:
        def send(self, mail: Mail) -> None:
            ids.append(mail.message_id)
            raise KeyboardInterrupt

    ids: list[str] = []
    row = queue(clock)
    with pytest.raises(KeyboardInterrupt):
        send_email(row.pk, clock=clock, mailer=Dies())
    assert send_due_emails(clock=clock) == 0
    clock.advance(121)
    mailer = FakeMailer()
    assert send_due_emails(clock=clock, mailer=mailer) == 1
    assert [mail.message_id for mail in mailer.sent] == ids


def test_mails_of_all_accounts_are_sent(account: Any, other_account: Any, clock: FixedClock) -> None:
    queue(clock)
    with account_scope(other_account.id):
        queue(clock)
    mailer = FakeMailer()
    with use_mailer(mailer):
        assert send_due_emails(clock=clock) == 2


def test_the_tasks_send(account: Any, clock: FixedClock) -> None:
    row = queue(clock)
    send_email_task(str(row.pk))
    assert [mail.subject for mail in django_mail.outbox] == ["Hello"]
    queue(clock, key="other")
    send_due_emails_task()
    assert len(django_mail.outbox) == 2


MAIL = Mail(["a@example.com"], "Two\nlines", "Text", "<1@igny8>")


def test_the_adapter_sends_one_line_of_subject_and_the_given_id() -> None:
    DjangoMailer().send(MAIL)
    sent = django_mail.outbox[0]
    assert sent.subject == "Two lines" and sent.extra_headers["Message-ID"] == "<1@igny8>"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (smtplib.SMTPDataError(450, b"later"), MailUnavailable),
        (smtplib.SMTPDataError(554, b"spam"), MailRefused),
        (smtplib.SMTPAuthenticationError(535, b"who"), MailUnavailable),
        (smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no such user")}), MailRefused),
        (smtplib.SMTPServerDisconnected("gone"), MailUnavailable),
        (ConnectionRefusedError(), MailUnavailable),
    ],
)
def test_the_servers_failures_are_told_apart(
    failure: Exception, expected: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise failure

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    with pytest.raises(expected):
        DjangoMailer().send(MAIL)


def test_a_mail_at_which_workers_die_is_given_up(account: Any, clock: FixedClock) -> None:
    row, mailer = queue(clock), FakeMailer()
    EmailMessage.objects.update(attempts=MAX_ATTEMPTS)
    assert send_due_emails(clock=clock, mailer=mailer) == 0 and mailer.sent == []
    row.refresh_from_db()
    assert row.due_at is None and "never sent" in row.error


def test_an_address_that_would_add_headers_is_refused() -> None:
    with pytest.raises(MailRefused):
        DjangoMailer().send(Mail(["a@example.com\nBcc: b@example.com"], "s", "b", "<1@igny8>"))
    assert django_mail.outbox == []
