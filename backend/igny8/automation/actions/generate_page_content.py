"""Generate Page Content: writes the texts of a site's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from igny8.ai.prompts.metadata import Metadata
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
from igny8.content.models import Page
from igny8.content.selectors import PAGE, pages_to_write
from igny8.content.services.pages import store_page, write_page
from igny8.content.services.writing import WrittenText
from igny8.core.lookups import ids_of, required

PRICE = 30
AT_ONCE = 8


class Params(ActionParams):
    page_ids: list[UUID] | None = Field(
        default=None,
        title="Pages",
        description="By default those of the step before, else all planned pages without a text.",
    )


class Output(ActionOutput):
    page_ids: list[str] = Field(default_factory=list, description="Pages that have a text now.")
    content_ids: list[str] = Field(default_factory=list, description="Their texts, in the same order.")


@register
class GeneratePageContent(Action[Params]):
    """One item is one page. Writing a page again makes a new version of its text."""

    type: ClassVar[str] = "generate_page_content"
    name: ClassVar[str] = "Generate Page Content"
    description: ClassVar[str] = "Generate content for pages"
    credits: ClassVar[str] = f"{PRICE} per page"
    position: ClassVar[int] = 60
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        site_id = step.site_id
        waiting = pages_to_write(site_id=site_id)
        taken = take_items(
            step,
            PAGE,
            given=params.page_ids,
            limit=params.limit,
            check=lambda ids: required(Page, ids, site_id=site_id, param="page_ids"),
            waiting=lambda: ids_of(waiting, params.limit),
        )
        job = ItemJob(
            price=lambda _key: PRICE,
            work=unless_deleted(lambda key: write_page(page_id=UUID(key))),
            commit=unless_deleted(_store),
        )
        results = step.each(taken.ids, job, at_once=AT_ONCE)
        return Output(
            page_ids=[output["page_id"] for output in results.outputs],
            content_ids=[output["content_id"] for output in results.outputs],
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if not output.failed and not output.page_ids:
            return "There were no pages without a text."
        return super().note(output)

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        waiting = pages_to_write(site_id=scope.site_id).count()
        items = expected_items(params, "page_ids", scope, waiting=waiting)
        return priced(items, PRICE, "page_ids", "content_ids")


def _store(key: str, written: tuple[WrittenText, Metadata]) -> dict[str, Any]:
    text, metadata = written
    content = store_page(page_id=UUID(key), text=text, metadata=metadata)
    return {"page_id": key, "content_id": str(content.id)}
