"""``manual``: a rule that is started by a person or a program only."""

from __future__ import annotations

from typing import ClassVar

from igny8.automation.runtime.trigger import Trigger, register_trigger


@register_trigger
class ManualTrigger(Trigger):
    """Nothing starts it by itself."""

    type: ClassVar[str] = "manual"
    name: ClassVar[str] = "By hand"
    description: ClassVar[str] = "Started by a person, or by a program over the API."
