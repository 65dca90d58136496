"""What starts rules from outside: events they listen to, and webhook addresses."""

from __future__ import annotations

from django.db import models

from igny8.automation.models.rules import AutomationRule
from igny8.core.tenancy import AccountModel


class EventSubscription(AccountModel):
    """A rule that listens to an event: one row a watched field, with ``field`` empty for any change.

    Only rules that fire have rows, so matching an event is one look-up by index.
    """

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="subscriptions")
    site_id = models.UUIDField()
    event_type = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)

    class Meta(AccountModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rule", "event_type", "field"], name="one_subscription_per_field")
        ]
        indexes = [
            models.Index(fields=["account", "event_type", "site_id", "field"], name="who_listens_to_event")
        ]


class WebhookEndpoint(AccountModel):
    """A rule's address for messages from outside. Token and signing secret are stored encrypted; the token
    is found by its hash."""

    rule = models.OneToOneField(AutomationRule, on_delete=models.CASCADE, related_name="webhook")
    token_digest = models.CharField(max_length=64, unique=True)
    token = models.TextField()
    secret = models.TextField()
    last_received_at = models.DateTimeField(null=True)


class WebhookMessage(AccountModel):
    """A message that was accepted; its id is not accepted again."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="messages")
    message_id = models.CharField(max_length=120)
    run_id = models.UUIDField(null=True)
    body_hash = models.CharField(max_length=64)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["endpoint", "message_id"], name="each_message_once")]
        indexes = [models.Index(fields=["created_at"])]


class Cooldown(AccountModel):
    """When a rule last fired for an object (or, with an empty ``key``, at all)."""

    rule = models.ForeignKey(AutomationRule, on_delete=models.CASCADE, related_name="cooldowns")
    key = models.CharField(max_length=120, blank=True)
    fired_at = models.DateTimeField()

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["rule", "key"], name="one_cooldown_per_key")]
