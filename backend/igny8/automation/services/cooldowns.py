"""Cooldowns: a rule that has fired does not fire again for a while, for the same object or at all."""

from __future__ import annotations

from datetime import timedelta

from igny8.automation.models import AutomationRule, Cooldown
from igny8.core.clock import Clock
from igny8.core.errors import Conflict


class CoolingDown(Conflict):
    """The rule has fired too short a while ago."""

    code = "cooldown"


def start_cooldown(*, rule: AutomationRule, key: str, seconds: float, clock: Clock) -> None:
    """Begin a cooldown in the transaction that starts a run; of many at once, one succeeds.

    :param key: id of the object, or an empty text for a cooldown of the rule as a whole.
    :raises CoolingDown: while an earlier one lasts.
    """
    now = clock.now()
    rows = Cooldown.objects.filter(rule=rule, key=key)
    if rows.filter(fired_at__lte=now - timedelta(seconds=seconds)).update(fired_at=now):
        return
    row, is_first = Cooldown.objects.get_or_create(rule=rule, key=key, defaults={"fired_at": now})
    if is_first:
        return
    left = (row.fired_at + timedelta(seconds=seconds) - now).total_seconds()
    whose = "for this object" if key else "at all"
    raise CoolingDown(
        f"Cooldown: the rule fired {_span(seconds - left)} ago; it fires again {whose} in {_span(left)}."
    )


def _span(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
