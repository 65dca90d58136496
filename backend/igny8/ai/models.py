"""What the use of AI providers cost, wasted calls included."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class UsageRecord(AccountModel):
    """One answered request to a provider. A request that is repeated after a crash has a row of its own."""

    purpose = models.CharField(max_length=40)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=1)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    run_id = models.UUIDField(null=True, db_index=True)
    step_path = models.CharField(max_length=250, blank=True)
    item_key = models.CharField(max_length=120, blank=True)

    class Meta(AccountModel.Meta):
        indexes = [models.Index(fields=["account", "-created_at"])]
