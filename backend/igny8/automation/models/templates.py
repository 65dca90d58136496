"""An account's own rule templates, and presets of a single action's params."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class RuleTemplate(AccountModel):
    """A rule to start from; ``document`` is the same JSON as an export."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=60, blank=True)
    document = models.JSONField()
    created_by = models.CharField(max_length=160, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_template_per_name")]


class ActionPreset(AccountModel):
    """Named params of one kind of action."""

    name = models.CharField(max_length=120)
    action_type = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    created_by = models.CharField(max_length=160, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["action_type", "name"]
        constraints = [
            models.UniqueConstraint(fields=["account", "action_type", "name"], name="one_preset_per_name")
        ]
