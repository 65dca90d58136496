"""Addresses under ``/api/v1/ai/``."""

from django.urls import path

from igny8.ai.api.views import ProvidersView, TestProviderView

urlpatterns = [
    path("providers/", ProvidersView.as_view()),
    path("providers/test/", TestProviderView.as_view()),
]
