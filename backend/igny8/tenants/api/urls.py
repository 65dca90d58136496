"""Addresses of accounts, people and sites under ``/api/v1/``."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from igny8.tenants.api.account_views import AccountSettingsView
from igny8.tenants.api.auth_views import CsrfView, LoginView, LogoutView, MeView
from igny8.tenants.api.member_views import MemberViewSet
from igny8.tenants.api.views import AuditViewSet, SectorViewSet, SiteViewSet, TokenViewSet

router = SimpleRouter()
router.register("sites", SiteViewSet, basename="site")
router.register("sectors", SectorViewSet, basename="sector")
router.register("account/members", MemberViewSet, basename="member")
router.register("account/tokens", TokenViewSet, basename="token")
router.register("account/audit-log", AuditViewSet, basename="audit-log")

urlpatterns = [
    path("auth/csrf/", CsrfView.as_view()),
    path("auth/login/", LoginView.as_view()),
    path("auth/logout/", LogoutView.as_view()),
    path("me/", MeView.as_view()),
    path("account/", AccountSettingsView.as_view()),
    path("", include(router.urls)),
]
