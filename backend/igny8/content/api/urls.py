"""Addresses of writing tasks, contents, pictures and pages under ``/api/v1/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.content.api.plan_views import PageViewSet, WritingTaskViewSet
from igny8.content.api.views import ContentViewSet, ImageViewSet, VersionViewSet

router = SimpleRouter()
router.register("writing-tasks", WritingTaskViewSet, basename="writing-task")
router.register("content", ContentViewSet, basename="content")
router.register("images", ImageViewSet, basename="image")
router.register("pages", PageViewSet, basename="page")

urlpatterns = [
    path("content/<str:pk>/versions/", VersionViewSet.as_view({"get": "list"})),
    path("", include(router.urls)),
]
