"""How work on many keywords, clusters or ideas looks on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.core.api.bulk import BulkInput
from igny8.core.api.fields import AccountRelatedField
from igny8.planning.models import IDEA_DECISIONS, Cluster

KEYWORD_ACTIONS = ("delete", "leave_alone", "cluster_again", "move")


class KeywordBulkInput(BulkInput):
    """``cluster_again``: the next clustering looks at them anew; ``move`` takes ``cluster``."""

    action = serializers.ChoiceField(choices=KEYWORD_ACTIONS)
    cluster = AccountRelatedField(Cluster, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["action"] == "move" and attrs.get("cluster") is None:
            raise serializers.ValidationError({"cluster": "Say into which cluster they are to be moved."})
        return attrs


class IdeaBulkInput(BulkInput):
    """The status that these ideas are to have."""

    status = serializers.ChoiceField(choices=IDEA_DECISIONS)


class MergeInput(BulkInput):
    """The clusters that are to become part of the one in the address."""
