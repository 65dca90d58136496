"""Mails: written in a transaction, sent outside of any, tried again when the server is away.

A mail is claimed by a conditional UPDATE before it is handed over, so two workers never send it both. A
worker that dies in between leaves it due a while later; then it may go out twice, with one Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import Igny8Error
from igny8.core.secrets import decrypt, encrypt
from igny8.core.tenancy import account_scope, system_scope
from igny8.notifications.mailer import Mail, Mailer, MailRefused, present_mailer
from igny8.notifications.models import EmailMessage

log = logging.getLogger(__name__)
SEND_EMAIL = "notifications.send_email"
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
CLAIM = timedelta(minutes=2)
"""How long a worker that sends may take before the mail is due again; longer than the mailer's timeouts."""
BATCH = 50


def queue_email(
    *, to: Sequence[str], subject: str, body: str, key: str, clock: Clock = SYSTEM_CLOCK
) -> EmailMessage | None:
    """Write a mail of the present account; it goes out once this transaction is committed.

    :param key: names the occasion: a second mail with the key of an earlier one is not made.
    :return: the mail; None where there was one with that key.
    """
    mail = EmailMessage(
        key=key[:200],
        to=list(dict.fromkeys(to)),
        subject=subject[:250],
        body=encrypt(body),
        due_at=clock.now(),
    )
    EmailMessage.objects.bulk_create([mail], ignore_conflicts=True)
    if not EmailMessage.objects.filter(pk=mail.pk).exists():
        return None
    transaction.on_commit(partial(_send_soon, mail.pk))
    return mail


def _send_soon(mail_id: UUID) -> None:
    """Tell a worker; when the broker is away, the next look at what is due finds the mail."""
    try:
        current_app.send_task(SEND_EMAIL, args=[str(mail_id)], ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("Mail %s waits, the broker is away: %s", mail_id, error)


def send_due_emails(*, clock: Clock, mailer: Mailer | None = None) -> int:
    """Send what is due, of all accounts; how many went out."""
    with system_scope():
        due = EmailMessage.objects.filter(due_at__lte=clock.now()).order_by("due_at")
        ids = list(due.values_list("id", flat=True)[:BATCH])
    return sum(send_email(mail_id, clock=clock, mailer=mailer) for mail_id in ids)


def send_email(mail_id: UUID, *, clock: Clock, mailer: Mailer | None = None) -> bool:
    """Send one mail if it is due and nobody else does; whether it went out."""
    mail = _claim(mail_id, clock)
    if mail is None:
        return False
    with account_scope(mail.owner_id):
        try:
            _refuse_for_ever(mail)
            (mailer or present_mailer()).send(_as_mail(mail))
        except Igny8Error as error:
            _put_off(mail, error, clock)
            return False
        EmailMessage.objects.filter(pk=mail.pk).update(due_at=None, sent_at=clock.now(), body="", error="")
    return True


def _claim(mail_id: UUID, clock: Clock) -> EmailMessage | None:
    now = clock.now()
    with system_scope():
        due = EmailMessage.objects.filter(pk=mail_id, due_at__lte=now)
        if not due.update(due_at=now + CLAIM, attempts=F("attempts") + 1):
            return None
        return EmailMessage.objects.get(pk=mail_id)


def _refuse_for_ever(mail: EmailMessage) -> None:
    """A mail at which workers die again and again is given up too."""
    if mail.attempts > MAX_ATTEMPTS:
        raise MailRefused("It was begun again and again, and never sent.")


def _as_mail(mail: EmailMessage) -> Mail:
    return Mail(mail.to, mail.subject, decrypt(mail.body), f"<{mail.pk}@igny8>")


def _put_off(mail: EmailMessage, error: Igny8Error, clock: Clock) -> None:
    """Try again later, ever less often, unless the failure is final; then the body is not kept."""
    over = not error.retryable or mail.attempts >= MAX_ATTEMPTS
    pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    values = {"error": error.message[:300], "due_at": None if over else clock.now() + pause}
    if over:
        values["body"] = ""
        log.warning("Mail %s is given up after %d attempts: %s", mail.pk, mail.attempts, error.message)
    EmailMessage.objects.filter(pk=mail.pk).update(**values)
