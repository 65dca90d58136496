"""What a run did and why: its trace, its story, its causes and effects."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.api.explain_serializers import (
    LineageSerializer,
    StepOutputSerializer,
    TimelineEntrySerializer,
)
from igny8.automation.models import RunStatus, ScheduledTask
from igny8.automation.runtime.outputs import load_outputs
from igny8.automation.selectors import steps_by_id, trace_ids
from igny8.automation.services.lineage import lineage_of
from igny8.automation.services.timeline import timeline_of
from igny8.core.api.pagination import StepsPagination
from igny8.core.api.views import ScopedViewSet
from igny8.core.errors import InvalidInput, NotFound

_UNDER = OpenApiParameter("under", str, description="Only this step, by its path, and those inside of it.")
_STATUS = OpenApiParameter("status", str, description="Only steps with this status; several with commas.")
_PATH = OpenApiParameter("path", str, required=True, description="The step's path.")


class RunExplanation(ScopedViewSet[ScheduledTask]):
    """The part of a run's addresses that explains it."""

    @extend_schema(parameters=[_UNDER, _STATUS], responses=wire.StepSerializer(many=True))
    @action(detail=True, pagination_class=StepsPagination)
    def steps(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """The trace in the order of the rule; of a large output its start (see ``step-output``)."""
        ids: Any = trace_ids(self.get_object(), under=_text(request, "under"), statuses=_statuses(request))
        page: Any = self.paginate_queryset(ids)
        return self.get_paginated_response(wire.StepSerializer(steps_by_id(page or []), many=True).data)

    @extend_schema(parameters=[_UNDER], responses=TimelineEntrySerializer(many=True))
    @action(detail=True, pagination_class=None)
    def timeline(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The run told in sentences, in the order of time.

        Of a run with more than 500 steps, what went well inside of loops is told only where ``under`` asks
        for it.
        """
        told = timeline_of(self.get_object(), under=_text(request, "under"))
        return Response(TimelineEntrySerializer(told, many=True).data)

    @extend_schema(responses=LineageSerializer)
    @action(detail=True)
    def lineage(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The runs that brought this one about, and those that it set off (200 at most)."""
        return Response(LineageSerializer(lineage_of(self.get_object())).data)

    @extend_schema(parameters=[_PATH], responses=StepOutputSerializer)
    @action(detail=True, url_path="step-output")
    def step_output(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """The whole output of one step, however large."""
        run, path = self.get_object(), _text(request, "path")
        if not path:
            message = "Name a step, such as actions/0."
            raise InvalidInput(f"path: {message}", fields={"path": [message]})
        step = run.steps.filter(path=path).first()
        if step is None:
            raise NotFound(f"This run has no step {path[:100]}.")
        whole = load_outputs(run.id, [path]) if step.output_bytes else {}
        output = whole.get(path, step.output)
        return Response(
            StepOutputSerializer({"path": path, "output": output, "output_bytes": step.output_bytes}).data
        )


def _text(request: Request, name: str) -> str:
    return str(request.query_params.get(name, "")).replace("\0", "")


def _statuses(request: Request) -> list[str]:
    given = [status for status in _text(request, "status").split(",") if status]
    wrong = next((status for status in given if status not in RunStatus.values), None)
    if wrong is not None:
        options = f"one of {', '.join(RunStatus.values)}."
        raise InvalidInput(
            f"status: {wrong[:40]!r} is not {options}", fields={"status": [f"Must be {options}"]}
        )
    return given
