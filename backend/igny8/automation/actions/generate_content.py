"""Generate Content: writes the articles of writing tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from igny8.automation.actions.support.forecasting import expected_items, limit_of, priced
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
from igny8.content.models import Content, WritingTask
from igny8.content.selectors import TASK, undecided_ideas, waiting_tasks
from igny8.content.services.tasks import tasks_to_write
from igny8.content.services.writing import WrittenText, store_article, write_article
from igny8.core.lookups import required
from igny8.planning.selectors import approved_ideas
from igny8.tenants.models import Site

PRICE = 50
AT_ONCE = 8


class Params(ActionParams):
    task_ids: list[UUID] | None = Field(
        default=None,
        title="Writing tasks",
        description="By default waiting tasks, then approved ideas, each of which becomes a task.",
    )


class Output(ActionOutput):
    content_ids: list[str] = Field(default_factory=list, description="Articles, largest demand first.")
    needs_writing: int = Field(default=0, description="Structured drafts that a person has to write out.")
    ideas_to_approve: int = Field(default=0, description="Ideas that wait for approval, where none was.")


@register
class GenerateContent(Action[Params]):
    """One item is one task. A task that is written already costs nothing and gives its article."""

    type: ClassVar[str] = "generate_content"
    name: ClassVar[str] = "Generate Content"
    description: ClassVar[str] = "Generate article content from tasks"
    credits: ClassVar[str] = f"{PRICE} per article"
    position: ClassVar[int] = 30
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        site_id = step.site_id
        taken = take_items(
            step,
            TASK,
            given=params.task_ids,
            limit=params.limit,
            check=lambda ids: required(WritingTask, ids, site_id=site_id, param="task_ids"),
            waiting=lambda: tasks_to_write(site_id=site_id, limit=params.limit),
        )
        job = ItemJob(_price, unless_deleted(_write), unless_deleted(_store))
        results = step.each(taken.ids, job, at_once=AT_ONCE)
        return Output(
            content_ids=[output["content_id"] for output in results.outputs],
            needs_writing=sum(output["needs_writing"] for output in results.outputs),
            ideas_to_approve=0 if taken.ids else undecided_ideas(site_id=site_id).count(),
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if output.failed or output.content_ids:
            return super().note(output)
        if output.ideas_to_approve:
            return f"There was nothing to write: {output.ideas_to_approve} ideas wait for approval."
        return "There was nothing to write: no task waits, and no idea is approved."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        items = expected_items(params, "task_ids", scope, waiting=0)
        if params.get("task_ids") is None:
            items = items + _waiting(scope)
        return priced(items.capped(limit_of(params)), PRICE, "content_ids")


def _waiting(scope: ForecastScope) -> Amount:
    site_id = scope.site_id
    there = waiting_tasks(site_id=site_id).count() + approved_ideas(site_id=site_id).count()
    approves_itself = Site.objects.filter(pk=site_id, auto_approve_ideas=True).exists()
    coming = scope.upstream.get("idea_ids", Amount()) if approves_itself else Amount()
    return Amount.exactly(there) + coming


def _price(key: str) -> int:
    return 0 if _written(key) else PRICE


def _written(key: str) -> Content | None:
    return Content.objects.filter(task_id=UUID(key)).first()


def _write(key: str) -> WrittenText | Content:
    return _written(key) or write_article(task_id=UUID(key))


def _store(key: str, result: WrittenText | Content) -> dict[str, Any]:
    content = result if isinstance(result, Content) else store_article(task_id=UUID(key), text=result)
    return {"content_id": str(content.id), "needs_writing": content.needs_writing}
