"""Money as runs and rules see it: a run's ledger, a rule's budgets, what was spent and what will be."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.models import AutomationRule
from igny8.automation.selectors import live_rules, runs
from igny8.automation.services.budgets import budgets_of_rule
from igny8.automation.services.credit_forecast import DEFAULT_DAYS, MAX_DAYS, credit_forecast
from igny8.automation.services.spending import spending
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import InvalidInput
from igny8.credits.api.budget_views import row_of
from igny8.credits.api.serializers import BudgetStateSerializer
from igny8.credits.api.views import LedgerViewSet
from igny8.credits.models import LedgerEntry

_MOST_DAYS_SPENT = 366


class RunLedgerView(LedgerViewSet):
    """Every movement of credits of one run, newest first; ``step_path`` gives those of one step."""

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return super().get_queryset().filter(run_id=get_or_404(runs(), self.kwargs["pk"]).id)

    def list(self, request: Request, pk: str) -> Response:  # type: ignore[override]  # noqa: ARG002 - the run's id
        return super().list(request)


class RuleBudgetsView(APIView):
    """Where the budgets stand that a rule's payments keep to: its own, and the account's."""

    @extend_schema(responses=BudgetStateSerializer(many=True))
    def get(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        rule = get_or_404(live_rules(), pk)
        rows: Any = [row_of(state) for state in budgets_of_rule(rule, SYSTEM_CLOCK)]
        return Response(BudgetStateSerializer(rows, many=True).data)


class ForecastDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    runs = serializers.IntegerField()
    credits = serializers.IntegerField()


class ForecastRuleSerializer(serializers.Serializer[Any]):
    """One rule; ``basis`` tells where ``credits_per_run`` is from, which is null where nothing tells it."""

    rule_id = serializers.CharField()
    name = serializers.CharField()
    runs = serializers.IntegerField()
    credits_per_run = serializers.IntegerField(allow_null=True)
    credits = serializers.IntegerField()
    basis = serializers.ChoiceField(choices=["history", "prices", "unknown"])


class CreditForecastSerializer(serializers.Serializer[Any]):
    """``lasts_until``: the first day on which what is available now is no longer enough."""

    days = ForecastDaySerializer(many=True)
    rules = ForecastRuleSerializer(many=True)
    credits = serializers.IntegerField()
    available = serializers.IntegerField()
    lasts_until = serializers.DateField(allow_null=True)
    complete = serializers.BooleanField()


class CreditForecastView(APIView):
    """What the schedules will cost in the next days, by what their runs have cost so far."""

    @extend_schema(
        parameters=[OpenApiParameter("days", OpenApiTypes.INT, description=f"1–{MAX_DAYS}.")],
        responses=CreditForecastSerializer,
    )
    def get(self, request: Request) -> Response:
        found = credit_forecast(
            days=_days(request.query_params.get("days", ""), MAX_DAYS), clock=SYSTEM_CLOCK
        )
        return Response(CreditForecastSerializer(found).data)


class SpendingDaySerializer(serializers.Serializer[Any]):
    """``actions``: credits by type of action; the type is empty for what no step is known for."""

    date = serializers.DateField()
    credits = serializers.IntegerField()
    actions = serializers.DictField(child=serializers.IntegerField())


class SpendingActionSerializer(serializers.Serializer[Any]):
    """``type`` and ``name`` are empty for what no step is known for."""

    type = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    credits = serializers.IntegerField()
    items = serializers.IntegerField()


class SpendingRuleSerializer(serializers.Serializer[Any]):
    """``rule_id`` null: spent outside of rules."""

    rule_id = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    credits = serializers.IntegerField()


class SpendingSerializer(serializers.Serializer[Any]):
    """Days are those of UTC, each of the window stands there; actions and rules with the dearest first."""

    since = serializers.DateField()
    until = serializers.DateField()
    total = serializers.IntegerField()
    days = SpendingDaySerializer(many=True)
    actions = SpendingActionSerializer(many=True)
    rules = SpendingRuleSerializer(many=True)


class SpendingView(APIView):
    """What credits were spent on in the last days, by day, action and rule."""

    @extend_schema(
        parameters=[
            OpenApiParameter("days", OpenApiTypes.INT, description=f"1–{_MOST_DAYS_SPENT}, with today (30)."),
            OpenApiParameter("rule", OpenApiTypes.UUID, description="One rule only."),
        ],
        responses=SpendingSerializer,
    )
    def get(self, request: Request) -> Response:
        days = _days(request.query_params.get("days", ""), _MOST_DAYS_SPENT)
        rule = request.query_params.get("rule")
        rule_id = get_or_404(AutomationRule.objects.all(), rule).id if rule else None
        return Response(SpendingSerializer(spending(days=days, clock=SYSTEM_CLOCK, rule_id=rule_id)).data)


def _days(text: str, most: int) -> int:
    if not text:
        return DEFAULT_DAYS
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= most):
        message = f"days must be a whole number from 1 to {most}."
        raise InvalidInput(message, fields={"days": [message]})
    return int(text)
