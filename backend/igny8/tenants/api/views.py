"""Sites, sectors, tokens and the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.crud import CrudViewSet
from igny8.core.api.views import ScopedViewSet
from igny8.core.errors import Forbidden
from igny8.tenants.api.authentication import require_caller
from igny8.tenants.api.serializers import (
    AuditSerializer,
    NewTokenSerializer,
    SectorSerializer,
    SiteSerializer,
    TokenSerializer,
)
from igny8.tenants.members import RANKS
from igny8.tenants.models import ApiToken, AuditEntry, Role, Sector, Site
from igny8.tenants.selectors import Caller
from igny8.tenants.services import audit, create_token, revoke_token


class SiteViewSet(CrudViewSet[Site]):
    """Sites of the account."""

    model = Site
    serializer_class = SiteSerializer
    search_fields: ClassVar = ("name", "url")
    ordering_fields: ClassVar = ("created_at", "name")

    @property
    def write_role(self) -> Role:
        """Editors work on sites; with a site everything in it is deleted, so that takes an admin."""
        return Role.ADMIN if self.action == "destroy" else Role.EDITOR

    def perform_create(self, serializer: serializers.BaseSerializer[Site]) -> None:
        self._note("site.created", serializer.save())

    def perform_destroy(self, instance: Site) -> None:
        self._note("site.deleted", instance)
        instance.delete()

    def _note(self, what: str, site: Site) -> None:
        actor = require_caller(self.request).name
        audit(actor=actor, action=what, object_type="site", object_id=site.id, name=site.name)


class SectorViewSet(CrudViewSet[Sector]):
    """Sectors of the account's sites."""

    model = Sector
    serializer_class = SectorSerializer
    filter_fields: ClassVar = {"site": "site_id"}
    search_fields: ClassVar = ("name",)
    ordering_fields: ClassVar = ("created_at", "name")


class TokenViewSet(CrudViewSet[ApiToken]):
    """API tokens: the secret is shown once, when one is made; deleting one revokes it."""

    model = ApiToken
    serializer_class = TokenSerializer
    read_role = Role.ADMIN
    write_role = Role.ADMIN
    http_method_names = ["get", "post", "delete", "head", "options"]  # noqa: RUF012 - Django's own way
    ordering_fields: ClassVar = ("created_at", "name")

    @extend_schema(request=TokenSerializer, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        given = TokenSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        caller = require_caller(request)
        if RANKS[Role(given.validated_data["role"])] > RANKS[Role(caller.role)]:
            raise Forbidden("A token cannot have more rights than you have.")
        with transaction.atomic():
            token, secret = create_token(**given.validated_data, created_by=caller.user)
            audit(
                actor=caller.name,
                action="token.created",
                object_type="token",
                object_id=token.id,
                name=token.name,
            )
        token.token = secret  # type: ignore[attr-defined]  # shown once
        return Response(NewTokenSerializer(token).data, status=201)

    def perform_destroy(self, instance: ApiToken) -> None:
        revoke_token(token=instance)
        _note(require_caller(self.request), "token.revoked", instance)


def _note(caller: Caller, what: str, token: ApiToken) -> None:
    audit(actor=caller.name, action=what, object_type="token", object_id=token.id, name=token.name)


class AuditViewSet(ScopedViewSet[AuditEntry]):
    """Who did what."""

    serializer_class: type[serializers.BaseSerializer[AuditEntry]] = AuditSerializer
    read_role = Role.ADMIN
    filter_fields: ClassVar = {"action": "action", "object_type": "object_type", "object_id": "object_id"}

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(AuditSerializer(page or [], many=True).data)
