"""Imports of keyword files: a first look, the import itself, and how far it is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.crud import CrudViewSet
from igny8.core.api.idempotency import Prepared, idempotent_prepared
from igny8.core.api.views import ScopedViewSet, get_or_404
from igny8.core.errors import TooLarge
from igny8.planning.api import import_serializers as wire
from igny8.planning.importing import FIELDS
from igny8.planning.models import Keyword, KeywordImport
from igny8.planning.services import imports, uploads


class KeywordImports(CrudViewSet[Keyword]):
    """Keywords from files."""

    @extend_schema(request={"multipart/form-data": wire.PreviewInput}, responses=wire.PreviewSerializer)
    @action(detail=False, methods=["post"], url_path="import/preview")
    def import_preview(self, request: Request) -> Response:
        """Look at a keyword file without storing anything: its format, columns and first rows."""
        data = _checked(wire.PreviewInput(data=request.data))
        file = data["file"]
        found = imports.preview_file(file, file.name, data.get("format") or None, data.get("mapping"))
        shown: Any = {**asdict(found), "fields": FIELDS}
        return Response(wire.PreviewSerializer(shown).data)

    @extend_schema(
        request={"multipart/form-data": wire.ImportInput},
        responses={200: wire.ImportResult, 202: wire.ImportStarted},
    )
    @action(detail=False, methods=["post"], url_path="import")
    @idempotent_prepared
    def import_file(self, request: Request) -> Prepared:
        """Import a keyword file: at once up to 5,000 rows, else in the background."""
        return _prepared(_checked(wire.ImportInput(data=request.data)))

    @extend_schema(responses=wire.ImportSerializer)
    @action(detail=False, url_path=r"imports/(?P<import_id>[^/]+)")
    def import_progress(self, request: Request, import_id: str) -> Response:  # noqa: ARG002 - DRF's signature
        """How far a large import has come."""
        return Response(wire.ImportSerializer(get_or_404(KeywordImport.objects.all(), import_id)).data)


def _checked(given: wire.ImportInput | wire.PreviewInput) -> dict[str, Any]:
    """What was sent. :raises TooLarge: for a file over the limit."""
    given.is_valid(raise_exception=True)
    data: dict[str, Any] = given.validated_data
    if data["file"].size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise TooLarge(f"The file is larger than {limit} MB.", fields={"file": [f"At most {limit} MB."]})
    return data


def _prepared(data: dict[str, Any]) -> Prepared:
    file, site, sector = data["file"], data["site"], data.get("sector")
    format_name, mapping = data.get("format") or None, data.get("mapping")
    rows = imports.read_small(file, file.name, format_name, mapping)
    if rows is not None:
        return Prepared(lambda: Response(imports.store_rows(rows, site=site, sector=sector)))
    upload = uploads.keep_upload(file)

    def commit() -> Response:
        job = imports.create_import(
            upload=upload,
            filename=file.name,
            site=site,
            sector=sector,
            format_name=format_name,
            mapping=mapping,
        )
        imports.start_import(job)
        return Response({"import_id": str(job.id), "status": job.status}, status=202)

    return Prepared(commit, upload.discard)


class ImportViewSet(ScopedViewSet[KeywordImport]):
    """Imports of the account, newest first."""

    serializer_class = wire.ImportSerializer
    filter_fields: ClassVar = {"site": "site_id", "status": "status"}

    def get_queryset(self) -> QuerySet[KeywordImport]:
        return KeywordImport.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(wire.ImportSerializer(page or [], many=True).data)
