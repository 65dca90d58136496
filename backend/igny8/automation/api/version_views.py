"""A rule's draft and versions, and the rule as a document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api import serializers as wire
from igny8.automation.api.common import checked, note_rule, only_site, who
from igny8.automation.api.serializers import templates as documents
from igny8.automation.api.serializers import versions as shapes
from igny8.automation.models import AutomationRule
from igny8.automation.selectors import live_rules
from igny8.automation.services import versions as service
from igny8.automation.services.diff import Change
from igny8.automation.services.drafts import discard_draft, publish_draft, save_draft
from igny8.automation.services.portable import export_rule, import_rule
from igny8.automation.services.templates import follow_template
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK

_NUMBER = r"(?P<number>[^/]+)"


class RuleVersions(ScopedViewSet[AutomationRule]):
    """What a rule was, is and will be."""

    @extend_schema(methods=["GET"], responses=shapes.VersionSerializer(many=True))
    @extend_schema(methods=["POST"], request=wire.RuleInput, responses={201: shapes.VersionSerializer})
    @action(detail=True, methods=["get", "post"])
    def versions(self, request: Request, pk: str) -> Response:  # noqa: ARG002 - DRF's signature
        """All versions, newest first, the draft as the next one; a POST saves a change as the draft."""
        if request.method == "POST":
            return Response(shapes.VersionSerializer(self._drafted(request)).data, status=201)
        rows: Any = service.Versions(self.get_object())
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.VersionSerializer(page or [], many=True).data)

    def _drafted(self, request: Request) -> service.Version:
        values = checked(wire.RuleInput, request, partial=True)
        rule = save_draft(rule=self.get_object(), values=values, by=who(request), clock=SYSTEM_CLOCK)
        note_rule(request, rule, "rule.draft_saved")
        return service.version_of(rule, service.DRAFT)

    @extend_schema(responses=shapes.VersionSerializer)
    @action(detail=True, url_path=f"versions/{_NUMBER}")
    def version(self, request: Request, pk: str, number: str) -> Response:  # noqa: ARG002
        return Response(shapes.VersionSerializer(service.version_of(self.get_object(), number)).data)

    @extend_schema(request=shapes.PublishInput, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"], url_path=f"versions/{_NUMBER}/publish")
    @idempotent
    def publish_version(self, request: Request, pk: str, number: str) -> Response:  # noqa: ARG002
        overwrite = checked(shapes.PublishInput, request)["overwrite"]
        rule = service.publish_version(
            rule=self.get_object(), number=number, by=who(request), clock=SYSTEM_CLOCK, overwrite=overwrite
        )
        return self._shown(request, rule, "rule.published")

    @extend_schema(request=shapes.RestoreVersionInput, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"], url_path=f"versions/{_NUMBER}/restore")
    @idempotent
    def restore_version(self, request: Request, pk: str, number: str) -> Response:  # noqa: ARG002
        as_draft = checked(shapes.RestoreVersionInput, request)["draft"]
        rule = service.restore_version(
            rule=self.get_object(), number=number, by=who(request), clock=SYSTEM_CLOCK, as_draft=as_draft
        )
        return self._shown(request, rule, "rule.restored")

    @extend_schema(
        parameters=[OpenApiParameter("against", str, description="A number, `live` or `draft`.")],
        responses=shapes.ChangeSerializer(many=True),
    )
    @action(detail=True, url_path=f"versions/{_NUMBER}/diff", pagination_class=None)
    def diff(self, request: Request, pk: str, number: str) -> Response:  # noqa: ARG002
        """What leads from the version ``against`` (by default the one before) to this one."""
        against = request.query_params.get("against", "")
        return Response(_shown_changes(service.diff_of_versions(self.get_object(), number, against)))

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["delete"])
    def draft(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        rule = discard_draft(rule=self.get_object())
        note_rule(request, rule, "rule.draft_discarded")
        return Response(status=204)

    @extend_schema(request=shapes.PublishInput, responses=wire.RuleSerializer)
    @action(detail=True, methods=["post"], url_path="draft/publish")
    @idempotent
    def publish(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        overwrite = checked(shapes.PublishInput, request)["overwrite"]
        rule = publish_draft(rule=self.get_object(), by=who(request), clock=SYSTEM_CLOCK, overwrite=overwrite)
        return self._shown(request, rule, "rule.published")

    @extend_schema(request=shapes.FollowInput, responses=shapes.FollowedSerializer)
    @action(detail=True, methods=["post"], url_path="update-from-template")
    @idempotent
    def update_from_template(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        """A draft as the newest version of the rule's template makes it."""
        inputs = checked(shapes.FollowInput, request)["inputs"]
        rule, lost = follow_template(
            rule=self.get_object(), inputs=inputs, by=who(request), clock=SYSTEM_CLOCK
        )
        note_rule(request, rule, "rule.draft_saved")
        return Response(
            {
                "rule": wire.RuleSerializer(live_rules().get(pk=rule.pk)).data,
                "changes": _shown_changes(service.diff_of_versions(rule, service.DRAFT, service.LIVE)),
                "not_in_draft": _shown_changes(lost),
            }
        )

    @extend_schema(responses=documents.DocumentSerializer)
    @action(detail=True)
    def export(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(export_rule(self.get_object()))

    @extend_schema(request=documents.RuleImportInput, responses={201: documents.ImportedSerializer})
    @action(detail=False, methods=["post"], url_path="import")
    @idempotent
    def import_document(self, request: Request) -> Response:
        given = checked(documents.RuleImportInput, request)
        rule, report = import_rule(
            site=given.pop("site", None) or only_site(), by=who(request), clock=SYSTEM_CLOCK, **given
        )
        note_rule(request, rule, "rule.imported")
        shown = wire.RuleSerializer(live_rules().get(pk=rule.pk)).data
        return Response({"rule": shown, "report": report.as_json()}, status=201)

    def _shown(self, request: Request, rule: AutomationRule, what: str) -> Response:
        note_rule(request, rule, what)
        return Response(wire.RuleSerializer(live_rules().get(pk=rule.pk)).data)


def _shown_changes(changes: list[Change]) -> list[dict[str, Any]]:
    return [change.as_json() for change in changes]
