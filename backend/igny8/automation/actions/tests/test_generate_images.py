"""Generate Images: one featured picture a content, drawn by the model or as a title card."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError

from igny8.ai.services import Models, use_models
from igny8.ai.testing import FakeImageModel, FakeTextModel
from igny8.automation.actions.generate_images import GenerateImages, Params
from igny8.automation.engine.errors import StepFailure
from igny8.automation.runtime.action import Amount
from igny8.content.models import Content, Image
from igny8.core.errors import InvalidInput, ProviderUnavailable
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory, ImageFactory
from igny8.testing.money import balance
from igny8.testing.steps import forecast


def test_it_draws_a_title_card_offline_in_three_widths(make_step: Any, site: Site, data_dir: Path) -> None:
    content = ContentFactory(site=site)
    step = make_step()
    output = step.run("generate_images", content_id=str(content.id))
    image = Image.objects.get()
    assert output.image_ids == [str(image.id)] and output.content_ids == [str(content.id)]
    assert (image.width, image.height, image.role, image.provider) == (1200, 630, "featured", "offline")
    assert sorted(image.files) == ["1200", "400", "800"]
    assert all((data_dir / "media" / path).read_bytes()[8:12] == b"WEBP" for path in image.files.values())
    assert "Title card" in image.alt
    assert step.paid == 1 and balance() == (9_999, 0)


def test_it_scores_the_content_again_for_its_picture(make_step: Any, site: Site, data_dir: Path) -> None:
    content = ContentFactory(site=site)
    make_step().run("generate_images")
    content.refresh_from_db()
    checks = {check["id"]: check["score"] for check in content.seo_report["checks"]}
    assert checks["images"] == 9


def test_it_asks_the_models_for_an_idea_and_a_picture(
    make_step: Any, site: Site, data_dir: Path, text_model: FakeTextModel, image_model: FakeImageModel
) -> None:
    ContentFactory(site=site)
    step = make_step()
    step.run("generate_images")
    assert [name for name, _ in text_model.calls] == ["image_prompt"]
    assert image_model.calls[0].prompt
    image = Image.objects.get()
    assert (image.provider, image.model) == ("fake", "fake-image") and image.prompt and image.alt
    assert step.paid == 3


def test_it_takes_contents_without_a_picture_by_default(
    make_step: Any, site: Site, data_dir: Path, image_model: FakeImageModel
) -> None:
    ImageFactory(content=ContentFactory(site=site))
    bare = ContentFactory(site=site)
    output = make_step().run("generate_images")
    assert output.content_ids == [str(bare.id)]
    again = make_step().run("generate_images")
    assert again.content_ids == []
    assert "no contents without a picture" in GenerateImages().note(again)


def test_it_keeps_a_former_picture_beside_the_new_one(
    make_step: Any, site: Site, data_dir: Path, image_model: FakeImageModel
) -> None:
    content = ContentFactory(site=site)
    old = ImageFactory(content=content)
    output = make_step().run("generate_images", content_id=str(content.id), content_ids=[str(uuid4())])
    old.refresh_from_db()
    assert old.role == "former"
    assert Image.objects.get(role="featured").id.hex == output.image_ids[0].replace("-", "")


def test_it_reports_contents_that_failed_and_hands_all_of_them_on(
    make_step: Any, site: Site, data_dir: Path
) -> None:
    broken, fine = ContentFactory(site=site, demand=900), ContentFactory(site=site)

    class Half(FakeImageModel):
        def generate(self, request: Any) -> Any:
            if request.seed == str(broken.id):
                raise InvalidInput("This cannot be drawn.")
            return super().generate(request)

    with use_models(Models(text=FakeTextModel(), image=Half())):
        output = make_step().run("generate_images")
    assert output.content_ids == [str(broken.id), str(fine.id)] and len(output.image_ids) == 1
    assert output.failed[0]["id"] == str(broken.id)
    assert "cannot be drawn" in GenerateImages().note(output)


def test_it_can_be_tried_again_when_the_provider_is_down(make_step: Any, site: Site, data_dir: Path) -> None:
    ContentFactory(site=site)
    step = make_step()
    with (
        use_models(Models(text=FakeTextModel(), image=FakeImageModel(ProviderUnavailable("down")))),
        pytest.raises(StepFailure) as caught,
    ):
        step.run("generate_images")
    assert caught.value.error.retryable and balance() == (10_000, 0)


def test_it_names_contents_that_do_not_exist(make_step: Any) -> None:
    for name, value in (("content_id", str(uuid4())), ("content_ids", [str(uuid4())])):
        with pytest.raises(InvalidInput) as caught:
            make_step().run("generate_images", **{name: value})
        assert list(caught.value.fields) == [f"params.{name}"]


def test_it_knows_its_providers_and_the_alias() -> None:
    assert Params(provider="DALL-E").provider == "dall-e"
    with pytest.raises(ValidationError, match="is not one of offline, openai, dall-e"):
        Params(provider="midjourney")


def test_it_says_which_variable_a_provider_needs(make_step: Any, site: Site) -> None:
    ContentFactory(site=site)
    with pytest.raises(InvalidInput, match="IGNY8_AI_IMAGE_API_KEY"):
        make_step().run("generate_images", provider="dall-e")


def test_it_forecasts_by_provider(site: Site, image_model: FakeImageModel) -> None:
    ContentFactory(site=site)
    assert forecast("generate_images", site).credits == Amount.exactly(3)
    upstream = {"content_ids": Amount(0, 5, 5)}
    assert forecast("generate_images", site, **upstream).credits == Amount(0, 15, 15)
    assert forecast("generate_images", site, {"content_id": "{{ x }}"}).items == Amount.exactly(1)
    assert forecast("generate_images", site, {"provider": "{{ x }}"}).outputs["image_ids"] == Amount.exactly(
        1
    )
    assert Content.objects.count() == 1
