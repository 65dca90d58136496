"""Publish to WordPress: brings contents to the site's connection, a WordPress or the preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from pydantic import Field

from igny8.automation.actions.support.forecasting import expected_items, priced
from igny8.automation.actions.support.items import Taken, take_items, unless_deleted
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
from igny8.content.selectors import PUBLISH, contents_to_publish
from igny8.content.services.posts import Wanted
from igny8.content.services.publishing import Sent, send, store_sent
from igny8.core.clock import Clock
from igny8.core.ids import parse_id
from igny8.core.lookups import ids_of, required
from igny8.integrations.models import Connection
from igny8.integrations.publishing.port import Publisher
from igny8.integrations.services import connection_for, find_connection, publisher_for

PRICE = 5
AT_ONCE = 2
"""WordPress sites bear few requests at once."""


class Params(ActionParams):
    content_ids: list[UUID] | None = Field(
        default=None,
        title="Contents",
        description="By default those of the step before, else all that are not out yet and not in review.",
    )
    integration_id: UUID | None = Field(
        default=None, title="Connection", description="By default the site's own connection."
    )
    post_status: Wanted = Field(
        default="publish",
        title="Publish as",
        description="“publish”, or “draft” for a person to publish there. Contents that still need writing "
        "are drafts at a WordPress in any case.",
    )


class Output(ActionOutput):
    publication_ids: list[str] = Field(default_factory=list, description="What went where.")
    content_ids: list[str] = Field(default_factory=list, description="Contents that are at the target now.")
    urls: list[str] = Field(default_factory=list, description="Their addresses, in the same order.")
    drafts: int = Field(default=0, description="How many of them are drafts at the target.")
    warnings: list[str] = Field(default_factory=list, description="What the target did differently.")


@register
class PublishToWordPress(Action[Params]):
    """One item is one content. Publishing again updates the same post, whatever died when."""

    type: ClassVar[str] = "publish_to_wordpress"
    name: ClassVar[str] = "Publish to WordPress"
    description: ClassVar[str] = "Publish content to WordPress"
    credits: ClassVar[str] = f"{PRICE} per article"
    position: ClassVar[int] = 80
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        connection = connection_for(site_id=step.site_id, connection_id=params.integration_id)
        taken = _take(params, connection, step)
        if not taken.ids:
            return Output(failed=taken.busy)
        publisher = publisher_for(connection, clock=step.clock)
        try:
            results = step.each(taken.ids, _job(params, connection, publisher, step), at_once=AT_ONCE)
        finally:
            publisher.close()
        return Output(
            publication_ids=[output["publication_id"] for output in results.outputs],
            content_ids=[output["content_id"] for output in results.outputs],
            urls=[output["url"] for output in results.outputs],
            drafts=sum(output["status"] == "draft" for output in results.outputs),
            warnings=[warning for output in results.outputs for warning in output["warnings"]],
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if output.failed:
            return super().note(output)
        if not output.content_ids:
            return "There was nothing to publish."
        drafts = f", {output.drafts} of them as drafts" if output.drafts else ""
        return f"{len(output.content_ids)} contents{drafts}."

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        wanted_id = parse_id(params.get("integration_id"))
        connection = find_connection(site_id=scope.site_id, connection_id=wanted_id)
        rows = contents_to_publish(
            connection=connection or Connection(site_id=scope.site_id),
            wanted=params.get("post_status", "publish"),
        )
        items = expected_items(params, "content_ids", scope, waiting=rows.count())
        return priced(items, PRICE, "publication_ids", "content_ids", "urls")


def _take(params: Params, connection: Connection, step: StepContext) -> Taken:
    waiting = contents_to_publish(connection=connection, wanted=params.post_status)
    return take_items(
        step,
        PUBLISH,
        given=params.content_ids,
        limit=params.limit,
        check=lambda ids: required(Content, ids, site_id=step.site_id, param="content_ids"),
        waiting=lambda: ids_of(waiting, params.limit),
    )


def _job(params: Params, connection: Connection, publisher: Publisher, step: StepContext) -> ItemJob[Sent]:
    def work(key: str) -> Sent:
        return send(
            content_id=UUID(key),
            connection=connection,
            publisher=publisher,
            wanted=params.post_status,
            still_mine=step.still_mine,
            clock=step.clock,
        )

    def commit(key: str, sent: Sent) -> dict[str, Any]:
        return _store(key, connection, sent, step.clock)

    return ItemJob(lambda _key: PRICE, unless_deleted(work), unless_deleted(commit))


def _store(key: str, connection: Connection, sent: Sent, clock: Clock) -> dict[str, Any]:
    row = store_sent(content_id=UUID(key), connection=connection, sent=sent, clock=clock)
    return {
        "content_id": key,
        "publication_id": str(row.id),
        "url": row.url,
        "status": row.status,
        "warnings": row.warnings,
    }
