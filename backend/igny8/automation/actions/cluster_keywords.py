"""Cluster Keywords: groups a site's new keywords by topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast
from uuid import UUID

from pydantic import Field

from igny8.automation.actions.support.forecasting import expected_items
from igny8.automation.actions.support.items import take_items
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
from igny8.core.lookups import ids_of, required
from igny8.planning.models import Keyword
from igny8.planning.selectors import KEYWORD, new_keywords

if TYPE_CHECKING:
    from igny8.planning.services.clustering import ClusterPlan

BATCH = 500
PRICE_OF_BATCH = 10
DEFAULT_LIMIT = 50_000
_KEYWORDS_PER_CLUSTER = 8
"""What a forecast expects; real lists vary between 4 and 15."""


class Params(ActionParams):
    keyword_ids: list[UUID] | None = Field(
        default=None, title="Keywords", description="By default all new keywords."
    )
    sector_id: UUID | None = Field(default=None, title="Sector", description="Only keywords of this sector.")
    granularity: Literal["broader", "default", "finer"] = Field(
        default="default", title="Groups", description="Broader, as the keywords suggest, or finer."
    )
    limit: int = Field(
        default=DEFAULT_LIMIT,
        ge=1,
        le=100_000,
        title="At most",
        description="At most this many keywords, largest volume first; groups are best when all are seen.",
    )


class Output(ActionOutput):
    cluster_ids: list[str] = Field(
        default_factory=list, description="New and grown clusters, strongest first."
    )
    keywords: int = 0
    left_alone: int = 0


@register
class ClusterKeywords(Action[Params]):
    """All keywords of a step are grouped together, so they are one item with one price."""

    type: ClassVar[str] = "cluster_keywords"
    name: ClassVar[str] = "Cluster Keywords"
    description: ClassVar[str] = "Automatically cluster keywords by topic"
    credits: ClassVar[str] = "10 per started 500 keywords"
    position: ClassVar[int] = 10
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        taken = take_items(
            step,
            KEYWORD,
            given=params.keyword_ids,
            limit=params.limit,
            check=lambda ids: required(Keyword, ids, site_id=step.site_id, param="keyword_ids"),
            waiting=lambda: ids_of(
                new_keywords(site_id=step.site_id, sector_id=params.sector_id), params.limit
            ),
        )
        ids = taken.ids
        if not ids:
            return Output(failed=taken.busy)
        job = ItemJob(
            price=lambda _key: _price(len(ids)),
            work=lambda _key: _plan(step.site_id, ids, params.granularity),
            commit=lambda _key, plan: _store(step.site_id, plan),
        )
        step.expect(1)
        results = step.each(["all"], job)
        return Output(**results.outputs[0], keywords=len(ids), failed=taken.busy)

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if not output.keywords:
            return "There were no new keywords to cluster."
        left = f", {output.left_alone} left alone" if output.left_alone else ""
        return f"{output.keywords} keywords into {len(output.cluster_ids)} clusters{left}."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        waiting = new_keywords(site_id=scope.site_id).count()
        keywords = expected_items({"limit": DEFAULT_LIMIT, **params}, "keyword_ids", scope, waiting=waiting)
        count = keywords.expected
        clusters = Amount(1 if count > 1 else 0, count // _KEYWORDS_PER_CLUSTER, count // 2)
        return Forecast(keywords, _prices(keywords), {"cluster_ids": clusters})


def _price(keywords: int) -> int:
    return -(-keywords // BATCH) * PRICE_OF_BATCH


def _prices(keywords: Amount) -> Amount:
    return Amount(_price(keywords.low), _price(keywords.expected), _price(keywords.high))


def _plan(site_id: UUID, ids: list[UUID], granularity: str) -> ClusterPlan:
    """What groups loads numpy and SciPy, which a process that clusters nothing does not need."""
    from igny8.planning.services.clustering import plan_clusters

    return plan_clusters(site_id=site_id, keyword_ids=ids, granularity=granularity)


def _store(site_id: UUID, plan: ClusterPlan) -> dict[str, Any]:
    from igny8.planning.services.clustering import store_clusters

    stored = store_clusters(site_id=site_id, plan=plan)
    ids = [str(cluster_id) for cluster_id in [*stored.created, *stored.grown]]
    return {"cluster_ids": ids, "left_alone": stored.left_alone}
