"""All addresses: the API, its documents, the preview sites, and the studio for everything else."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

from igny8.automation.api.ledger_views import CreditForecastView, SpendingView
from igny8.automation.api.start_views import OnboardingView, SearchView
from igny8.config.failures import api_not_found
from igny8.config.frontend import studio
from igny8.core.api.health_view import HealthView
from igny8.integrations.preview_view import preview_file

api: list[URLPattern | URLResolver] = [
    path("health/", HealthView.as_view()),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularRedocView.as_view(url_name="schema")),
    path("credits/forecast/", CreditForecastView.as_view()),
    path("credits/spending/", SpendingView.as_view()),
    path("credits/", include("igny8.credits.api.urls")),
    path("search/", SearchView.as_view()),
    path("account/onboarding/", OnboardingView.as_view()),
    path("ai/", include("igny8.ai.api.urls")),
    path("automation/", include("igny8.automation.api.urls")),
    path("", include("igny8.tenants.api.urls")),
    path("", include("igny8.integrations.api.urls")),
    path("", include("igny8.planning.api.urls")),
    path("", include("igny8.content.api.urls")),
]

handler400 = "igny8.config.failures.bad_request"
handler500 = "igny8.config.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(api)),
    re_path(r"^api/", api_not_found),
    path("preview/<str:site_id>/", preview_file),
    path("preview/<str:site_id>/<path:name>", preview_file),
    path("", include("igny8.content.media_view")),
    path("", include("igny8.automation.api.approval_page")),
    path("", include("igny8.automation.api.hook_view")),
    re_path(r"^(?!static/).*$", studio),
]
