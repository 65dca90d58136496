"""How imports of keyword files look on the wire."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from igny8.core.api.fields import AccountRelatedField
from igny8.planning.api.checks import check_site
from igny8.planning.importing import FIELDS
from igny8.planning.models import KeywordImport
from igny8.tenants.models import Sector, Site


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "string", "enum": list(FIELDS)}, "nullable": True}
)
class MappingField(serializers.JSONField):
    """``{"0": "keyword", "3": "volume"}``: column by its index from 0 → what it holds."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if not isinstance(value, dict) or not all(
            key.isascii() and key.isdigit() and len(key) < 6 and isinstance(name, str)
            for key, name in value.items()
        ):
            raise serializers.ValidationError('Must be an object such as {"0": "keyword", "3": "volume"}.')
        return {int(key): name for key, name in value.items()}


class RowErrorSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ImportInput(serializers.Serializer[Any]):
    """Multipart: the file, and what it belongs to."""

    file = serializers.FileField(allow_empty_file=True)
    site = AccountRelatedField(Site)
    sector = AccountRelatedField(Sector, required=False, allow_null=True)
    format = serializers.CharField(max_length=40, required=False, allow_blank=True)
    mapping = MappingField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_site(attrs, "sector")
        return attrs


class PreviewInput(serializers.Serializer[Any]):
    """Multipart: the file, and how it is to be read if not as it looks."""

    file = serializers.FileField(allow_empty_file=True)
    format = serializers.CharField(max_length=40, required=False, allow_blank=True)
    mapping = MappingField(required=False, allow_null=True)


class ColumnSerializer(serializers.Serializer[Any]):
    """A column by its index from 0; ``field`` is what it is read as, empty where it is not read."""

    index = serializers.IntegerField()
    header = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)


class ReadKeywordSerializer(serializers.Serializer[Any]):
    """A keyword as an import would read it; null is what the file does not say."""

    row = serializers.IntegerField(source="row_number")
    text = serializers.CharField()
    volume = serializers.IntegerField(allow_null=True)
    difficulty = serializers.FloatField(allow_null=True)
    cpc = serializers.FloatField(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    intent = serializers.CharField(allow_null=True)
    clicks = serializers.IntegerField(allow_null=True)
    impressions = serializers.IntegerField(allow_null=True)
    ctr = serializers.FloatField(allow_null=True)
    position = serializers.FloatField(allow_null=True)
    country = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)


class PreviewSerializer(serializers.Serializer[Any]):
    """What an import would find; ``rows`` as they stand, ``keywords`` as they would be read.

    ``fields``: what a column may be mapped to. ``problem``: why it cannot be imported so, empty where it can.
    """

    format = serializers.CharField()
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))
    keywords = ReadKeywordSerializer(many=True)
    errors = RowErrorSerializer(many=True)  # type: ignore[assignment]  # the wire's word, which DRF uses too
    row_count = serializers.IntegerField()
    row_count_is_exact = serializers.BooleanField()
    problem = serializers.CharField(allow_blank=True)
    fields_ = serializers.ListField(child=serializers.CharField())

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields


class ImportResult(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    skipped = serializers.IntegerField()
    errors = RowErrorSerializer(many=True)  # type: ignore[assignment]  # the wire's word, which DRF uses too


class ImportStarted(serializers.Serializer[Any]):
    import_id = serializers.CharField()
    status = serializers.CharField()


class ImportSerializer(serializers.ModelSerializer[KeywordImport]):
    """The progress of a large import."""

    id = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site_id", read_only=True)
    errors = RowErrorSerializer(many=True, read_only=True)  # type: ignore[assignment]  # the wire's word
    progress = serializers.SerializerMethodField()

    class Meta:
        model = KeywordImport
        fields = (
            "id",
            "site",
            "filename",
            "format",
            "status",
            "progress",
            "rows_read",
            "created",
            "updated",
            "skipped",
            "errors",
            "error_count",
            "error_message",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def get_progress(self, row: KeywordImport) -> int:
        if row.status == KeywordImport.Status.COMPLETED:
            return 100
        return min(int(row.bytes_read / row.bytes_total * 100), 99) if row.bytes_total else 0
