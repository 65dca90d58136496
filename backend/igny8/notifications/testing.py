"""A mailer that keeps what it is given; for tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from igny8.core.errors import Igny8Error
from igny8.notifications.mailer import Mail


@dataclass(slots=True)
class FakeMailer:
    """``failures`` are raised one after the other before mails go through."""

    sent: list[Mail] = field(default_factory=list)
    failures: list[Igny8Error] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)
