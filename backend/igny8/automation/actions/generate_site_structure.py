"""Generate Site Structure: plans the tree of a site's pages from its clusters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from igny8.automation.actions.support.items import take_items, unless_deleted
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
from igny8.content.selectors import SITE, required_site
from igny8.content.services.structure import plan_structure, store_structure
from igny8.core.ids import parse_id
from igny8.planning.models import Cluster

PRICE = 20
_FIXED_PAGES = 6
_MOST_PAGES = 40
"""What a forecast expects: home, about, contact and legal pages, and at most what a plan may hold."""


class Params(ActionParams):
    site_id: UUID | None = Field(default=None, title="Site", description="By default the rule's site.")


class Output(ActionOutput):
    page_ids: list[str] = Field(default_factory=list, description="All pages of the plan, parents first.")


@register
class GenerateSiteStructure(Action[Params]):
    """One item is one site. Planning again keeps pages that exist, and their texts."""

    type: ClassVar[str] = "generate_site_structure"
    name: ClassVar[str] = "Generate Site Structure"
    description: ClassVar[str] = "Generate website structure"
    credits: ClassVar[str] = f"{PRICE} per site"
    position: ClassVar[int] = 50
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        taken = take_items(
            step,
            SITE,
            given=[params.site_id or step.site_id],
            limit=1,
            check=lambda ids: required_site(ids[0]),
            waiting=list,
        )
        job = ItemJob(
            price=lambda _key: PRICE,
            work=unless_deleted(lambda key: plan_structure(site_id=UUID(key))),
            commit=unless_deleted(lambda key, plans: _stored(UUID(key), plans)),
        )
        results = step.each(taken.ids, job)
        return Output(
            page_ids=[page_id for output in results.outputs for page_id in output["page_ids"]],
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        return f"{len(output.page_ids)} pages." if output.page_ids else super().note(output)

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        site_id = parse_id(params.get("site_id")) or scope.site_id
        clusters = Cluster.objects.filter(site_id=site_id).count()
        coming = scope.upstream.get("cluster_ids", Amount())
        expected = min(_FIXED_PAGES + clusters + coming.expected, _MOST_PAGES)
        pages = Amount(_FIXED_PAGES - 1, expected, _MOST_PAGES)
        return Forecast(Amount.exactly(1), Amount.exactly(PRICE), {"page_ids": pages})


def _stored(site_id: UUID, plans: list[Any]) -> dict[str, Any]:
    return {"page_ids": [str(page.id) for page in store_structure(site_id=site_id, plans=plans)]}
