"""What is to be written: writing tasks, and the pages of a site's structure."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db.models import QuerySet
from rest_framework import serializers

from igny8.content.api.page_serializers import PageSerializer
from igny8.content.api.task_serializers import WritingTaskSerializer
from igny8.content.models import Page, WritingTask
from igny8.content.services.announcing import PAGES, WRITING_TASKS
from igny8.content.services.page_tree import change_page
from igny8.content.services.tasks import plan_ideas
from igny8.core.api.crud import CrudViewSet


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
