"""How pages of a site's structure look on the wire."""

from __future__ import annotations

from typing import Any, get_args

from rest_framework import serializers

from igny8.ai.prompts.types import PageKind
from igny8.content.markup import slugify
from igny8.content.models import Content, Page
from igny8.content.services.page_tree import is_below, path_of
from igny8.core.api.fields import AccountRelatedField
from igny8.planning.models import Cluster
from igny8.tenants.models import Site


class PageSerializer(serializers.ModelSerializer[Page]):
    """A page of the tree; ``path`` follows from its slug and its ``parent``. One page, the home page, has the
    kind ``home``, no slug and no parent."""

    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    parent = AccountRelatedField(  # type: ignore[assignment] # a declared field, not DRF's attribute
        Page, required=False, allow_null=True
    )
    cluster = AccountRelatedField(Cluster, required=False, allow_null=True)
    content = AccountRelatedField(Content, required=False, allow_null=True)
    kind = serializers.ChoiceField(choices=get_args(PageKind))
    slug = serializers.CharField(max_length=200, required=False, allow_blank=True)
    internal_links = serializers.ListField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False, max_length=50
    )

    class Meta:
        model = Page
        fields: tuple[str, ...] = (
            "id",
            "site",
            "parent",
            "cluster",
            "content",
            "kind",
            "title",
            "slug",
            "path",
            "purpose",
            "keyphrase",
            "internal_links",
            "status",
            "position",
            "demand",
            "created_at",
            "updated_at",
        )
        read_only_fields: tuple[str, ...] = ("path", "status", "demand", "created_at", "updated_at")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Everything that a page refers to is on its site; its address follows, and is its own."""
        probe = self.instance or Page(kind=attrs["kind"], site=attrs["site"])
        site = attrs.get("site", probe.site)
        if self.instance and site != probe.site:
            raise serializers.ValidationError({"site": "A page stays on its site."})
        for name in ("parent", "cluster", "content"):
            if attrs.get(name) is not None and attrs[name].site_id != site.id:
                raise serializers.ValidationError({name: "This belongs to another site."})
        self._check_parent(attrs.get("kind", probe.kind), attrs.get("parent"))
        attrs["slug"], attrs["path"] = self._address(probe, attrs)
        twins = Page.objects.filter(site=site, path=attrs["path"]).exclude(pk=probe.pk)
        if twins.exists():
            raise serializers.ValidationError({"slug": f"The site has a page at {attrs['path']} already."})
        return attrs

    def _check_parent(self, kind: str, parent: Page | None) -> None:
        if kind == "home" and parent is not None:
            raise serializers.ValidationError({"parent": "The home page stands at the top."})
        if self.instance and parent is not None and is_below(parent, self.instance):
            raise serializers.ValidationError({"parent": "A page cannot stand below itself."})

    @staticmethod
    def _address(probe: Page, attrs: dict[str, Any]) -> tuple[str, str]:
        kind = attrs.get("kind", probe.kind)
        if kind == "home":
            return "", "/"
        wanted = attrs.get("slug", probe.slug) or attrs.get("title", probe.title)
        slug = slugify(wanted, language=attrs.get("site", probe.site).language)
        return slug, path_of(attrs.get("parent", probe.parent), slug)


class MoveInput(serializers.Serializer[Any]):
    """Where a page goes: below which page, and which of the pages there it becomes."""

    parent = serializers.CharField(  # type: ignore[assignment]  # DRF has an attribute of that name
        allow_null=True, help_text="The page above it; null for the top."
    )
    position = serializers.IntegerField(
        min_value=0, max_value=10_000, help_text="Its place among the pages there, from 0."
    )
