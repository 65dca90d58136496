"""Addresses of connections and publications under ``/api/v1/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.integrations.api.views import ConnectionViewSet, PublicationViewSet

router = SimpleRouter()
router.register("connections", ConnectionViewSet, basename="connection")
router.register("publications", PublicationViewSet, basename="publication")

urlpatterns = [path("", include(router.urls))]
