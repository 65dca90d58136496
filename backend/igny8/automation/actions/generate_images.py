"""Generate Images: draws the featured images of contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast, get_args
from uuid import UUID

from pydantic import Field, field_validator

from igny8.ai.config import ImageProvider
from igny8.automation.actions.support.forecasting import expected_items, priced
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
from igny8.content.models import Content
from igny8.content.selectors import IMAGES, contents_without_images
from igny8.content.services.images import Drawn, draw_featured, price_of_image, store_featured
from igny8.core.lookups import ids_of, required

AT_ONCE = 4
PROVIDERS = (*get_args(ImageProvider), "dall-e")


class Params(ActionParams):
    content_ids: list[UUID] | None = Field(
        default=None,
        title="Contents",
        description="By default those of the step before, else all contents that have no picture.",
    )
    content_id: UUID | None = Field(
        default=None, title="Content", description="A single content; goes before “Contents”."
    )
    provider: str = Field(
        default="",
        title="Provider",
        description="By default the one that is configured; “dall-e” is another name for “openai”.",
        json_schema_extra={"enum": ["", *PROVIDERS]},
    )

    @field_validator("provider")
    @classmethod
    def _known(cls, value: str) -> str:
        name = value.strip().lower()
        if name and name not in PROVIDERS:
            raise ValueError(f"{value[:40]!r} is not one of {', '.join(PROVIDERS)}")
        return name

    @property
    def wanted(self) -> list[UUID] | None:
        """The contents that were asked for, if any."""
        return [self.content_id] if self.content_id else self.content_ids


class Output(ActionOutput):
    image_ids: list[str] = Field(default_factory=list, description="New pictures, in the order of contents.")
    content_ids: list[str] = Field(
        default_factory=list, description="The contents worked on, also those that got no picture in the end."
    )


@register
class GenerateImages(Action[Params]):
    """One item is one content, which gets one featured image; a former one is kept beside it."""

    type: ClassVar[str] = "generate_images"
    name: ClassVar[str] = "Generate Images"
    description: ClassVar[str] = "Generate images for content"
    credits: ClassVar[str] = "1–4 per image, by provider and size"
    position: ClassVar[int] = 40
    takes_first: ClassVar[bool] = True
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        site_id = step.site_id
        param = "content_id" if params.content_id else "content_ids"
        price = price_of_image(params.provider)
        waiting = contents_without_images(site_id=site_id)
        taken = take_items(
            step,
            IMAGES,
            given=params.wanted,
            limit=params.limit,
            check=lambda ids: required(Content, ids, site_id=site_id, param=param),
            waiting=lambda: ids_of(waiting, params.limit),
        )

        def draw(key: str) -> Drawn:
            return draw_featured(content_id=UUID(key), provider=params.provider)

        job = ItemJob(lambda _key: price, unless_deleted(draw), unless_deleted(_store))
        results = step.each(taken.ids, job, at_once=AT_ONCE)
        return Output(
            image_ids=[output["image_id"] for output in results.outputs],
            content_ids=[str(content_id) for content_id in taken.ids],
            failed=[*taken.busy, *results.failed_json()],
        )

    def note(self, output: ActionOutput) -> str:
        output = cast(Output, output)
        if not output.failed and not output.content_ids:
            return "There were no contents without a picture."
        return super().note(output)

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        provider = params.get("provider", "")
        price = price_of_image("" if "{{" in provider else provider)
        waiting = contents_without_images(site_id=scope.site_id).count()
        items = expected_items(params, "content_ids", scope, waiting=waiting)
        single = Amount.exactly(1) if params.get("content_id") else None
        return priced(single or items, price, "image_ids", "content_ids")


def _store(key: str, drawn: Drawn) -> dict[str, Any]:
    return {"image_id": str(store_featured(content_id=UUID(key), drawn=drawn).id)}
