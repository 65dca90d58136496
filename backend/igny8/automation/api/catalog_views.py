"""What the editor offers: actions, operators, events."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.api import serializers as wire
from igny8.automation.engine.conditions import operator_catalog
from igny8.automation.runtime.action import Action, all_actions
from igny8.automation.runtime.event_types import EventType, all_events
from igny8.automation.runtime.executor import json_schema


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
