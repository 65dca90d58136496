"""What the editor offers: actions, flow nodes, operators, events, and when schedules would be due."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.api import serializers as wire
from igny8.automation.api.common import checked
from igny8.automation.engine import flow_node_catalog
from igny8.automation.engine.conditions import operator_catalog
from igny8.automation.engine.schedule_preview import upcoming
from igny8.automation.runtime.action import Action, all_actions
from igny8.automation.runtime.event_types import EventType, all_events
from igny8.automation.runtime.executor import json_schema
from igny8.core.clock import SYSTEM_CLOCK


class ActionTypesView(APIView):
    """Every action with the JSON Schema of its params and outputs."""

    @extend_schema(responses=wire.ActionTypeSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response([_entry(action) for action in all_actions()])


def _entry(action: Action[Any]) -> dict[str, object]:
    params, output = json_schema(action)
    return {
        "type": action.type,
        "name": action.name,
        "description": action.description,
        "params": list(params["properties"]),
        "schema": params,
        "output_schema": output,
        "credits": action.credits,
    }


class FlowNodesView(APIView):
    """Every flow node (branch, loop, wait, …) with the JSON Schema of its params and of itself."""

    @extend_schema(responses=wire.FlowNodeSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response(flow_node_catalog())


class SchedulePreviewView(APIView):
    """When schedules would be due next; one that is wrong has its problems and no times."""

    @extend_schema(request=wire.SchedulePreviewInput, responses=wire.UpcomingSerializer(many=True))
    def post(self, request: Request) -> Response:
        given = checked(wire.SchedulePreviewInput, request)
        found = upcoming(given["schedules"], after=SYSTEM_CLOCK.now(), count=given["count"])
        return Response(wire.UpcomingSerializer(found, many=True).data)


class OperatorsView(APIView):
    """Every condition operator with the types it takes."""

    @extend_schema(responses=wire.OperatorSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response(operator_catalog())


class EventTypesView(APIView):
    """Every event with the fields that it carries, and whether a rule may watch given ones."""

    @extend_schema(responses=wire.EventTypeSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response([_event(event) for event in all_events()])


def _event(event: EventType) -> dict[str, object]:
    return {
        "type": event.type,
        "label": event.label,
        "description": event.description,
        "changes": event.changes,
        "fields": [{"name": name, "type": kind} for name, kind in event.fields.items()],
    }
