"""Runs: history, trace, cancel, repeat."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.api.explain_views import RunExplanation
from igny8.automation.api.trial_views import FailedRuns
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.selectors import history, runs
from igny8.automation.services.history_table import HEADER, history_rows
from igny8.automation.services.reruns import rerun
from igny8.core.api.csv_files import csv_response
from igny8.core.api.idempotency import idempotent
from igny8.core.api.schema import refuses
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.api.authentication import caller_of


class ScheduledTaskViewSet(RunExplanation, FailedRuns):
    """Runs, planned ones included."""

    serializer_class = wire.RunSerializer
    filter_fields: ClassVar = {
        "rule": "automation_rule_id",
        "automation_rule": "automation_rule_id",
        "site": "site_id",
        "status": "status",
        "trigger": "trigger",
        "since": "created_at__gte",
        "until": "created_at__lte",
    }
    search_fields: ClassVar = ("automation_rule__name", "error_message", "status_reason")
    ordering_fields: ClassVar = (
        "created_at",
        "scheduled_at",
        "executed_at",
        "finished_at",
        "credits",
        "status",
    )

    def get_queryset(self) -> QuerySet[ScheduledTask]:
        return runs()

    @extend_schema(responses=wire.RunRowSerializer(many=True))
    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return self._page(self.get_queryset())

    def _page(self, rows: QuerySet[ScheduledTask]) -> Response:
        page = self.paginate_queryset(self.filter_queryset(rows.defer("context")))
        return self.get_paginated_response(wire.RunRowSerializer(page or [], many=True).data)

    @extend_schema(responses=wire.RunDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(wire.RunDetailSerializer(self.get_object()).data)

    @extend_schema(request=None, responses=wire.RunSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def cancel(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        run = self.get_object()
        caller = caller_of(request)
        cancel_run(run, by=caller.name if caller else "", clock=SYSTEM_CLOCK)
        return Response(wire.RunSerializer(self.get_object()).data)

    @extend_schema(request=wire.RerunInput, responses={202: wire.StartedSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    @refuses(402)
    def rerun(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        given = wire.RerunInput(data=request.data)
        given.is_valid(raise_exception=True)
        run = rerun(
            run=self.get_object(),
            from_step=given.validated_data["from"],
            version=given.validated_data["version"],
            clock=SYSTEM_CLOCK,
        )
        started = {"scheduled_task_id": str(run.id), "task_id": run.metadata["task_id"], "status": run.status}
        return Response(started, status=202)


class ExecutionHistoryView(ScheduledTaskViewSet):
    """Finished and running runs of all rules, newest first."""

    def get_queryset(self) -> QuerySet[ScheduledTask]:
        return history()

    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.STR},
        parameters=[
            OpenApiParameter(name, str, description=f"Only those with this {name}.")
            for name in (*ScheduledTaskViewSet.filter_fields, "search", "ordering")
        ],
    )
    def export(self, request: Request) -> HttpResponse:  # noqa: ARG002
        """The same runs as a CSV file for spreadsheets: the first 10,000, newest first."""
        rows = self.filter_queryset(self.get_queryset())
        return csv_response("runs", HEADER, history_rows(rows))
