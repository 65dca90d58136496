"""The people in an account."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.views import ScopedViewSet
from igny8.tenants.api.authentication import require_caller
from igny8.tenants.api.serializers import MemberSerializer
from igny8.tenants.members import add_member, change_role, remove_member
from igny8.tenants.models import Membership, Role


class MemberInput(serializers.Serializer[Any]):
    """Who is to belong to the account."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(choices=Role.choices)


class RoleInput(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class NewMemberSerializer(MemberSerializer):
    """``initial_password``: the person's first one, to hand on; shown this once."""

    initial_password = serializers.CharField(read_only=True)

    class Meta(MemberSerializer.Meta):
        fields: tuple[str, ...] = (*MemberSerializer.Meta.fields, "initial_password")
        read_only_fields = fields


class MemberViewSet(ScopedViewSet[Membership]):
    """People in the account."""

    serializer_class = MemberSerializer
    write_role = Role.ADMIN
    ordering_fields: ClassVar = ("created_at", "role")

    def get_queryset(self) -> QuerySet[Membership]:
        return Membership.objects.select_related("user").order_by("created_at")

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(MemberSerializer(page or [], many=True).data)

    @extend_schema(request=MemberInput, responses={201: NewMemberSerializer})
    def create(self, request: Request) -> Response:
        """Let a person in. One who has no user yet gets one, with a password to hand on."""
        given = MemberInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = add_member(**given.validated_data, by=require_caller(request))
        made.membership.initial_password = made.password  # type: ignore[attr-defined]  # shown once
        return Response(NewMemberSerializer(made.membership).data, status=201)

    @extend_schema(request=RoleInput, responses=MemberSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Give a member another role."""
        given = RoleInput(data=request.data)
        given.is_valid(raise_exception=True)
        role = given.validated_data["role"]
        row = change_role(membership=self.get_object(), role=role, by=require_caller(request))
        return Response(MemberSerializer(row).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """Take a person out of the account; the tokens that they made are revoked."""
        remove_member(membership=self.get_object(), by=require_caller(request))
        return Response(status=204)
