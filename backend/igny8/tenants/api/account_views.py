"""The account's own settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.tenants.api.authentication import require_caller
from igny8.tenants.models import Account, Role
from igny8.tenants.services import audit

_MOST_CREDITS = 2**31 - 1


class AccountSettingsSerializer(serializers.ModelSerializer[Account]):
    """``approval_above_credits``: a run that is expected to cost more waits for an approval; null never.

    ``timezone``: the zone that new schedules begin with, and in which times are shown.
    """

    id = serializers.CharField(read_only=True)
    approval_above_credits = serializers.IntegerField(
        min_value=0, max_value=_MOST_CREDITS, allow_null=True, required=False
    )

    class Meta:
        model = Account
        fields = ("id", "name", "approval_above_credits", "timezone", "created_at")
        read_only_fields = ("created_at",)

    def validate_timezone(self, value: str) -> str:
        if value not in available_timezones():
            raise serializers.ValidationError("Use a name such as Europe/Berlin.")
        return value


class AccountSettingsView(APIView):
    """Name and time zone of the account, and above how many credits it wants to be asked."""

    write_role = Role.ADMIN

    @extend_schema(responses=AccountSettingsSerializer)
    def get(self, request: Request) -> Response:
        return Response(AccountSettingsSerializer(_account(request)).data)

    @extend_schema(request=AccountSettingsSerializer, responses=AccountSettingsSerializer)
    def patch(self, request: Request) -> Response:
        given = AccountSettingsSerializer(_account(request), data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            account = given.save()
            audit(
                actor=require_caller(request).name,
                action="account.changed",
                object_type="account",
                object_id=account.id,
                **given.validated_data,
            )
        return Response(given.data)


def _account(request: Request) -> Account:
    return Account.objects.get(pk=require_caller(request).account_id)
