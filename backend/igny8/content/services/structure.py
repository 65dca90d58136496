"""The structure of a site: a tree of pages made from its clusters."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from igny8.ai.prompts.site_structure import SiteStructureFacts, SiteStructurePrompt
from igny8.ai.prompts.types import ClusterFacts, PagePlan
from igny8.ai.services import ask
from igny8.content.markup import slugify
from igny8.content.models import Page
from igny8.content.services.announcing import PAGES
from igny8.content.services.page_tree import path_of
from igny8.planning.models import Cluster
from igny8.planning.services.ideas import cluster_keywords_facts, prompt_intent, site_facts
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
        intent=prompt_intent(cluster),
        language=cluster.language or "en",
    )


def store_structure(*, site_id: UUID, plans: list[PagePlan]) -> list[Page]:
    """Store a structure. A page whose address exists is kept and updated; written pages keep their text."""
    site = Site.objects.select_for_update(no_key=True).get(pk=site_id)
    clusters = {cluster.name: cluster for cluster in Cluster.objects.filter(site=site)}
    slugs = {plan.slug: _slug(plan, site) for plan in plans}
    by_slug: dict[str, Page] = {}
    for position, plan in enumerate(plans):
        parent = None if plan.kind == "home" else by_slug.get(plan.parent_slug)
        taken = {page.path for page in by_slug.values()}
        path = "/" if plan.kind == "home" else _free_path(parent, slugs[plan.slug], taken)
        values = _values(plan, clusters.get(plan.cluster), [slugs.get(link, link) for link in plan.links])
        values |= {"slug": _last_part(path), "parent": parent, "position": position}
        by_slug[plan.slug] = _store_page(site, path, values)
    return list(by_slug.values())


def _store_page(site: Site, path: str, values: dict[str, Any]) -> Page:
    known = Page.objects.filter(site=site, path=path).first()
    before = PAGES.snapshot(known) if known else None
    page, _ = Page.objects.update_or_create(site=site, path=path, defaults=values)
    if before is None:
        PAGES.created(page)
    else:
        PAGES.updated(page, before)
    return page


def _slug(plan: PagePlan, site: Site) -> str:
    return "" if plan.kind == "home" else slugify(plan.slug or plan.title, language=site.language)


def _free_path(parent: Page | None, slug: str, taken: Collection[str]) -> str:
    """The address of a page below ``parent`` (or the home page), unlike those that are ``taken``."""
    path, number = path_of(parent, slug), 2
    while path in taken:
        path, number = path_of(parent, f"{slug}-{number}"), number + 1
    return path


def _last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _values(plan: PagePlan, cluster: Cluster | None, links: list[str]) -> dict[str, Any]:
    return {
        "cluster": cluster,
        "kind": plan.kind,
        "title": plan.title[:300],
        "purpose": plan.purpose,
        "keyphrase": plan.target_keyphrase[:300],
        "internal_links": links,
        "demand": cluster.demand if cluster else 0,
    }
