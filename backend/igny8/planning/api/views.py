"""Keywords, clusters and ideas."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.bulk import BulkResultSerializer
from igny8.core.api.crud import CrudViewSet
from igny8.core.api.idempotency import idempotent
from igny8.planning.api import bulk_serializers as many
from igny8.planning.api import serializers as wire
from igny8.planning.api.import_views import KeywordImports
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.planning.services.announcing import CLUSTERS, IDEAS, KEYWORDS
from igny8.planning.services.ideas import change_status, change_statuses
from igny8.planning.services.keywords import (
    LEFT_ALONE,
    TO_CLUSTER,
    Place,
    delete_keywords,
    place_keywords,
    refresh_clusters,
)
from igny8.planning.services.merging import merge_clusters


class KeywordViewSet(KeywordImports):
    """Keywords of the account's sites."""

    model = Keyword
    announcer = KEYWORDS
    serializer_class = wire.KeywordSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "sector": "sector_id",
        "cluster": "cluster_id",
        "status": "status",
        "intent": "intent",
        "language": "language",
        "min_demand": "demand__gte",
    }
    search_fields: ClassVar = ("text", "key")
    ordering_fields: ClassVar = (
        "demand",
        "text",
        "volume",
        "difficulty",
        "impressions",
        "clicks",
        "created_at",
    )

    def get_queryset(self) -> QuerySet[Keyword]:
        return Keyword.objects.select_related("cluster")

    def perform_update(self, serializer: serializers.BaseSerializer[Keyword]) -> None:
        before = cast(Keyword, serializer.instance).cluster_id
        super().perform_update(serializer)
        after = cast(Keyword, serializer.instance).cluster_id
        refresh_clusters(pk for pk in (before, after) if pk)

    def perform_destroy(self, instance: Keyword) -> None:
        super().perform_destroy(instance)
        refresh_clusters([instance.cluster_id] if instance.cluster_id else [])

    @extend_schema(request=many.KeywordBulkInput, responses=BulkResultSerializer)
    @action(detail=False, methods=["post"], url_path="bulk")
    @idempotent
    def bulk(self, request: Request) -> Response:
        """Delete many keywords, leave them alone, have them clustered again, or move them."""
        given = many.KeywordBulkInput(data=request.data)
        given.is_valid(raise_exception=True)
        ids, what = given.validated_data["ids"], given.validated_data["action"]
        if what == "delete":
            return Response(BulkResultSerializer(delete_keywords(ids=ids)).data)
        moved = Place(Keyword.Status.CLUSTERED, given.validated_data.get("cluster"))
        place = {"leave_alone": LEFT_ALONE, "cluster_again": TO_CLUSTER}.get(what, moved)
        return Response(BulkResultSerializer(place_keywords(ids=ids, place=place)).data)


class ClusterViewSet(CrudViewSet[Cluster]):
    """Clusters of keywords."""

    model = Cluster
    announcer = CLUSTERS
    serializer_class = wire.ClusterSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "sector": "sector_id",
        "status": "status",
        "intent": "intent",
        "language": "language",
    }
    search_fields: ClassVar = ("name", "head_keyword")
    ordering_fields: ClassVar = ("demand", "name", "keyword_count", "volume", "difficulty", "created_at")

    @extend_schema(request=many.MergeInput, responses=wire.ClusterSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def merge(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """Take in other clusters, with their keywords, ideas and pages; this one keeps its name."""
        given = many.MergeInput(data=request.data)
        given.is_valid(raise_exception=True)
        cluster = merge_clusters(into=self.get_object(), others=given.validated_data["ids"])
        return Response(wire.ClusterSerializer(cluster).data)


class IdeaViewSet(CrudViewSet[Idea]):
    """Ideas; ``PATCH {"status": "approved"}`` approves one."""

    model = Idea
    announcer = IDEAS
    serializer_class = wire.IdeaSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "cluster": "cluster_id",
        "status": "status",
        "intent": "intent",
        "content_type": "content_type",
    }
    search_fields: ClassVar = ("title", "target_keyphrase", "angle")
    ordering_fields: ClassVar = ("demand", "title", "created_at", "status")

    def perform_create(self, serializer: serializers.BaseSerializer[Idea]) -> None:
        status = serializer.validated_data.pop("status", Idea.Status.NEW)
        super().perform_create(serializer)
        idea = cast(Idea, serializer.instance)
        if status != idea.status:
            change_status(idea=idea, status=status)

    def perform_update(self, serializer: serializers.BaseSerializer[Idea]) -> None:
        status = serializer.validated_data.pop("status", None)
        super().perform_update(serializer)
        idea = cast(Idea, serializer.instance)
        if status is not None and status != idea.status:
            change_status(idea=idea, status=status)

    @extend_schema(request=many.IdeaBulkInput, responses=BulkResultSerializer)
    @action(detail=False, methods=["post"], url_path="bulk")
    @idempotent
    def bulk(self, request: Request) -> Response:
        """Approve, reject or reopen many ideas."""
        given = many.IdeaBulkInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(BulkResultSerializer(change_statuses(**given.validated_data)).data)
