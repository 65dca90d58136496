"""Starting runs because a trigger says so: what is refused leaves a near miss instead."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from igny8.automation.engine import JsonObject
from igny8.automation.models import AutomationRule, RuleSchedule, ScheduledTask
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.inputs import with_defaults
from igny8.automation.selectors import live_version
from igny8.automation.services.ask_first import mark_for_approval
from igny8.automation.services.budgets import require_room
from igny8.automation.services.causes import NO_CAUSE, Cause
from igny8.automation.services.near_misses import note_near_miss
from igny8.automation.services.runs import create_run
from igny8.core.clock import Clock
from igny8.core.errors import Igny8Error

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that a trigger wants to start.

    :ivar key: names what started it; by one key a rule starts at most once.
    :ivar run_id: the id that the run gets, where it must be known before.
    """

    rule: AutomationRule
    trigger: str
    context: JsonObject = field(default_factory=dict)
    cause: Cause = NO_CAUSE
    key: str | None = None
    schedule: RuleSchedule | None = None
    scheduled_for: datetime | None = None
    is_test: bool = False
    run_id: UUID | None = None


def start(firing: Firing, clock: Clock) -> ScheduledTask:
    """Start a run.

    :raises Igny8Error: when it is refused; the message says by what: a budget that is used up, the loop
        guard, a run that is going on.
    :raises IntegrityError: when the same key or occurrence has started one before.
    """
    rule = firing.rule
    definition = compiled(live_version(rule))
    require_room(rule=rule, definition=definition, clock=clock)
    run = create_run(
        rule=rule,
        trigger=firing.trigger,
        context=with_defaults(definition, firing.context),
        clock=clock,
        schedule=firing.schedule,
        scheduled_for=firing.scheduled_for,
        cause=firing.cause,
        trigger_key=firing.key,
        is_test=firing.is_test,
        run_id=firing.run_id,
    )
    mark_for_approval(run=run, rule=rule, definition=definition, clock=clock)
    return run


def fire(firing: Firing, clock: Clock, *, first: Callable[[], object] = lambda: None) -> ScheduledTask | None:
    """Start a run inside of a transaction; None where it was refused, or has been started before.

    A rule that meets a bug leaves a near miss too, and keeps no other from being started.

    :param first: what else belongs to the start, and is undone with it; may refuse it.
    """
    try:
        with transaction.atomic():
            first()
            return start(firing, clock)
    except IntegrityError:
        return None
    except Igny8Error as refusal:
        miss(firing, refusal.message, clock)
    except DatabaseError:
        raise
    except Exception:
        log.exception("Rule %s met a bug when it was to start.", firing.rule.pk)
        miss(firing, "Something went wrong inside IGNY8 when this rule was to start.", clock)
    return None


def miss(firing: Firing, reason: str, clock: Clock) -> ScheduledTask:
    """Note that a rule was not started, and why."""
    return note_near_miss(
        rule=firing.rule,
        trigger=firing.trigger,
        reason=reason,
        context=firing.context,
        clock=clock,
        cause=firing.cause,
        schedule=firing.schedule,
        scheduled_for=firing.scheduled_for,
    )
