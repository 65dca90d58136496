"""Contents with their versions and reports, and their pictures."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.content.api import serializers as wire
from igny8.content.models import Content, ContentVersion, Image
from igny8.content.seo import evaluate
from igny8.content.services.editing import (
    change_content,
    create_content,
    delete_content,
    restore_version,
    tried,
)
from igny8.content.services.images import (
    change_alt,
    delete_image,
    feature_again,
    read_upload,
    store_featured,
)
from igny8.content.services.ordering import order_picture, store_ordered
from igny8.content.services.scoring import as_article, report_json
from igny8.core.api.crud import CrudViewSet
from igny8.core.api.idempotency import Prepared, idempotent, idempotent_prepared
from igny8.core.api.schema import refuses
from igny8.core.api.throttling import DearThrottle
from igny8.core.api.views import ScopedViewSet, get_or_404
from igny8.core.errors import TooLarge

_MAX_UPLOAD_MB = 20


class ContentViewSet(CrudViewSet[Content]):
    """Articles and texts of pages.

    A change of what readers see makes a new version. Deleting a content that is published removes it here
    only: the post stays at its target, with its publication as the record of where.
    """

    model = Content
    serializer_class = wire.ContentSerializer
    filter_fields: ClassVar = {
        "ids": "id",
        "site": "site_id",
        "task": "task_id",
        "status": "status",
        "kind": "kind",
        "language": "language",
        "needs_writing": "needs_writing",
        "min_score": "seo_score__gte",
        "max_score": "seo_score__lte",
    }
    search_fields: ClassVar = ("title", "keyphrase", "slug")
    ordering_fields: ClassVar = (
        "created_at",
        "updated_at",
        "published_at",
        "title",
        "seo_score",
        "word_count",
        "demand",
    )

    def get_queryset(self) -> QuerySet[Content]:
        return Content.objects.select_related("site").prefetch_related("images")

    def perform_create(self, serializer: serializers.BaseSerializer[Content]) -> None:
        values = {name: value for name, value in serializer.validated_data.items() if name != "base_version"}
        serializer.instance = create_content(values=values)

    def perform_update(self, serializer: serializers.BaseSerializer[Content]) -> None:
        content_id, values = cast(Content, serializer.instance).id, dict(serializer.validated_data)
        base = values.pop("base_version", None)
        serializer.instance = change_content(content_id=content_id, values=values, base_version=base)

    def perform_destroy(self, instance: Content) -> None:
        delete_content(instance)

    @extend_schema(request=wire.RestoreInput, responses=wire.ContentSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def restore(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """Bring an earlier version back, as a new one."""
        given = wire.RestoreInput(data=request.data)
        given.is_valid(raise_exception=True)
        content = restore_version(content_id=self.get_object().id, number=given.validated_data["number"])
        return Response(wire.ContentSerializer(content).data)

    @extend_schema(responses=wire.SeoReportSerializer)
    @action(detail=True)
    def seo(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """A fresh report of the on-page checks, with the places of what they found."""
        content = self.get_object()
        return Response(wire.seo_report(content, report_json(evaluate(as_article(content)))))

    @extend_schema(request=wire.SeoCheckInput, responses=wire.SeoReportSerializer)
    @action(detail=True, methods=["post"], url_path="seo-check")
    def seo_check(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """The report as it would be with these changes; nothing is stored."""
        given = wire.SeoCheckInput(data=request.data)
        given.is_valid(raise_exception=True)
        content = tried(self.get_object(), given.validated_data)
        return Response(wire.seo_report(content, report_json(evaluate(as_article(content)))))

    @refuses(402)
    @extend_schema(request=wire.DrawInput, responses={201: wire.ImageSerializer})
    @action(detail=True, methods=["post"], url_path="draw-image", throttle_classes=[DearThrottle])
    @idempotent_prepared
    def draw_image(self, request: Request, pk: str) -> Prepared:  # noqa: ARG002 - DRF's signature
        """Draw another featured image; the one before stays beside it. Costs what the action costs."""
        given = wire.DrawInput(data=request.data)
        given.is_valid(raise_exception=True)
        order = order_picture(content_id=self.get_object().id, provider=given.validated_data["provider"])

        def commit() -> Response:
            return Response(wire.ImageSerializer(store_ordered(order)).data, status=201)

        return Prepared(commit)


class VersionViewSet(ScopedViewSet[ContentVersion]):
    """All versions of one content, the newest first."""

    serializer_class = wire.ContentVersionSerializer
    ordering_fields: ClassVar = ("number",)

    def get_queryset(self) -> QuerySet[ContentVersion]:
        return ContentVersion.objects.filter(content=get_or_404(Content.objects.all(), self.kwargs["pk"]))

    def list(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(wire.ContentVersionSerializer(page or [], many=True).data)


class ImageViewSet(CrudViewSet[Image]):
    """Pictures of contents. Posting a file makes it the content's featured image."""

    model = Image
    serializer_class = wire.ImageSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "content": "content_id",
        "role": "role",
        "provider": "provider",
    }
    search_fields: ClassVar = ("alt",)
    ordering_fields: ClassVar = ("created_at",)

    @extend_schema(request={"multipart/form-data": wire.ImageUpload}, responses={201: wire.ImageSerializer})
    @idempotent_prepared
    def create(self, request: Request) -> Prepared:
        given = wire.ImageUpload(data=request.data)
        given.is_valid(raise_exception=True)
        data: dict[str, Any] = given.validated_data
        if data["file"].size > _MAX_UPLOAD_MB * 1024 * 1024:
            message = f"At most {_MAX_UPLOAD_MB} MB."
            raise TooLarge(f"The picture is too large: {message.lower()}", fields={"file": [message]})
        content_id = data["content"].id
        drawn = read_upload(content=data["content"], data=data["file"].read(), alt=data["alt_text"])

        def commit() -> Response:
            image = store_featured(content_id=content_id, drawn=drawn)
            return Response(wire.ImageSerializer(image).data, status=201)

        return Prepared(commit)

    @extend_schema(request=None, responses=wire.ImageSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def feature(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """Make an earlier picture the featured one again."""
        return Response(wire.ImageSerializer(feature_again(self.get_object())).data)

    def perform_update(self, serializer: serializers.BaseSerializer[Image]) -> None:
        image = cast(Image, serializer.instance)
        serializer.instance = change_alt(image=image, alt=serializer.validated_data.get("alt", image.alt))

    @transaction.atomic
    def perform_destroy(self, instance: Image) -> None:
        delete_image(instance)
