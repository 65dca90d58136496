"""The structure of a site: a tree of pages made from its clusters."""

from __future__ import annotations

from uuid import UUID

from igny8.ai.prompts.site_structure import SiteStructureFacts, SiteStructurePrompt
from igny8.ai.prompts.types import ClusterFacts, PagePlan
from igny8.ai.services import ask
from igny8.content.markup import slugify
from igny8.content.models import Page
from igny8.planning.models import Cluster, Intent
from igny8.planning.services.ideas import cluster_keywords_facts, site_facts
from igny8.tenants.models import Site

_CLUSTERS = 60


def plan_structure(*, site_id: UUID) -> list[PagePlan]:
    """Think of a structure; asks the model, stores nothing. Parents stand before their children."""
    site = Site.objects.get(pk=site_id)
    clusters = Cluster.objects.filter(site=site).select_related("site").order_by("-demand", "id")[:_CLUSTERS]
    facts = SiteStructureFacts(
        site=site_facts(site),
        clusters=tuple(_facts(cluster) for cluster in clusters),
        language=site.language,
    )
    return ask(SiteStructurePrompt(), facts).result.pages


def _facts(cluster: Cluster) -> ClusterFacts:
    return ClusterFacts(
        name=cluster.name,
        head_keyword=cluster.head_keyword,
        keywords=cluster_keywords_facts(cluster)[:10],
        intent=Intent(cluster.intent or Intent.INFORMATIONAL).value,
        language=cluster.language or "en",
    )


def store_structure(*, site_id: UUID, plans: list[PagePlan]) -> list[Page]:
    """Store a structure. A page whose address exists is kept and updated; written pages keep their text."""
    site = Site.objects.get(pk=site_id)
    clusters = {cluster.name: cluster for cluster in Cluster.objects.filter(site=site)}
    by_slug: dict[str, Page] = {}
    pages: list[Page] = []
    for position, plan in enumerate(plans):
        page = _store(site, plan, by_slug.get(plan.parent_slug) if plan.kind != "home" else None, position, clusters)
        by_slug[plan.slug] = page
        pages.append(page)
    return pages


def _store(
    site: Site, plan: PagePlan, parent: Page | None, position: int, clusters: dict[str, Cluster]
) -> Page:
    slug = "" if plan.kind == "home" else slugify(plan.slug or plan.title, language=site.language)
    path = "/" if plan.kind == "home" else f"{(parent.path if parent else '/').rstrip('/')}/{slug}/"
    cluster = clusters.get(plan.cluster)
    page, _ = Page.objects.update_or_create(
        site=site,
        path=path,
        defaults={
            "parent": parent,
            "cluster": cluster,
            "kind": plan.kind,
            "title": plan.title[:300],
            "slug": slug,
            "purpose": plan.purpose,
            "keyphrase": (plan.target_keyphrase or "")[:300],
            "internal_links": plan.links,
            "position": position,
            "demand": cluster.demand if cluster else 0,
        },
    )
    return page
