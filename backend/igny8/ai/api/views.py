"""What the AI settings are, and whether the providers answer."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.ai.providers import KINDS, providers, try_provider
from igny8.core.api.throttling import DearThrottle
from igny8.tenants.models import Role


class ProviderSerializer(serializers.Serializer[Any]):
    """What serves one kind of work; a key is never told.

    ``setting``: how the environment variables begin that set it. ``problem``: why it cannot be used.
    """

    kind = serializers.ChoiceField(choices=KINDS)
    provider = serializers.CharField(allow_blank=True)
    model = serializers.CharField(allow_blank=True)
    host = serializers.CharField(allow_blank=True)
    has_key = serializers.BooleanField()
    offline = serializers.BooleanField()
    setting = serializers.CharField()
    problem = serializers.CharField(allow_blank=True)


class ProvidersView(APIView):
    """Which providers write, draw and compare texts."""

    @extend_schema(responses=ProviderSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(ProviderSerializer(providers(), many=True).data)


class TestProviderInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=KINDS)


class ProviderTestSerializer(serializers.Serializer[Any]):
    """``message``: what the provider said, or why it did not answer."""

    kind = serializers.ChoiceField(choices=KINDS)
    ok = serializers.BooleanField()
    seconds = serializers.FloatField()
    message = serializers.CharField()


class TestProviderView(APIView):
    """Asks a provider for the least that there is; costs what the provider takes for it."""

    write_role = Role.ADMIN
    throttle_classes: ClassVar[list[Any]] = [DearThrottle]  # type: ignore[misc]  # DRF's is no ClassVar

    @extend_schema(request=TestProviderInput, responses=ProviderTestSerializer)
    def post(self, request: Request) -> Response:
        given = TestProviderInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(ProviderTestSerializer(try_provider(given.validated_data["kind"])).data)
