"""``webhook``: messages to an address of the rule's own."""

from __future__ import annotations

from typing import ClassVar

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule, WebhookEndpoint
from igny8.automation.runtime.trigger import Trigger, register_trigger
from igny8.automation.services.webhooks import sync_webhook
from igny8.core.clock import Clock


@register_trigger
class WebhookTrigger(Trigger):
    """``api.hook_view`` receives the messages."""

    type: ClassVar[str] = "webhook"
    name: ClassVar[str] = "Webhook"
    description: ClassVar[str] = "Started by a message from another system."

    def sync(self, rule: AutomationRule, definition: Definition, clock: Clock) -> None:  # noqa: ARG002
        sync_webhook(rule=rule)

    def forget(self, rule: AutomationRule) -> None:
        WebhookEndpoint.objects.filter(rule=rule).delete()
