"""The balance and the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.core.api.views import ScopedViewSet
from igny8.credits.api.serializers import BalanceSerializer, LedgerSerializer
from igny8.credits.models import LedgerEntry
from igny8.credits.services import balance_of_account


class BalanceView(APIView):
    """What the account has, and what is set aside for work that is going on."""

    @extend_schema(responses=BalanceSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(BalanceSerializer(balance_of_account()).data)


class LedgerViewSet(ScopedViewSet[LedgerEntry]):
    """Every movement of credits, newest first."""

    serializer_class = LedgerSerializer
    filter_fields: ClassVar = {
        "kind": "kind",
        "run": "run_id",
        "rule": "rule_id",
        "step_path": "step_path",
        "item": "item",
        "since": "created_at__gte",
        "until": "created_at__lte",
    }

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return LedgerEntry.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(LedgerSerializer(page or [], many=True).data)
