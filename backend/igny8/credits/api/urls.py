"""Addresses under ``/api/v1/credits/``."""

from django.urls import path

from igny8.credits.api.views import BalanceView, LedgerViewSet

urlpatterns = [
    path("balance/", BalanceView.as_view()),
    path("ledger/", LedgerViewSet.as_view({"get": "list"})),
]
