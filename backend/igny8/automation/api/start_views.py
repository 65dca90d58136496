"""Where to begin, and where to find things: the first steps of an account, and the search over all it has."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.services.onboarding import onboarding
from igny8.automation.services.search import KIND_NAMES, search_everything

_LONGEST = 300


class MilestoneSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    done = serializers.BooleanField()


class OnboardingSerializer(serializers.Serializer[Any]):
    """``next``: the first step that is not done, null where all are."""

    steps = MilestoneSerializer(many=True)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)


class OnboardingView(APIView):
    """How far the account has come on its way to the first published article."""

    @extend_schema(responses=OnboardingSerializer)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(OnboardingSerializer(onboarding()).data)


class FoundSerializer(serializers.Serializer[Any]):
    """One hit; ``detail`` says in a few words what it is besides its title."""

    kind = serializers.ChoiceField(choices=KIND_NAMES)
    id = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    site = serializers.CharField()
    at = serializers.DateTimeField()


class SearchView(APIView):
    """Rules, runs, keywords, clusters, ideas, writing tasks, content and pages: a few of each."""

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="Words that must all be found; two letters at least.")
        ],
        responses=FoundSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = search_everything(request.query_params.get("q", "")[:_LONGEST])
        return Response(FoundSerializer(found, many=True).data)
