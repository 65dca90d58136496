"""Small things that the views of rules share."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from igny8.automation.models import AutomationRule
from igny8.core.errors import InvalidInput
from igny8.tenants.api.authentication import caller_of
from igny8.tenants.models import Site
from igny8.tenants.services import audit


def who(request: Request) -> str:
    """The caller's name, for histories."""
    caller = caller_of(request)
    return caller.name if caller else ""


def only_site() -> Site:
    """The account's site, where it has one. :raises InvalidInput: naming the field ``site`` otherwise."""
    sites = list(Site.objects.all()[:2])
    if len(sites) != 1:
        raise InvalidInput("Say which site the rule is for.", fields={"site": ["This field is required."]})
    return sites[0]


def checked(
    serializer: type[BaseSerializer[Any]], request: Request, *, partial: bool = False
) -> dict[str, Any]:
    """The request's body, as the serializer understands it."""
    given = serializer(data=request.data, partial=partial)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def wants_draft(request: Request) -> bool:
    """Whether ``?draft=true`` stands in the address."""
    return request.query_params.get("draft", "").lower() in {"1", "true"}


def note_rule(request: Request, rule: AutomationRule, what: str) -> None:
    """A line of the audit log about a rule."""
    audit(actor=who(request), action=what, object_type="automation_rule", object_id=rule.id, name=rule.name)
