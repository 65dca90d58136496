"""Roles: viewers read; editors work; admins manage members, tokens, connections; owners may all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from igny8.tenants.api.authentication import caller_of
from igny8.tenants.members import RANKS
from igny8.tenants.models import Role

if TYPE_CHECKING:
    from rest_framework.views import APIView


class RoleAllows(BasePermission):
    """A view may set ``read_role`` (default viewer) and ``write_role`` (default editor)."""

    message = "Your role does not allow this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        caller = caller_of(request)
        if caller is None:
            return False
        name = "read_role" if request.method in SAFE_METHODS else "write_role"
        needed = getattr(view, name, Role.VIEWER if name == "read_role" else Role.EDITOR)
        return RANKS[Role(caller.role)] >= RANKS[Role(needed)]
