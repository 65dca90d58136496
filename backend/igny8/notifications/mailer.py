"""The way mails leave: a port, and its adapter to Django's e-mail backends (SMTP, or files)."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.core.mail import EmailMessage as DjangoMail

from igny8.core.errors import Igny8Error


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text. ``message_id`` is the same at every attempt, so that a doubled one is seen."""

    to: Sequence[str]
    subject: str
    body: str
    message_id: str


class MailRefused(Igny8Error):
    """The mail server will not take this mail; trying again will not help."""

    code = "mail_refused"


class MailUnavailable(Igny8Error):
    """The mail server did not answer, or asks to try again later."""

    code = "mail_unavailable"
    retryable = True


class Mailer(Protocol):
    """Sends mails."""

    def send(self, mail: Mail) -> None:
        """Hand one mail over.

        :raises MailRefused, MailUnavailable: it did not go out.
        """
        ...


class DjangoMailer:
    """The backend that the settings name."""

    def send(self, mail: Mail) -> None:
        try:
            self._send(mail)
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code(max(code for code, _ in error.recipients.values())) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnavailable(f"The mail server did not answer: {type(error).__name__}.") from error
        except ValueError as error:
            raise MailRefused("An address or the subject is nothing that a mail can carry.") from error

    @staticmethod
    def _send(mail: Mail) -> None:
        DjangoMail(
            subject=" ".join(mail.subject.split()),
            body=mail.body,
            to=list(mail.to),
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        ).send()


def _by_code(code: int) -> Igny8Error:
    """Replies from 500 on are final (RFC 5321, 4.2.1), except for a sign-in, which an operator may repair."""
    final = 500 <= code < 600 and code not in (530, 534, 535)
    kind = MailRefused if final else MailUnavailable
    return kind(f"The mail server answered with code {code}.")


_mailer: ContextVar[Mailer | None] = ContextVar("igny8_mailer", default=None)


def present_mailer() -> Mailer:
    """The mailer in use."""
    return _mailer.get() or DjangoMailer()


@contextmanager
def use_mailer(mailer: Mailer) -> Iterator[None]:
    """Send through ``mailer`` in the body; for tests."""
    token = _mailer.set(mailer)
    try:
        yield
    finally:
        _mailer.reset(token)
