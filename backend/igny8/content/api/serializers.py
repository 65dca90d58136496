"""How contents, their versions and reports look on the wire."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from igny8.ai.config import ImageProvider
from igny8.content.api.fields import ImageShortSerializer, SeoFindingSerializer, findings_of
from igny8.content.markup import slugify
from igny8.content.models import Content, ContentVersion, Image
from igny8.content.services.slugs import slug_is_free
from igny8.content.services.structured import json_ld
from igny8.core.api.fields import AccountRelatedField
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.models import Site

_MAX_HTML = 1_000_000
_EDITABLE_STATUS = (Content.Status.DRAFT, Content.Status.REVIEW, Content.Status.APPROVED)


def _labels() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=100), required=False, max_length=20)


class ContentSerializer(serializers.ModelSerializer[Content]):
    """An article or the text of a page. ``html`` is sanitised; a status from ``scheduled`` on follows what is
    published, so it cannot be set."""

    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    task = serializers.CharField(source="task_id", read_only=True, allow_null=True)
    status = serializers.ChoiceField(choices=Content.Status.choices, required=False)
    slug = serializers.CharField(max_length=200, required=False)
    html = serializers.CharField(
        required=False, allow_blank=True, max_length=_MAX_HTML, trim_whitespace=False
    )
    excerpt = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
    categories = _labels()
    tags = _labels()
    length_report = serializers.DictField(read_only=True)
    optimization = serializers.DictField(read_only=True)
    base_version = serializers.IntegerField(
        write_only=True,
        required=False,
        help_text="The version that a change was made on: where another is current by now, it is refused.",
    )
    image = serializers.SerializerMethodField()
    seo_findings = serializers.SerializerMethodField()

    class Meta:
        model = Content
        fields: tuple[str, ...] = (
            "id",
            "site",
            "task",
            "kind",
            "title",
            "slug",
            "status",
            "needs_writing",
            "keyphrase",
            "meta_title",
            "meta_description",
            "excerpt",
            "html",
            "language",
            "schema_type",
            "categories",
            "tags",
            "word_count",
            "length_report",
            "seo_score",
            "seo_findings",
            "optimization",
            "optimized_at",
            "image",
            "version",
            "base_version",
            "demand",
            "publish_at",
            "published_at",
            "published_url",
            "created_at",
            "updated_at",
        )
        read_only_fields: tuple[str, ...] = (
            "kind",
            "word_count",
            "seo_score",
            "optimized_at",
            "version",
            "demand",
            "published_at",
            "published_url",
            "created_at",
            "updated_at",
        )
        # The uniqueness of slugs is checked below, where the message can name the field.
        validators: tuple[Any, ...] = ()

    @extend_schema_field(ImageShortSerializer(allow_null=True))
    def get_image(self, content: Content) -> Any:
        featured = next((image for image in content.images.all() if image.role == "featured"), None)
        return ImageShortSerializer(featured).data if featured else None

    @extend_schema_field(SeoFindingSerializer(many=True))
    def get_seo_findings(self, content: Content) -> Any:
        return findings_of(content.seo_report)

    def validate_status(self, value: str) -> str:
        current = self.instance.status if self.instance else None
        if value != current and value not in _EDITABLE_STATUS:
            raise serializers.ValidationError("Publishing sets this status: run the action that publishes.")
        return value

    def validate_site(self, value: Site) -> Site:
        if self.instance and self.instance.site_id != value.id:
            raise serializers.ValidationError("A content stays on its site.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A slug is written as one, and is unlike the site's others."""
        if "slug" not in attrs:
            return attrs
        language = attrs.get("language") or (self.instance.language if self.instance else "en")
        attrs["slug"] = slugify(attrs["slug"], language=language)
        site_id = self.instance.site_id if self.instance else attrs["site"].id
        if not slug_is_free(
            attrs["slug"], site_id=site_id, besides=self.instance.id if self.instance else None
        ):
            raise serializers.ValidationError({"slug": "Another content of the site has this slug."})
        return attrs


class ContentVersionSerializer(serializers.ModelSerializer[ContentVersion]):
    """A content as it once was."""

    class Meta:
        model = ContentVersion
        fields: tuple[str, ...] = (
            "number",
            "reason",
            "title",
            "slug",
            "meta_title",
            "meta_description",
            "html",
            "seo_score",
            "created_at",
        )
        read_only_fields = fields


class RestoreInput(serializers.Serializer[Any]):
    number = serializers.IntegerField(min_value=1, help_text="Of the version to bring back.")


class SeoCheckInput(serializers.Serializer[Any]):
    """Changes that are tried, not stored; what is left out is as it is."""

    title = serializers.CharField(max_length=300, required=False)
    slug = serializers.CharField(max_length=200, required=False)
    keyphrase = serializers.CharField(max_length=300, required=False, allow_blank=True)
    meta_title = serializers.CharField(max_length=300, required=False, allow_blank=True)
    meta_description = serializers.CharField(max_length=400, required=False, allow_blank=True)
    html = serializers.CharField(
        required=False, allow_blank=True, max_length=_MAX_HTML, trim_whitespace=False
    )


class DrawInput(serializers.Serializer[Any]):
    provider = serializers.ChoiceField(
        choices=["", *get_args(ImageProvider), "dall-e"],
        required=False,
        allow_blank=True,
        default="",
        help_text="By default the one that is configured.",
    )


class PlaceSerializer(serializers.Serializer[Any]):
    """Where a finding is: the field or the part of the body, its index there, and the characters."""

    where = serializers.CharField()
    index = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    excerpt = serializers.CharField(allow_blank=True)


class SeoCheckSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField()
    group = serializers.ChoiceField(choices=["seo", "readability"])
    status = serializers.CharField(help_text="The rating: good, ok or bad.")
    score = serializers.IntegerField()
    message = serializers.CharField()
    places = PlaceSerializer(many=True)


class SeoReportSerializer(serializers.Serializer[Any]):
    """All on-page checks that apply; ``score`` from 0 to 100, ``reading_ease`` from 0 (hard) to 100."""

    score = serializers.IntegerField()
    rating = serializers.ChoiceField(choices=["good", "ok", "bad"])
    words = serializers.IntegerField()
    reading_ease = serializers.FloatField(allow_null=True)
    checks = SeoCheckSerializer(many=True)
    json_ld = serializers.ListField(child=serializers.DictField())


def seo_report(content: Content, report: dict[str, Any]) -> dict[str, Any]:
    """The wire form of a fresh report with the content's structured data."""
    return {**report, "json_ld": json_ld(content, now=SYSTEM_CLOCK.now())}


class ImageSerializer(ImageShortSerializer):
    """A picture; only its description can be changed."""

    content = serializers.CharField(source="content_id", read_only=True, allow_null=True)
    site = serializers.CharField(source="site_id", read_only=True)
    alt_text = serializers.CharField(source="alt", max_length=300, allow_blank=True)

    class Meta(ImageShortSerializer.Meta):
        model = Image
        fields = (
            *ImageShortSerializer.Meta.fields,
            "content",
            "site",
            "role",
            "prompt",
            "provider",
            "model",
            "created_at",
        )
        read_only_fields = ("width", "height", "role", "prompt", "provider", "model", "created_at")


class ImageUpload(serializers.Serializer[Any]):
    """Multipart: a PNG, JPEG or WebP file that becomes the content's featured image."""

    content = AccountRelatedField(Content)
    file = serializers.FileField(allow_empty_file=True)
    alt_text = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
