"""How balance, ledger and budgets look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.credits.models import Budget, BudgetPeriod, LedgerEntry

MAX_CREDITS = 10**12


class BalanceSerializer(serializers.Serializer[Any]):
    available = serializers.IntegerField()
    reserved = serializers.IntegerField()


class LedgerSerializer(serializers.ModelSerializer[LedgerEntry]):
    """One movement, with what it was for: rule, run, step and item."""

    id = serializers.CharField(read_only=True)
    run_id = serializers.CharField(read_only=True, allow_null=True)
    rule_id = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = LedgerEntry
        fields = (
            "id",
            "kind",
            "amount",
            "available_delta",
            "reserved_delta",
            "key",
            "reason",
            "rule_id",
            "run_id",
            "step_path",
            "item",
            "day",
            "created_at",
        )
        read_only_fields = fields


class BudgetInput(serializers.Serializer[Budget]):
    """An account's budget as it is set."""

    period = serializers.ChoiceField(choices=BudgetPeriod.choices)
    limit = serializers.IntegerField(min_value=0, max_value=MAX_CREDITS)


class BudgetChange(serializers.Serializer[Budget]):
    """A new limit of a budget."""

    limit = serializers.IntegerField(min_value=0, max_value=MAX_CREDITS)


class BudgetStateSerializer(serializers.Serializer[Any]):
    """Where a budget stands; ``id`` is null for those that rules carry in their definition.

    ``warned``: the shares in percent that were told of in this period.
    """

    id = serializers.CharField(allow_null=True)
    scope = serializers.ChoiceField(choices=[("account", "Account"), ("rule", "Rule")])
    rule_id = serializers.CharField(allow_null=True)
    period = serializers.ChoiceField(choices=BudgetPeriod.choices)
    limit = serializers.IntegerField()
    used = serializers.IntegerField()
    reserved = serializers.IntegerField()
    remaining = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    warned = serializers.ListField(child=serializers.IntegerField(), source="warned_levels")


class CreditSettingsSerializer(serializers.Serializer[Any]):
    """``low_below`` null stands for a tenth of the last grant, which ``low_threshold`` shows."""

    low_below = serializers.IntegerField(min_value=0, max_value=MAX_CREDITS, allow_null=True)
    low_threshold = serializers.IntegerField(read_only=True)
    is_low = serializers.BooleanField(read_only=True)
