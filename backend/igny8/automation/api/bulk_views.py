"""Many rules at once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.automation.api.common import checked, who
from igny8.automation.models import AutomationRule
from igny8.automation.services.bulk_rules import RULE_ACTIONS, Order, do_with_rules
from igny8.core.api.bulk import BulkInput, BulkResultSerializer
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.clock import SYSTEM_CLOCK


class RuleBulkInput(BulkInput):
    """``reason`` is that of ``pause``."""

    action = serializers.ChoiceField(choices=RULE_ACTIONS)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class StartedRuleSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    scheduled_task_id = serializers.CharField()


class RuleBulkResultSerializer(BulkResultSerializer):
    """``started``: the runs, where the action was ``run``."""

    started = StartedRuleSerializer(many=True)


class RuleBulk(ScopedViewSet[AutomationRule]):
    """Rules, many at once."""

    @extend_schema(request=RuleBulkInput, responses=RuleBulkResultSerializer)
    @action(detail=False, methods=["post"], url_path="bulk")
    @idempotent
    def bulk(self, request: Request) -> Response:
        """Pause, resume, activate, deactivate, delete or run many rules."""
        given = checked(RuleBulkInput, request)
        order = Order(given["action"], who(request), SYSTEM_CLOCK, given["reason"])
        done = do_with_rules(ids=given["ids"], order=order)
        shown: Any = {
            "done": done.result.done,
            "skipped": done.result.skipped,
            "started": [{"rule": rule, "scheduled_task_id": run} for rule, run in done.started.items()],
        }
        return Response(RuleBulkResultSerializer(shown).data)
