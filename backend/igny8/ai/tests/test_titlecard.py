"""Whole title cards."""

import io
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from igny8.ai.adapters.image_titlecard import TitleCardModel, alt_text
from igny8.ai.adapters.titlecards import render as rendering
from igny8.ai.adapters.titlecards.color import contrast
from igny8.ai.adapters.titlecards.fonts import choose_fonts
from igny8.ai.adapters.titlecards.render import render, shows_title, template_for
from igny8.ai.adapters.titlecards.scene import Backdrop
from igny8.ai.adapters.titlecards.templates import TEMPLATES
from igny8.ai.adapters.titlecards.typeset import Typesetter
from igny8.ai.port import ImageRequest
from igny8.core.errors import InvalidInput

TITLE = "How to Choose a Mobile Barcode Scanner for a Small Warehouse"
REQUEST = ImageRequest(prompt="", title=TITLE, subtitle="example.org", seed="7")
SMALL = replace(REQUEST, width=600, height=315)
SITES = [
    (),
    ("#ffffff",),
    ("#111111",),
    ("#ffd400",),
    ("#00ff00", "#ff00ff"),
    ("#1d4ed8", "#f59e0b", "#ef6f53"),
]


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def backdrop(request: ImageRequest, template: str, monkeypatch: pytest.MonkeyPatch) -> Backdrop:
    """The painted card before its text is set."""
    seen: list[Backdrop] = []
    original = TEMPLATES[template].paint
    spy = replace(TEMPLATES[template], paint=lambda scene: seen.append(original(scene)) or seen[0])
    monkeypatch.setattr(rendering, "TEMPLATES", {template: spy})
    monkeypatch.setattr(rendering, "_set_text", lambda *args: None)
    render(request, template)
    return seen[0]


def test_there_are_at_least_six_templates_with_a_description() -> None:
    assert len(TEMPLATES) >= 6
    assert len({template.picture for template in TEMPLATES.values()}) == len(TEMPLATES)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("size", [(1200, 630), (600, 600), (500, 750), (160, 128), (900, 300)])
def test_every_template_fills_every_size(template: str, size: tuple[int, int]) -> None:
    image = picture(render(replace(REQUEST, width=size[0], height=size[1]), template))
    assert (image.size, image.mode, image.format) == (size, "RGB", "PNG")
    assert len(image.getcolors(maxcolors=10**7) or []) > 20


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_the_same_request_gives_the_same_bytes(template: str) -> None:
    assert render(SMALL, template) == render(SMALL, template)
    assert render(SMALL, template) != render(replace(SMALL, title="Another"), template)


def test_templates_look_different_from_each_other() -> None:
    thumbs = [np.asarray(picture(render(SMALL, name)).resize((60, 32)), dtype=float) for name in TEMPLATES]
    for index, one in enumerate(thumbs):
        for other in thumbs[index + 1 :]:
            assert np.abs(one - other).mean() > 8


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("colors", SITES)
def test_the_title_reads_on_its_ground(
    template: str, colors: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = backdrop(replace(SMALL, colors=colors), template, monkeypatch)
    for slot in (card.title, card.label):
        box = slot.box
        corner = (round(box.x), round(box.y), round(box.x + box.width), round(box.y + box.height))
        ground = card.image.crop(corner).resize((24, 12), Image.Resampling.BOX).convert("RGB")
        ratios = [contrast(pixel, slot.color) for pixel in np.asarray(ground).reshape(-1, 3).tolist()]
        assert np.quantile(ratios, 0.05) >= 4.5


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("size", [(1200, 630), (600, 600), (500, 750)])
def test_the_places_for_text_lie_within_the_card(
    template: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = backdrop(replace(REQUEST, width=size[0], height=size[1]), template, monkeypatch)
    for box in (card.title.box, card.label.box):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= size[0] + 1
        assert box.y + box.height <= size[1] + 1
    assert card.title.box.width > 0.35 * size[0]


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("أفضل ماسح ضوئي للباركود 2026", "ar"),
        ("छोटे व्यवसाय के लिए बारकोड स्कैनर", "hi"),
        ("如何为小型仓库选择条码扫描枪", "zh"),
        ("小規模倉庫の選び方「完全ガイド」", "ja"),
        ("Лучшие сканеры штрихкодов", "ru"),
        ("Rechtsschutzversicherungsgesellschaftsvertreter", "de"),
        ("İstanbul ışıkları", "tr"),
    ],
)
@pytest.mark.parametrize("template", ["editorial", "poster"])
def test_titles_in_many_scripts_are_drawn(title: str, language: str, template: str) -> None:
    request = replace(SMALL, title=title, language=language)
    assert shows_title(title, language)
    assert render(request, template) != render(replace(request, title="", seed="7"), template)


