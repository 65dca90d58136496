"""How accounts, people, sites and tokens look on the wire."""

from __future__ import annotations

import re
from typing import Any

from rest_framework import serializers

from igny8.core.api.fields import AccountRelatedField
from igny8.tenants.models import ApiToken, AuditEntry, Membership, Role, Sector, Site

_COLOR = re.compile(r"^#[0-9a-fA-F]{6}$")


class LoginInput(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False, max_length=200)


class PersonInput(serializers.Serializer[Any]):
    """``password`` is the new one; it takes ``current_password``."""

    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    password = serializers.CharField(trim_whitespace=False, max_length=200, required=False)
    current_password = serializers.CharField(trim_whitespace=False, max_length=200, required=False)


class AccountSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    timezone = serializers.CharField()


class SiteShortSerializer(serializers.ModelSerializer[Site]):
    id = serializers.CharField(read_only=True)

    class Meta:
        model = Site
        fields = ("id", "name", "url")


class MeSerializer(serializers.Serializer[Any]):
    """Who is calling; ``id`` and ``email`` are null for a token that no person made."""

    id = serializers.CharField(allow_null=True)
    email = serializers.EmailField(allow_null=True)
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    account = AccountSerializer()
    sites = SiteShortSerializer(many=True)


class SiteSerializer(serializers.ModelSerializer[Site]):
    id = serializers.CharField(read_only=True)
    colors = serializers.ListField(child=serializers.CharField(max_length=7), max_length=5, required=False)

    class Meta:
        model = Site
        fields = (
            "id",
            "name",
            "url",
            "language",
            "override_language",
            "auto_approve_ideas",
            "tone",
            "brand_name",
            "brand_voice",
            "colors",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("created_at", "updated_at")

    def validate_colors(self, value: list[str]) -> list[str]:
        if any(not _COLOR.match(color) for color in value):
            raise serializers.ValidationError("Each colour is written as #rrggbb.")
        return value


class SectorSerializer(serializers.ModelSerializer[Sector]):
    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)

    class Meta:
        model = Sector
        fields = ("id", "site", "name", "description", "created_at")
        read_only_fields = ("created_at",)


class MemberSerializer(serializers.ModelSerializer[Membership]):
    id = serializers.CharField(read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ("id", "email", "name", "role", "created_at")
        read_only_fields: tuple[str, ...] = fields


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    id = serializers.CharField(read_only=True)

    class Meta:
        model = ApiToken
        fields: tuple[str, ...] = ("id", "name", "role", "prefix", "created_at", "last_used_at", "revoked_at")
        read_only_fields = ("prefix", "created_at", "last_used_at", "revoked_at")


class NewTokenSerializer(TokenSerializer):
    """The answer to making a token: the only time its secret is shown."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields: tuple[str, ...] = (*TokenSerializer.Meta.fields, "token")


class AuditSerializer(serializers.ModelSerializer[AuditEntry]):
    id = serializers.CharField(read_only=True)
    detail = serializers.DictField(read_only=True)

    class Meta:
        model = AuditEntry
        fields = ("id", "actor", "action", "object_type", "object_id", "detail", "created_at")
        read_only_fields = fields
