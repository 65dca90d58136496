"""How a run's context is laid out: one plain dict, in which conditions and expressions look paths up.

At the root, from the strongest to the weakest:

1. names that are the engine's: ``steps`` and ``now``;
2. what the system knows of the run: ``site``, ``account``, ``rule``, ``run``, ``trigger``;
3. what brought it about, if the trigger has it: ``event``, ``webhook``, ``object``;
4. the keys of the context given to ``execute`` (so an ``event`` may be given by hand to try an event rule);
5. the fields of the trigger's object (``word_count``), also reachable as ``object.word_count``.

Loops add ``item`` and ``index`` in front of all that, for their inside. Values are plain JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from igny8.automation.engine.outcome import JsonObject

RESERVED = ("steps", "now")


def build_context(
    *,
    given: Mapping[str, Any] | None = None,
    subject: Mapping[str, Any] | None = None,
    event: Mapping[str, Any] | None = None,
    webhook: Mapping[str, Any] | None = None,
    system: Mapping[str, Any] | None = None,
) -> JsonObject:
    """The context of a run, to be stored with it.

    :param given: the ``context`` of ``execute``.
    :param subject: the trigger's object (the content, keyword, … that the event is about).
    :param event: ``{"type", "before", "after", …}``.
    :param webhook: what a webhook brought.
    :param system: ``site``, ``account``, ``rule``, ``run``, ``trigger``.
    """
    brought = {"object": subject, "event": event, "webhook": webhook}
    context: JsonObject = {
        **(subject or {}),
        **(given or {}),
        **{name: dict(value) for name, value in brought.items() if value is not None},
        **(system or {}),
    }
    return {name: value for name, value in context.items() if name not in RESERVED}
