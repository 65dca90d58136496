"""Generate Ideas: proposes articles for clusters, each with its full brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Amount,
    Forecast,
    ForecastScope,
    register,
)
from igny8.automation.runtime.step_context import ItemJob, StepContext
from igny8.content.selectors import known_topics, link_facts, published_pages
from igny8.core.errors import InvalidInput
from igny8.planning.models import Cluster, Idea
from igny8.planning.selectors import CLUSTER, existing_ids, ids_of, new_clusters
from igny8.planning.services.ideas import Proposal, propose_ideas, store_ideas
from igny8.tenants.models import Site

PRICE = 15


class Params(ActionParams):
    cluster_ids: list[UUID] | None = Field(
        default=None, title="Clusters", description="By default those of the step before, else all without ideas."
    )
    ideas_per_cluster: int = Field(
        default=1, ge=1, le=10, title="Ideas per cluster", description="At most this many for each cluster."
    )


class Output(ActionOutput):
    idea_ids: list[str] = Field(default_factory=list, description="New ideas, strongest first.")
    duplicates: int = 0


@register
class GenerateIdeas(Action[Params]):
    """One item is one cluster, whatever the number of its ideas."""

    type: ClassVar[str] = "generate_ideas"
    name: ClassVar[str] = "Generate Ideas"
    description: ClassVar[str] = "Generate content ideas from clusters"
    credits: ClassVar[str] = "15 per cluster"
    position: ClassVar[int] = 20
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        ids = step.take(CLUSTER, lambda: _choose(params, step.site_id))
        job = ItemJob(
            price=lambda _key: PRICE,
            work=lambda key: _propose(UUID(key), params.ideas_per_cluster),
            commit=lambda key, proposals: _store(UUID(key), proposals),
        )
        results = step.each(ids, job, at_once=8)
        return Output(
            idea_ids=[idea for output in results.outputs for idea in output["idea_ids"]],
            duplicates=sum(output["duplicates"] for output in results.outputs),
            failed=results.failed_json(),
        )

    def note(self, output: ActionOutput) -> str:
        assert isinstance(output, Output)
        if output.failed:
            return super().note(output)
        if not output.idea_ids and not output.duplicates:
            return "There were no clusters without ideas."
        flagged = f", {output.duplicates} repeat topics that exist" if output.duplicates else ""
        return f"{len(output.idea_ids)} new ideas{flagged}."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        limit, each = int(params.get("limit", 100)), int(params.get("ideas_per_cluster", 1))
        given = params.get("cluster_ids")
        if isinstance(given, list):
            clusters = Amount.exactly(len(given))
        else:
            waiting = new_clusters(site_id=scope.site_id).count()
            clusters = scope.upstream.get("cluster_ids") or Amount.exactly(waiting)
        clusters = clusters.capped(limit)
        return Forecast(clusters, clusters.times(PRICE), {"idea_ids": clusters.times(each)})


def _choose(params: Params, site_id: UUID) -> list[UUID]:
    """Given clusters in the order of their demand; those that have ideas already are passed over."""
    if params.cluster_ids is None:
        return ids_of(new_clusters(site_id=site_id), params.limit)
    found = existing_ids(Cluster.objects.filter(site_id=site_id), params.cluster_ids)
    missing = set(params.cluster_ids) - set(found)
    if missing:
        raise InvalidInput(
            f"The site has no cluster with the id {min(missing)}.",
            fields={"params.cluster_ids": ["Some of these clusters do not exist."]},
        )
    return ids_of(new_clusters(site_id=site_id).filter(id__in=found), params.limit)


def _propose(cluster_id: UUID, count: int) -> list[Proposal]:
    cluster = Cluster.objects.select_related("site").get(pk=cluster_id)
    links = link_facts(published_pages(site=cluster.site))
    return propose_ideas(cluster=cluster, topics=known_topics(site_id=cluster.site_id), links=links, count=count)


def _store(cluster_id: UUID, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Look for duplicates once more: another cluster's ideas may have been stored meanwhile."""
    cluster = Cluster.objects.select_related("site").get(pk=cluster_id)
    Site.objects.select_for_update().get(pk=cluster.site_id)
    topics = known_topics(site_id=cluster.site_id)
    checked = [
        Proposal(proposal.draft, proposal.brief, proposal.duplicate_of or topics.duplicate_of(proposal.draft))
        for proposal in proposals
    ]
    ideas = store_ideas(cluster=cluster, proposals=checked)
    fresh = [str(idea.id) for idea in ideas if idea.status != Idea.Status.DUPLICATE]
    return {"idea_ids": fresh, "duplicates": len(ideas) - len(fresh)}
