"""Addresses under ``/api/v1/automation/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.automation.api.catalog_views import ActionTypesView, EventTypesView, OperatorsView
from igny8.automation.api.rule_views import AutomationRuleViewSet
from igny8.automation.api.run_views import ExecutionHistoryView, ScheduledTaskViewSet
from igny8.automation.api.stream import stream_run

router = SimpleRouter()
router.register("rules", AutomationRuleViewSet, basename="rule")
router.register("scheduled-tasks", ScheduledTaskViewSet, basename="scheduled-task")

urlpatterns = [
    path("rules/action-types/", ActionTypesView.as_view()),
    path("rules/condition-operators/", OperatorsView.as_view()),
    path("rules/event-types/", EventTypesView.as_view()),
    path("rules/execution-history/", ExecutionHistoryView.as_view({"get": "list"})),
    path("scheduled-tasks/<str:pk>/stream/", stream_run),
    path("", include(router.urls)),
]
