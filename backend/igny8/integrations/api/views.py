"""Connections and what was published through them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.crud import CrudViewSet
from igny8.core.api.fields import AccountRelatedField
from igny8.core.api.views import ScopedViewSet
from igny8.integrations.models import Connection, ConnectionKind, Publication
from igny8.integrations.services import check_connection, store_secret
from igny8.integrations.services.announcing import CONNECTIONS
from igny8.integrations.services.plugin import NAME as PLUGIN_NAME
from igny8.integrations.services.plugin import plugin_zip
from igny8.tenants.api.authentication import caller_of
from igny8.tenants.models import Role, Site
from igny8.tenants.services import audit


class CheckSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    ok = serializers.BooleanField()
    detail = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)


class ReportSerializer(serializers.Serializer[Any]):
    usable = serializers.BooleanField()
    checks = CheckSerializer(many=True)


class ConnectionSerializer(serializers.ModelSerializer[Connection]):
    """``secret`` is written and never read."""

    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    secret = serializers.CharField(write_only=True, required=False, allow_blank=True, max_length=500)
    has_secret = serializers.SerializerMethodField()
    last_report = CheckSerializer(many=True, read_only=True)

    class Meta:
        model = Connection
        fields = (
            "id",
            "site",
            "kind",
            "name",
            "url",
            "username",
            "secret",
            "has_secret",
            "is_default",
            "status",
            "last_report",
            "last_tested_at",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("status", "last_tested_at", "created_at", "updated_at")
        # The uniqueness of names is checked below, where the message can name the field.
        validators: tuple[Any, ...] = ()

    def get_has_secret(self, connection: Connection) -> bool:
        return bool(connection.secret_encrypted)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        problems = self._fixed(attrs) | self._missing(attrs) | self._taken(attrs)
        if problems:
            raise serializers.ValidationError(problems)
        return attrs

    def _value(self, attrs: dict[str, Any], name: str) -> Any:
        return attrs.get(name, getattr(self.instance, name, ""))

    def _fixed(self, attrs: dict[str, Any]) -> dict[str, str]:
        """What a connection is about never changes; a password only ever goes where it was entered for."""
        if not self.instance:
            return {}
        changed = {name for name, value in attrs.items() if getattr(self.instance, name, value) != value}
        problems = dict.fromkeys(
            changed & {"site", "kind"}, "This cannot be changed: make another connection."
        )
        if changed & {"url", "username"} and self.instance.secret_encrypted and not attrs.get("secret"):
            problems["secret"] = "Enter the application password again for the new address or user."  # noqa: S105 - a message
        return problems

    def _missing(self, attrs: dict[str, Any]) -> dict[str, str]:
        if self._value(attrs, "kind") != ConnectionKind.WORDPRESS:
            return {}
        has_secret = bool(attrs.get("secret") or (self.instance and self.instance.secret_encrypted))
        given = {
            "url": self._value(attrs, "url"),
            "username": self._value(attrs, "username"),
            "secret": has_secret,
        }
        return {name: "A WordPress connection needs this." for name, value in given.items() if not value}

    def _taken(self, attrs: dict[str, Any]) -> dict[str, str]:
        twins = Connection.objects.filter(site=self._value(attrs, "site"), name=self._value(attrs, "name"))
        twins = twins.exclude(pk=self.instance.pk) if self.instance else twins
        return {"name": "The site has a connection of this name already."} if twins.exists() else {}


class ConnectionViewSet(CrudViewSet[Connection]):
    """Links of sites to publishing targets."""

    model = Connection
    serializer_class = ConnectionSerializer
    write_role = Role.ADMIN
    filter_fields: ClassVar = {"site": "site_id", "kind": "kind", "status": "status"}
    search_fields: ClassVar = ("name", "url")
    ordering_fields: ClassVar = ("created_at", "name")

    def perform_create(self, serializer: serializers.BaseSerializer[Connection]) -> None:
        self._store(serializer, "connection.created")

    def perform_update(self, serializer: serializers.BaseSerializer[Connection]) -> None:
        self._store(serializer, "connection.changed")

    def perform_destroy(self, instance: Connection) -> None:
        self._audit("connection.deleted", instance)
        CONNECTIONS.deleted(instance)
        instance.delete()

    def _store(self, serializer: serializers.BaseSerializer[Connection], what: str) -> None:
        secret = serializer.validated_data.pop("secret", None)
        before = CONNECTIONS.snapshot(serializer.instance) if serializer.instance else None
        connection = serializer.save(status="untested")
        if secret:
            store_secret(connection, secret)
            connection.save(update_fields=["secret_encrypted"])
        if connection.is_default:
            Connection.objects.filter(site=connection.site).exclude(pk=connection.pk).update(is_default=False)
        if before is None:
            CONNECTIONS.created(connection)
        else:
            CONNECTIONS.updated(connection, before)
        self._audit(what, connection)

    def _audit(self, what: str, connection: Connection) -> None:
        caller = caller_of(self.request)
        actor = caller.name if caller else ""
        audit(
            actor=actor, action=what, object_type="connection", object_id=connection.id, name=connection.name
        )

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    @action(detail=False)
    def plugin(self, request: Request) -> HttpResponse:  # noqa: ARG002 - DRF's signature
        """The companion plug-in for WordPress, as a zip file to upload there."""
        response = HttpResponse(plugin_zip(), content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{PLUGIN_NAME}.zip"'
        return response

    @extend_schema(request=None, responses=ReportSerializer)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """Try the connection: what works, what does not, and what to do about it."""
        connection = self.get_object()
        report = check_connection(connection=connection)
        return Response({"usable": report.usable, "checks": connection.last_report})


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    id = serializers.CharField(read_only=True)
    connection = serializers.CharField(source="connection_id", read_only=True)
    object_id = serializers.CharField(read_only=True)
    warnings = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Publication
        fields = (
            "id",
            "connection",
            "object_type",
            "object_id",
            "external_id",
            "url",
            "edit_url",
            "status",
            "version",
            "warnings",
            "published_at",
            "created_at",
        )
        read_only_fields = fields


class PublicationViewSet(ScopedViewSet[Publication]):
    """What went where."""

    serializer_class = PublicationSerializer
    filter_fields: ClassVar = {
        "site": "connection__site_id",
        "connection": "connection_id",
        "object_id": "object_id",
        "status": "status",
    }
    ordering_fields: ClassVar = ("created_at", "published_at")

    def get_queryset(self) -> QuerySet[Publication]:
        return Publication.objects.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(PublicationSerializer(page or [], many=True).data)
