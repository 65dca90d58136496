"""Celery tasks: each calls one service."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from igny8.core.clock import SYSTEM_CLOCK
from igny8.notifications.outbox import send_due_emails, send_email


@shared_task(name="notifications.send_email")
def send_email_task(mail_id: str) -> None:
    """A wake-up: send this mail if it is due."""
    send_email(UUID(mail_id), clock=SYSTEM_CLOCK)


@shared_task(name="notifications.send_due_emails")
def send_due_emails_task() -> None:
    """Send mails whose time has come (again)."""
    send_due_emails(clock=SYSTEM_CLOCK)
