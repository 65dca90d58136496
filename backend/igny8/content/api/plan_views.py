"""What is to be written: writing tasks, and the pages of a site's structure."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.content.api.page_serializers import MoveInput, PageSerializer
from igny8.content.api.task_serializers import WritingTaskSerializer
from igny8.content.models import Page, WritingTask
from igny8.content.services.announcing import PAGES, WRITING_TASKS
from igny8.content.services.page_tree import change_page, place_page
from igny8.content.services.tasks import plan_ideas
from igny8.core.api.crud import CrudViewSet
from igny8.core.api.idempotency import idempotent


class WritingTaskViewSet(CrudViewSet[WritingTask]):
    """Approved ideas with their briefs locked. Deleting one keeps its article and its idea."""

    model = WritingTask
    announcer = WRITING_TASKS
    serializer_class = WritingTaskSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "idea": "idea_id",
        "status": "status",
        "content_type": "content_type",
        "language": "language",
    }
    search_fields: ClassVar = ("title", "target_keyphrase")
    ordering_fields: ClassVar = ("created_at", "updated_at", "demand", "title")

    def get_queryset(self) -> QuerySet[WritingTask]:
        return WritingTask.objects.select_related("content")

    def perform_create(self, serializer: serializers.BaseSerializer[WritingTask]) -> None:
        idea = serializer.validated_data.get("idea")
        if idea is None:
            super().perform_create(serializer)
        else:
            serializer.instance = plan_ideas([idea])[0]


class PageViewSet(CrudViewSet[Page]):
    """Pages of the sites' structures. Deleting one deletes the pages below it; their texts stay."""

    model = Page
    announcer = PAGES
    serializer_class = PageSerializer
    filter_fields: ClassVar = {
        "site": "site_id",
        "parent": "parent_id",
        "cluster": "cluster_id",
        "content": "content_id",
        "kind": "kind",
        "status": "status",
    }
    search_fields: ClassVar = ("title", "path", "keyphrase")
    ordering_fields: ClassVar = ("path", "position", "title", "demand", "created_at")

    def get_queryset(self) -> QuerySet[Page]:
        return Page.objects.select_related("site", "parent")

    def perform_create(self, serializer: serializers.BaseSerializer[Page]) -> None:
        serializer.instance = change_page(page=Page(), values=serializer.validated_data)

    def perform_update(self, serializer: serializers.BaseSerializer[Page]) -> None:
        page = cast(Page, serializer.instance)
        serializer.instance = change_page(page=page, values=serializer.validated_data)

    @extend_schema(request=MoveInput, responses=PageSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def move(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """Put a page below another one, at a place among its pages; addresses below it follow."""
        given = MoveInput(data=request.data)
        given.is_valid(raise_exception=True)
        page = self.get_object()
        wanted = PageSerializer(page, data={"parent": given.validated_data["parent"]}, partial=True)
        wanted.is_valid(raise_exception=True)
        self.perform_update(wanted)
        place_page(page=page, position=given.validated_data["position"])
        return Response(PageSerializer(page).data)
