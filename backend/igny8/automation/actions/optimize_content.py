"""Optimize Content: raises the scores of contents without changing facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import BaseModel, Field

from igny8.automation.actions.support.forecasting import expected_items, priced
from igny8.automation.actions.support.items import take_items, unless_deleted
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Forecast,
    ForecastScope,
    register,
)
from igny8.automation.runtime.step_context import ItemJob, StepContext
from igny8.content.models import Content
from igny8.content.selectors import OPTIMIZE, contents_to_optimize
from igny8.content.services.optimizing import Improved, improve, store_improved
from igny8.core.clock import Clock
from igny8.core.lookups import ids_of, required

PRICE = 10
AT_ONCE = 2


class Params(ActionParams):
    content_ids: list[UUID] | None = Field(
        default=None,
        title="Contents",
        description="By default those of the step before, else all that were never optimized.",
    )


class Result(BaseModel):
    """One content's scores from 0 to 100; what was changed, check by check, stands on the content."""

    content_id: str
    before: int
    after: int


class Output(ActionOutput):
    results: list[Result] = Field(default_factory=list, description="Score before and after, per content.")
    content_ids: list[str] = Field(
        default_factory=list, description="The contents worked on, also those that stayed as they were."
    )


@register
class OptimizeContent(Action[Params]):
    """One item is one content; both its versions are kept."""

    type: ClassVar[str] = "optimize_content"
    name: ClassVar[str] = "Optimize Content"
    description: ClassVar[str] = "Optimize content for SEO"
    credits: ClassVar[str] = f"{PRICE} per article"
    position: ClassVar[int] = 70
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        site_id = step.site_id
        waiting = contents_to_optimize(site_id=site_id)
        taken = take_items(
            step,
            OPTIMIZE,
            given=params.content_ids,
            limit=params.limit,
            check=lambda ids: required(Content, ids, site_id=site_id, param="content_ids"),
            waiting=lambda: ids_of(waiting, params.limit),
        )
        job = ItemJob(
            price=lambda _key: PRICE,
            work=unless_deleted(lambda key: improve(content_id=UUID(key))),
            commit=unless_deleted(lambda key, improved: _store(key, improved, step.clock)),
        )
        results = step.each(taken.ids, job, at_once=AT_ONCE)
        return Output(
            results=[Result.model_validate(output) for output in results.outputs],
            content_ids=[str(content_id) for content_id in taken.ids],
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if output.failed:
            return super().note(output)
        if not output.results:
            return "There were no contents to optimize."
        before, after = (
            round(sum(getattr(result, name) for result in output.results) / len(output.results))
            for name in ("before", "after")
        )
        return f"Score on average {before} → {after}."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        waiting = contents_to_optimize(site_id=scope.site_id).count()
        return priced(expected_items(params, "content_ids", scope, waiting=waiting), PRICE, "content_ids")


def _store(key: str, improved: Improved, clock: Clock) -> dict[str, Any]:
    report = store_improved(content_id=UUID(key), improved=improved, clock=clock)
    return {"content_id": key, "before": report["before"], "after": report["after"]}
