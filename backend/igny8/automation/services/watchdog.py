"""Silence watchdog: says when runs that were expected did not happen, and events that nobody handles.

It lives in the workers, apart from the beat whose silence it notices. Of one outage an account is told once,
of one that goes on and off at most once an hour.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from igny8.automation.models import AutomationRule, RuleSchedule
from igny8.core.clock import Clock
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope, system_scope
from igny8.notifications.services import notify

LATE = timedelta(minutes=5)
PERIOD_SECONDS = 60.0
_MOST = 500
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Silence:
    """What an account waits for: rules whose time has passed, and since when; or events, since when."""

    account_id: UUID
    since: datetime
    rules: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Watchdog:
    """Looks now and then. What was late before it began may be being made up for: it waits as long first."""

    clock: Clock
    began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock.now()

    def look(self) -> int:
        """Tell every account what it waits for in vain; how many notifications were made."""
        if self.clock.now() - self.began < LATE:
            return 0
        told = [_tell_schedules(silence, self.clock) for silence in late_schedules(self.clock)]
        told += [_tell_events(silence, self.clock) for silence in late_events(self.clock)]
        return sum(told)


def late_schedules(clock: Clock) -> list[Silence]:
    """By account: the rules whose schedule was due more than five minutes ago, and was not looked at."""
    with system_scope():
        late = RuleSchedule.objects.filter(
            next_due_at__lt=clock.now() - LATE,
            rule__deleted_at=None,
            rule__status=AutomationRule.Status.ACTIVE,
        )
        rows = list(
            late.order_by("next_due_at").values_list("account_id", "next_due_at", "rule__name")[:_MOST]
        )
    since: dict[UUID, datetime] = {}
    rules: dict[UUID, list[str]] = defaultdict(list)
    for account_id, due, name in rows:
        if due is not None:
            since.setdefault(account_id, due)
            rules[account_id].append(name)
    return [Silence(account_id, since[account_id], rules[account_id]) for account_id in since]


def late_events(clock: Clock) -> list[Silence]:
    """By account: since when events have waited, where it is more than five minutes."""
    with system_scope():
        waiting = DomainEvent.objects.filter(handled_at=None, created_at__lt=clock.now() - LATE)
        rows = waiting.order_by().values("account_id").annotate(since=Min("created_at"))[:_MOST]
        return [Silence(row["account_id"], row["since"]) for row in rows]


def _tell_schedules(silence: Silence, clock: Clock) -> bool:
    more = len(silence.rules) - _NAMED
    names = ", ".join(f"“{name}”" for name in silence.rules[:_NAMED]) + (
        f" and {more} more" if more > 0 else ""
    )
    body = (
        f"These rules should have run at {silence.since:%Y-%m-%d %H:%M} UTC or later, and did not start: "
        f"{names}. The scheduler seems to stand still. Once it works again, what was missed is made up for "
        "as each schedule says."
    )
    return _tell(silence, "schedules.late", "Expected runs did not happen", body, clock)


def _tell_events(silence: Silence, clock: Clock) -> bool:
    body = (
        f"Events have waited since {silence.since:%Y-%m-%d %H:%M} UTC for the rules that listen to them. "
        "They are handled in order, once the workers keep up."
    )
    return _tell(silence, "events.late", "Events are not handled", body, clock)


def _tell(silence: Silence, kind: str, title: str, body: str, clock: Clock) -> bool:
    with account_scope(silence.account_id):
        key = f"{kind}:{silence.since:%Y-%m-%dT%H}"
        made = notify(kind=kind, title=title, body=body, severity="error", key=key, clock=clock)
    return made is not None
