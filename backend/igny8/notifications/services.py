"""Tell the people of an account something, once per occasion."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.notifications.models import Notification, Severity
from igny8.notifications.outbox import queue_email


def notify(  # noqa: PLR0913 - one for each field
    *,
    kind: str,
    title: str,
    body: str,
    severity: str = Severity.INFO,
    link: str = "",
    object_type: str = "",
    object_id: UUID | None = None,
    key: str | None = None,
    email_to: Sequence[str] = (),
    clock: Clock = SYSTEM_CLOCK,
) -> Notification | None:
    """Write a notification of the present account, in the transaction of what it tells of.

    :param kind: what kind of news, such as ``rule.paused``.
    :param severity: ``info``, ``warning`` or ``error``.
    :param link: an address inside the studio; every member sees it, so it must hold no secret.
    :param key: names the occasion; a second notification with the key of an earlier one is not made.
    :param email_to: e-mail addresses that get it as a mail too.
    :return: the notification; None where the occasion was told before.
    """
    row = Notification(
        kind=kind,
        severity=Severity(severity),
        title=title[:200],
        body=body,
        link=link[:300],
        object_type=object_type,
        object_id=object_id,
        key=key[:200] if key else None,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    if key and not Notification.objects.filter(pk=row.pk).exists():
        return None
    if email_to:
        queue_email(to=email_to, subject=title, body=body, key=f"notification:{row.pk}", clock=clock)
    return row


def mark_read(*, notification: Notification, clock: Clock) -> Notification:
    """Note that somebody has read it; reading it again keeps the first time."""
    if notification.read_at is None:
        notification.read_at = clock.now()
        notification.save(update_fields=["read_at"])
    return notification


def mark_all_read(*, clock: Clock) -> int:
    """Note that everything that stands there now was read; how many were unread."""
    return Notification.objects.filter(read_at=None).update(read_at=clock.now())
