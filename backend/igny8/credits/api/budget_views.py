"""Budgets of the account, and when it is warned that credits run low."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK
from igny8.credits import budgets
from igny8.credits.api.serializers import (
    BudgetChange,
    BudgetInput,
    BudgetStateSerializer,
    CreditSettingsSerializer,
)
from igny8.credits.budgets import BudgetState
from igny8.credits.models import Budget, BudgetPeriod
from igny8.credits.pots import PotKind
from igny8.credits.services import balance_of_account
from igny8.tenants.api.authentication import require_caller
from igny8.tenants.models import Role
from igny8.tenants.services import audit


class BudgetViewSet(ScopedViewSet[Budget]):
    """Budgets: the account's own, and those of rules that were drawn on in the present period (read-only)."""

    serializer_class = BudgetStateSerializer
    write_role = Role.ADMIN

    def get_queryset(self) -> QuerySet[Budget]:
        return Budget.objects.all()

    @extend_schema(responses=BudgetStateSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        ids = {budget.kind: budget.id for budget in self.get_queryset()}
        own = [row_of(state, ids[state.pot.kind]) for state in budgets.budget_states(clock=SYSTEM_CLOCK)]
        rows: Any = own + [row_of(state) for state in budgets.rule_budgets_in_use(clock=SYSTEM_CLOCK)]
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(BudgetStateSerializer(page or [], many=True).data)

    @extend_schema(request=BudgetInput, responses={201: BudgetStateSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        given = BudgetInput(data=request.data)
        given.is_valid(raise_exception=True)
        budget = budgets.set_budget(**given.validated_data)
        self._note("budget.set", budget)
        return Response(self._shown(budget), status=201)

    @extend_schema(responses=BudgetStateSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(self._shown(self.get_object()))

    @extend_schema(request=BudgetChange, responses=BudgetStateSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = BudgetChange(data=request.data)
        given.is_valid(raise_exception=True)
        budget = budgets.change_budget(budget=self.get_object(), limit=given.validated_data["limit"])
        self._note("budget.changed", budget)
        return Response(self._shown(budget))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        budget = self.get_object()
        self._note("budget.removed", budget)
        budgets.remove_budget(budget=budget)
        return Response(status=204)

    def _note(self, what: str, budget: Budget) -> None:
        audit(
            actor=require_caller(self.request).name,
            action=what,
            object_type="budget",
            object_id=budget.id,
            period=budget.period,
            limit=budget.limit,
        )

    @staticmethod
    def _shown(budget: Budget) -> Any:
        states = budgets.budget_states(clock=SYSTEM_CLOCK)
        state = next(state for state in states if state.pot.kind == budget.kind)
        return BudgetStateSerializer(row_of(state, budget.id)).data


class CreditSettingsView(APIView):
    """Below how many available credits the account is warned."""

    write_role = Role.ADMIN

    @extend_schema(responses=CreditSettingsSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(CreditSettingsSerializer(balance_of_account()).data)

    @extend_schema(request=CreditSettingsSerializer, responses=CreditSettingsSerializer)
    def patch(self, request: Request) -> Response:
        given = CreditSettingsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        balance = budgets.set_low_threshold(low_below=given.validated_data["low_below"])
        return Response(CreditSettingsSerializer(balance).data)


def row_of(state: BudgetState, budget_id: object = None) -> dict[str, Any]:
    """A budget of a period as the wire shows it."""
    of_month = state.pot.kind in {PotKind.RULE_MONTH, PotKind.ACCOUNT_MONTH}
    return {
        "id": str(budget_id) if budget_id else None,
        "scope": "rule" if state.pot.owner else "account",
        "rule_id": str(state.pot.owner) if state.pot.owner else None,
        "period": BudgetPeriod.MONTH if of_month else BudgetPeriod.DAY,
        "limit": state.limit,
        "used": state.used,
        "reserved": state.reserved,
        "remaining": state.remaining,
        "starts_at": state.starts_at,
        "ends_at": state.ends_at,
        "warned_levels": state.warned_levels,
    }
