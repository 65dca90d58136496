"""Addresses under ``/api/v1/automation/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.automation.api.approval_views import ApprovalViewSet
from igny8.automation.api.catalog_views import (
    ActionTypesView,
    EventTypesView,
    FlowNodesView,
    OperatorsView,
    SchedulePreviewView,
)
from igny8.automation.api.ledger_views import RuleBudgetsView, RunLedgerView
from igny8.automation.api.notification_views import NotificationViewSet, SigningSecretView
from igny8.automation.api.rule_views import AutomationRuleViewSet
from igny8.automation.api.run_views import ExecutionHistoryView, ScheduledTaskViewSet
from igny8.automation.api.stats_views import StatsView
from igny8.automation.api.stream import stream_run
from igny8.automation.api.template_views import PresetViewSet, TemplateViewSet
from igny8.automation.api.webhook_views import RotateView, WebhookTestView, WebhookView

router = SimpleRouter()
router.register("templates", TemplateViewSet, basename="template")
router.register("presets", PresetViewSet, basename="preset")
router.register("rules", AutomationRuleViewSet, basename="rule")
router.register("scheduled-tasks", ScheduledTaskViewSet, basename="scheduled-task")
router.register("approvals", ApprovalViewSet, basename="approval")
router.register("notifications", NotificationViewSet, basename="notification")

urlpatterns = [
    path("rules/action-types/", ActionTypesView.as_view()),
    path("rules/condition-operators/", OperatorsView.as_view()),
    path("rules/event-types/", EventTypesView.as_view()),
    path("rules/flow-nodes/", FlowNodesView.as_view()),
    path("rules/schedule-preview/", SchedulePreviewView.as_view()),
    path("rules/execution-history/", ExecutionHistoryView.as_view({"get": "list"})),
    path("rules/execution-history/export/", ExecutionHistoryView.as_view({"get": "export"})),
    path("notifications/signing-secret/", SigningSecretView.as_view()),
    path("rules/<str:pk>/budgets/", RuleBudgetsView.as_view()),
    path("scheduled-tasks/<str:pk>/ledger/", RunLedgerView.as_view({"get": "list"})),
    path("rules/<str:pk>/webhook/", WebhookView.as_view()),
    path("rules/<str:pk>/webhook/rotate/", RotateView.as_view()),
    path("rules/<str:pk>/webhook/test/", WebhookTestView.as_view()),
    path("scheduled-tasks/<str:pk>/stream/", stream_run),
    path("stats/", StatsView.as_view()),
    path("", include(router.urls)),
]
