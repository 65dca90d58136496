"""Keywords, clusters, ideas and imports."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.crud import CrudViewSet
from igny8.core.api.idempotency import Prepared, idempotent_prepared
from igny8.core.api.views import ScopedViewSet, get_or_404
from igny8.core.errors import TooLarge
from igny8.planning.api import serializers as wire
from igny8.planning.models import Cluster, Idea, Keyword, KeywordImport
from igny8.planning.services import imports
from igny8.planning.services.announcing import CLUSTERS, IDEAS, KEYWORDS
from igny8.planning.services.ideas import change_status


class KeywordViewSet(CrudViewSet[Keyword]):
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

    @extend_schema(
        request={"multipart/form-data": wire.ImportInput},
        responses={200: wire.ImportResult, 202: wire.ImportStarted},
    )
    @action(detail=False, methods=["post"], url_path="import")
    @idempotent_prepared
    def import_file(self, request: Request) -> Prepared:
        """Import a keyword file: at once up to 5,000 rows, else in the background."""
        given = wire.ImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        file = data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise TooLarge(f"The file is larger than {limit} MB.", fields={"file": [f"At most {limit} MB."]})
        return self._prepared(file, data)

    @staticmethod
    def _prepared(file: Any, data: dict[str, Any]) -> Prepared:
        site, sector, format_name = data["site"], data.get("sector"), data.get("format") or None
        rows = imports.read_small(file, file.name, format_name)
        if rows is not None:
            return Prepared(lambda: Response(imports.store_rows(rows, site=site, sector=sector)))
        upload = imports.keep_upload(file)

        def commit() -> Response:
            job = imports.create_import(
                upload=upload, filename=file.name, site=site, sector=sector, format_name=format_name
            )
            imports.start_import(job)
            return Response({"import_id": str(job.id), "status": job.status}, status=202)

        return Prepared(commit, upload.discard)

    @extend_schema(responses=wire.ImportSerializer)
    @action(detail=False, url_path=r"imports/(?P<import_id>[^/]+)")
    def import_progress(self, request: Request, import_id: str) -> Response:  # noqa: ARG002 - DRF's signature
        """How far a large import has come."""
        return Response(wire.ImportSerializer(get_or_404(KeywordImport.objects.all(), import_id)).data)


class ImportViewSet(ScopedViewSet[KeywordImport]):
    """Imports of the account, newest first."""

    serializer_class = wire.ImportSerializer
    filter_fields: ClassVar = {"site": "site_id", "status": "status"}

    def get_queryset(self) -> QuerySet[KeywordImport]:
        return KeywordImport.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(wire.ImportSerializer(page or [], many=True).data)


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
