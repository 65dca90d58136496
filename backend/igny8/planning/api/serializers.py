"""How keywords, clusters and ideas look on the wire."""

from __future__ import annotations

from copy import copy
from typing import Any

from rest_framework import serializers

from igny8.core.api.fields import AccountRelatedField
from igny8.planning.api.checks import check_site, checked_brief
from igny8.planning.models import IDEA_DECISIONS, Cluster, Idea, Keyword
from igny8.planning.normalize import clean_keyword, keyword_key, keyword_problem
from igny8.planning.services.imports import demand_of
from igny8.tenants.models import Sector, Site


class KeywordSerializer(serializers.ModelSerializer[Keyword]):
    """A keyword; ``demand`` is its volume, else its impressions."""

    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    sector = AccountRelatedField(Sector, required=False, allow_null=True)
    cluster = AccountRelatedField(Cluster, required=False, allow_null=True)
    cluster_name = serializers.CharField(source="cluster.name", read_only=True, default=None, allow_null=True)
    folded_into = serializers.CharField(source="folded_into_id", read_only=True, allow_null=True)
    text = serializers.CharField(max_length=300)
    serp_urls = serializers.ListField(
        child=serializers.CharField(max_length=600), required=False, max_length=100
    )

    class Meta:
        model = Keyword
        fields = (
            "id",
            "site",
            "sector",
            "cluster",
            "cluster_name",
            "folded_into",
            "text",
            "status",
            "intent",
            "language",
            "volume",
            "difficulty",
            "cpc",
            "currency",
            "clicks",
            "impressions",
            "ctr",
            "position",
            "country",
            "url",
            "serp_urls",
            "demand",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("status", "demand", "created_at", "updated_at")

    def validate_text(self, value: str) -> str:
        problem = keyword_problem(value)
        if problem:
            raise serializers.ValidationError(problem)
        return clean_keyword(value)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The key follows from the text, the demand from the numbers; one keyword a site and key."""
        check_site(attrs, "sector", "cluster", of=self.instance.site_id if self.instance else None)
        probe = copy(self.instance) if self.instance else Keyword(site=attrs["site"])
        for name, value in attrs.items():
            setattr(probe, name, value)
        attrs["key"], attrs["demand"] = keyword_key(probe.text), demand_of(probe)
        twins = Keyword.objects.filter(site=probe.site, key=attrs["key"]).exclude(pk=probe.pk)
        if twins.exists():
            raise serializers.ValidationError({"text": "The site has this keyword already."})
        if "cluster" in attrs:
            in_cluster = attrs["cluster"] is not None
            attrs["status"] = Keyword.Status.CLUSTERED if in_cluster else Keyword.Status.LEFT_ALONE
        return attrs


class ClusterSerializer(serializers.ModelSerializer[Cluster]):
    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    sector = AccountRelatedField(Sector, required=False, allow_null=True)

    class Meta:
        model = Cluster
        fields = (
            "id",
            "site",
            "sector",
            "name",
            "head_keyword",
            "intent",
            "language",
            "status",
            "keyword_count",
            "volume",
            "impressions",
            "difficulty",
            "demand",
            "created_at",
            "updated_at",
        )
        read_only_fields = (
            "status",
            "keyword_count",
            "volume",
            "impressions",
            "difficulty",
            "demand",
            "created_at",
            "updated_at",
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_site(attrs, "sector", of=self.instance.site_id if self.instance else None)
        return attrs


class IdeaSerializer(serializers.ModelSerializer[Idea]):
    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    cluster = AccountRelatedField(Cluster, required=False, allow_null=True)
    status = serializers.ChoiceField(choices=IDEA_DECISIONS, required=False)
    supporting_keywords = serializers.ListField(child=serializers.CharField(max_length=300), required=False)
    brief = serializers.DictField(required=False)

    class Meta:
        model = Idea
        fields = (
            "id",
            "site",
            "cluster",
            "title",
            "angle",
            "intent",
            "content_type",
            "target_keyphrase",
            "supporting_keywords",
            "brief",
            "language",
            "status",
            "duplicate_of",
            "demand",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("duplicate_of", "demand", "created_at", "updated_at")

    def validate_brief(self, value: dict[str, Any]) -> dict[str, Any]:
        return checked_brief(value)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_site(attrs, "cluster", of=self.instance.site_id if self.instance else None)
        return attrs

    def to_representation(self, instance: Idea) -> dict[str, Any]:
        data = super().to_representation(instance)
        data["status"] = instance.status
        return data
