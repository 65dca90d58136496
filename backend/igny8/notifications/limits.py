"""How many mails an account may send: a rule gone wrong must not make the system a sender of bulk mail."""

from __future__ import annotations

from datetime import timedelta

from igny8.core.clock import Clock
from igny8.notifications.models import EmailMessage

MAILS_PER_HOUR = 200


def mails_left(*, clock: Clock, besides: str = "") -> int:
    """How many more mails the present account may send in this hour.

    :param besides: mails whose keys begin with this do not count: those of a step that is repeated.
    """
    recent = EmailMessage.objects.filter(created_at__gte=clock.now() - timedelta(hours=1))
    if besides:
        recent = recent.exclude(key__startswith=besides)
    return max(MAILS_PER_HOUR - recent.count(), 0)
