"""Pieces that several serializers of contents share."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.content.models import Image
from igny8.content.services.images import media_url


class ImageShortSerializer(serializers.ModelSerializer[Image]):
    """A picture as a page needs it; ``srcset`` offers its widths in pixels."""

    id = serializers.CharField(read_only=True)
    url = serializers.SerializerMethodField()
    srcset = serializers.SerializerMethodField()
    alt_text = serializers.CharField(source="alt", read_only=True)

    class Meta:
        model = Image
        fields: tuple[str, ...] = ("id", "url", "srcset", "alt_text", "width", "height")
        read_only_fields: tuple[str, ...] = ("width", "height")

    def get_url(self, image: Image) -> str:
        return media_url(image.path)

    def get_srcset(self, image: Image) -> str:
        widths = sorted(image.files.items(), key=lambda entry: int(entry[0]))
        return ", ".join(f"{media_url(path)} {width}w" for width, path in widths)


class SeoFindingSerializer(serializers.Serializer[Any]):
    """What one on-page check found; ``place`` quotes the text where it is, ``score`` goes from 0 to 9."""

    check = serializers.CharField()
    name = serializers.CharField()
    group = serializers.ChoiceField(choices=["seo", "readability"])
    rating = serializers.ChoiceField(choices=["good", "ok", "bad"])
    score = serializers.IntegerField()
    message = serializers.CharField()
    place = serializers.CharField(allow_null=True)


def findings_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings of a stored report."""
    return [
        {
            "check": check["id"],
            "name": check["name"],
            "group": check["group"],
            "rating": check["status"],
            "score": check["score"],
            "message": check["message"],
            "place": check["places"][0]["excerpt"] if check["places"] else None,
        }
        for check in report.get("checks", [])
    ]
