"""Addresses under ``/api/v1/credits/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.credits.api.budget_views import BudgetViewSet, CreditSettingsView
from igny8.credits.api.views import BalanceView, LedgerViewSet

router = SimpleRouter()
router.register("budgets", BudgetViewSet, basename="budget")

urlpatterns = [
    path("balance/", BalanceView.as_view()),
    path("ledger/", LedgerViewSet.as_view({"get": "list"})),
    path("settings/", CreditSettingsView.as_view()),
    path("", include(router.urls)),
]
