"""Signing in and out of the browser's session."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from igny8.core.api.schema import refuses
from igny8.core.api.throttling import DearThrottle, LoginEmailThrottle, LoginThrottle
from igny8.core.api.views import PublicView
from igny8.core.errors import Conflict, NotAuthenticated
from igny8.core.tenancy import account_scope
from igny8.tenants.api.authentication import require_caller
from igny8.tenants.api.serializers import LoginInput, MeSerializer, PersonInput
from igny8.tenants.members import change_person
from igny8.tenants.models import Account, Role, Site, User
from igny8.tenants.selectors import Caller, caller_of_user


class CsrfView(PublicView):
    """Sets the CSRF cookie."""

    @extend_schema(responses={204: None})
    @method_decorator(ensure_csrf_cookie)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        return Response(status=204)


@method_decorator(csrf_protect, name="dispatch")
class LoginView(PublicView):
    """Signs a person in by e-mail and password."""

    throttle_classes: ClassVar[list[Any]] = [LoginThrottle, LoginEmailThrottle]  # type: ignore[misc]  # DRF's is no ClassVar

    @extend_schema(request=LoginInput, responses=MeSerializer)
    @refuses(401, 403)
    def post(self, request: Request) -> Response:
        given = LoginInput(data=request.data)
        given.is_valid(raise_exception=True)
        email, password = given.validated_data["email"].lower(), given.validated_data["password"]
        user = authenticate(request._request, username=email, password=password)
        caller = caller_of_user(user) if isinstance(user, User) else None
        if not isinstance(user, User) or caller is None:
            raise NotAuthenticated("The e-mail address or the password is wrong.")
        login(request._request, user)
        return Response(me(caller))


class LogoutView(APIView):
    """Ends the session."""

    write_role = Role.VIEWER

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)


class MeView(APIView):
    """Who is calling, and what they can see."""

    write_role = Role.VIEWER

    def get_throttles(self) -> list[BaseThrottle]:
        """A stolen session cannot guess its owner's password."""
        return [DearThrottle()] if self.request.method == "PATCH" else super().get_throttles()

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(me(require_caller(request)))

    @extend_schema(request=PersonInput, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change one's own name or password; not with a token."""
        caller = require_caller(request)
        if caller.user is None or caller.token is not None:
            raise Conflict("A token has no name and no password: sign in to change yours.")
        given = PersonInput(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        change_person(
            user=caller.user,
            name=values.get("name"),
            password=values.get("password", ""),
            current=values.get("current_password", ""),
        )
        update_session_auth_hash(request._request, caller.user)
        return Response(me(caller))


def me(caller: Caller) -> dict[str, Any]:
    """The caller as the wire shows them."""
    with account_scope(caller.account_id):
        account = Account.objects.get(pk=caller.account_id)
        data = {
            "id": str(caller.user.pk) if caller.user else None,
            "email": caller.user.email if caller.user else None,
            "name": (caller.user.name if caller.user else "") or caller.name,
            "role": caller.role,
            "account": account,
            "sites": Site.objects.all(),
        }
        return dict(MeSerializer(data).data)
