"""Addresses of keywords, clusters and ideas under ``/api/v1/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.planning.api.import_views import ImportViewSet
from igny8.planning.api.views import ClusterViewSet, IdeaViewSet, KeywordViewSet

router = SimpleRouter()
router.register("keywords", KeywordViewSet, basename="keyword")
router.register("clusters", ClusterViewSet, basename="cluster")
router.register("ideas", IdeaViewSet, basename="idea")

urlpatterns = [
    path("keywords/imports/", ImportViewSet.as_view({"get": "list"})),
    path("", include(router.urls)),
]