def test_right_to_left_titles_mirror_the_card() -> None:
    left, right = (
        np.asarray(picture(render(replace(SMALL, title=title, subtitle=""), "tiles")), dtype=float)
        for title in ("Scanner", "סורק")
    )
    wall = slice(400, 600)
    assert np.abs(left[:, wall] - right[:, ::-1][:, wall]).mean() < 1


def test_an_undrawable_title_gives_initials_or_no_text_but_never_boxes() -> None:
    blank = render(replace(SMALL, title="", subtitle=""), "editorial")
    assert render(replace(SMALL, title="ማውጫ መጽሐፍ", subtitle=""), "editorial") == blank
    assert render(replace(SMALL, title="ማውጫ", subtitle="Shop"), "editorial") != blank
    unshaped = render(replace(SMALL, title="स्कैनर", subtitle="स्कैनर"), "editorial", shaping=False)
    assert unshaped == blank
    assert not shows_title("ማውጫ")
    assert not shows_title("")


LONG = (
    "Understanding the differences between EAN-13, UPC-A, Code 128, Data Matrix and QR codes, and how to "
    "choose the right one for your retail business"
)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("size", [(1200, 630), (1080, 1080), (1000, 1500)])
def test_a_long_title_is_neither_cut_nor_broken_inside_words(
    template: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = backdrop(replace(REQUEST, width=size[0], height=size[1]), template, monkeypatch).title
    text = LONG.upper() if slot.capitals else LONG
    fonts = choose_fonts(text, slot.style, "en")
    assert fonts is not None
    fitted = Typesetter(fonts, "en").fit(text, slot.box, slot.size, max_lines=slot.max_lines)
    assert not fitted.cut
    assert " ".join(fitted.lines).replace("- ", "-") == text
    assert fitted.size > 0.024 * min(size)


def test_the_seed_chooses_the_template_and_all_get_their_turn() -> None:
    assert template_for(REQUEST) == template_for(replace(REQUEST, title="Another", width=800))
    assert {template_for(replace(REQUEST, seed=str(seed))) for seed in range(200)} == set(TEMPLATES)
    assert template_for(replace(REQUEST, seed="")) == template_for(replace(REQUEST, seed=TITLE))


@pytest.mark.parametrize(
    ("width", "height", "field"), [(10, 630, "width"), (1200, 9000, "height"), (2000, 300, "width")]
)
def test_impossible_sizes_are_refused(width: int, height: int, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        render(replace(REQUEST, width=width, height=height))
    assert field in caught.value.fields


def test_the_model_names_the_template_it_used() -> None:
    image = TitleCardModel().generate(SMALL)
    assert image.model == f"title-card/{template_for(SMALL)}"
    assert (image.width, image.height, image.mime_type, image.provider) == (600, 315, "image/png", "offline")
    assert image.usage.requests == 0
    assert picture(image.data).size == (600, 315)
    assert TitleCardModel("poster").generate(SMALL).model == "title-card/poster"


def test_a_card_is_made_in_good_time() -> None:
    for name in TEMPLATES:
        render(SMALL, name)
    seconds = []
    for name in TEMPLATES:
        start = time.process_time()
        render(REQUEST, name)
        seconds.append(time.process_time() - start)
    assert sorted(seconds)[len(seconds) // 2] < 0.4


def test_the_alternative_text_says_what_is_seen() -> None:
    text = alt_text("Best scanners", "barcode app", "title-card/dunes")
    assert text == "Title card “Best scanners” – barcode app: a low sun over layered dunes"
    assert alt_text("Best barcode app", "Barcode App", "dunes").count("arcode") == 1
    assert alt_text("Best scanners", "", "gpt-image-2") == "Best scanners"
    assert alt_text("Beste Scanner", "barcode app", "dunes", "de") == "Beste Scanner – barcode app"
    assert alt_text("ማውጫ", "", "dunes").startswith("Illustration for “ማውጫ”")
