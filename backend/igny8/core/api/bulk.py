"""How work on many chosen rows looks on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.core.bulk import MOST_ROWS


class BulkInput(serializers.Serializer[Any]):
    """The rows that were chosen; subclasses say what is to be done with them."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_ROWS)


class SkippedSerializer(serializers.Serializer[Any]):
    """A row with which nothing was done, and why."""

    id = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class BulkResultSerializer(serializers.Serializer[Any]):
    """``done``: ids of the rows with which it was done, in the order given."""

    done = serializers.ListField(child=serializers.CharField())
    skipped = SkippedSerializer(many=True)
