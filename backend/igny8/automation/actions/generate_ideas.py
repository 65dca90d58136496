"""Generate Ideas: proposes articles for clusters, each with its full brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from igny8.automation.actions.support.forecasting import expected_items
from igny8.automation.actions.support.items import take_items
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Forecast,
    ForecastScope,
    register,
)
from igny8.automation.runtime.step_context import ItemJob, StepContext
from igny8.content.selectors import known_topics, link_facts, published_pages
from igny8.core.lookups import ids_of, required
from igny8.planning.models import Cluster, Idea
from igny8.planning.selectors import CLUSTER, new_clusters
from igny8.planning.services.ideas import Proposal, propose_ideas, store_ideas
from igny8.tenants.models import Site

PRICE = 15


class Params(ActionParams):
    cluster_ids: list[UUID] | None = Field(
        default=None,
        title="Clusters",
        description="By default those of the step before, else all without ideas.",
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
    credits: ClassVar[str] = f"{PRICE} per cluster"
    position: ClassVar[int] = 20
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        site_id = step.site_id
        taken = take_items(
            step,
            CLUSTER,
            given=_without_planned(params.cluster_ids, site_id),
            limit=params.limit,
            check=lambda ids: required(Cluster, ids, site_id=site_id, param="cluster_ids"),
            waiting=lambda: ids_of(new_clusters(site_id=site_id), params.limit),
        )
        job = ItemJob(
            price=lambda _key: PRICE,
            work=lambda key: _propose(UUID(key), params.ideas_per_cluster),
            commit=lambda key, proposals: _store(UUID(key), proposals),
        )
        results = step.each(taken.ids, job, at_once=8)
        return Output(
            idea_ids=[idea for output in results.outputs for idea in output["idea_ids"]],
            duplicates=sum(output["duplicates"] for output in results.outputs),
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if output.failed:
            return super().note(output)
        if not output.idea_ids and not output.duplicates:
            return "There were no clusters without ideas."
        flagged = f", {output.duplicates} repeat topics that exist" if output.duplicates else ""
        return f"{len(output.idea_ids)} new ideas{flagged}."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        waiting = new_clusters(site_id=scope.site_id).count()
        clusters = expected_items(params, "cluster_ids", scope, waiting=waiting)
        each = params.get("ideas_per_cluster", 1)
        each = each if isinstance(each, int) else 1
        return Forecast(clusters, clusters.times(PRICE), {"idea_ids": clusters.times(each)})


def _without_planned(given: Sequence[UUID] | None, site_id: UUID) -> list[UUID] | None:
    """Given clusters without those that have ideas already, strongest first; unknown ids stay in."""
    if given is None:
        return None
    rows = Cluster.objects.filter(site_id=site_id, id__in=given)
    order = {row.id: number for number, row in enumerate(rows)}
    planned = {row.id for row in rows if row.status == Cluster.Status.PLANNED}
    kept = [cluster_id for cluster_id in given if cluster_id not in planned]
    return sorted(kept, key=lambda cluster_id: order.get(cluster_id, 0))


def _propose(cluster_id: UUID, count: int) -> list[Proposal]:
    cluster = Cluster.objects.select_related("site").get(pk=cluster_id)
    links = link_facts(published_pages(site=cluster.site))
    return propose_ideas(
        cluster=cluster, topics=known_topics(site_id=cluster.site_id), links=links, count=count
    )


def _store(cluster_id: UUID, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Look for duplicates once more: another cluster's ideas may have been stored meanwhile."""
    cluster = Cluster.objects.select_related("site").get(pk=cluster_id)
    Site.objects.select_for_update(no_key=True).get(pk=cluster.site_id)
    topics = known_topics(site_id=cluster.site_id)
    checked = [
        Proposal(proposal.draft, proposal.brief, proposal.duplicate_of or topics.duplicate_of(proposal.draft))
        for proposal in proposals
    ]
    ideas = store_ideas(cluster=cluster, proposals=checked)
    fresh = [str(idea.id) for idea in ideas if idea.status != Idea.Status.DUPLICATE]
    return {"idea_ids": fresh, "duplicates": len(ideas) - len(fresh)}
