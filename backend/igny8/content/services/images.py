"""Pictures of contents: drawn, made small, stored as WebP in several widths."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from igny8.ai.imaging import EncodedImage, make_sizes
from igny8.ai.port import GeneratedImage, ImageRequest
from igny8.ai.prompts.image_prompt import ImagePromptFacts, ImagePromptPrompt
from igny8.ai.services import ask, draw, image_model
from igny8.content.markup import plain_text
from igny8.content.models import Content, Image
from igny8.planning.services.ideas import site_facts

WIDTHS = (1200, 800, 400)
SIZE = (1200, 630)
_SUMMARY_CHARS = 1_500
_OFFLINE_PRICE, _SMALL_PRICE, _MIDDLE_PRICE, _LARGE_PRICE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is drawn and written to disk, not yet in the database."""

    image: GeneratedImage
    sizes: list[EncodedImage]
    prompt: str
    alt: str
    digest: str
    path: str


def price_of_image(provider: str, *, width: int = SIZE[0], height: int = SIZE[1]) -> int:
    """Credits of one image: 1 for a title card, 2 to 4 for a model's picture by its pixels."""
    if image_model(provider).offline:
        return _OFFLINE_PRICE
    pixels = width * height
    return _SMALL_PRICE if pixels <= 512 * 512 else _MIDDLE_PRICE if pixels <= 1024 * 1024 else _LARGE_PRICE


def draw_featured(*, content_id: UUID, provider: str) -> Drawn:
    """Draw a content's featured image and write its files; they are named by their bytes, so twice is once."""
    content = Content.objects.select_related("site").get(pk=content_id)
    prompt, alt = _idea(content, provider)
    request = ImageRequest(
        prompt=prompt,
        title=content.title,
        subtitle=content.site.brand_name or content.site.name,
        width=SIZE[0],
        height=SIZE[1],
        colors=tuple(content.site.colors),
        language=content.language,
        seed=str(content.id),
    )
    image = draw(request, provider=provider)
    sizes = make_sizes(image.data, WIDTHS)
    digest = hashlib.sha256(sizes[0].data).hexdigest()
    folder = f"{content.site_id}/{content.id}"
    _write_files(folder, digest, sizes)
    return Drawn(image, sizes, prompt, alt or _card_alt(content, image), digest, folder)


def _idea(content: Content, provider: str) -> tuple[str, str]:
    """(prompt, alt text); a title card needs neither from a model."""
    if image_model(provider).offline:
        return "", ""
    facts = ImagePromptFacts(
        title=content.title,
        summary=plain_text(content.html)[:_SUMMARY_CHARS],
        keyphrase=content.keyphrase,
        language=content.language,
        site=site_facts(content.site),
    )
    idea = ask(ImagePromptPrompt(), facts).result
    return idea.prompt, idea.alt_text


def _card_alt(content: Content, image: GeneratedImage) -> str:
    from igny8.ai.adapters.image_titlecard import alt_text

    return alt_text(content.title, content.keyphrase, image.model, content.language)


def _write_files(folder: str, digest: str, sizes: list[EncodedImage]) -> None:
    target = media_root() / folder
    target.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        path = target / _file_name(digest, size.width)
        partial = path.with_suffix(".part")
        partial.write_bytes(size.data)
        partial.rename(path)


def _file_name(digest: str, width: int) -> str:
    return f"{digest[:24]}-{width}.webp"


def media_root() -> Path:
    """Where pictures are kept."""
    return Path(settings.DATA_DIR) / "media"


def store_featured(*, content_id: UUID, drawn: Drawn) -> Image:
    """Make a drawn picture the content's featured image; an earlier one stays as a former image."""
    Image.objects.filter(content_id=content_id, role="featured").update(role="former")
    content = Content.objects.get(pk=content_id)
    largest = drawn.sizes[0]
    return Image.objects.create(
        site_id=content.site_id,
        content=content,
        alt=drawn.alt[:300],
        prompt=drawn.prompt,
        provider=drawn.image.provider,
        model=drawn.image.model,
        path=f"{drawn.path}/{_file_name(drawn.digest, largest.width)}",
        files={str(size.width): f"{drawn.path}/{_file_name(drawn.digest, size.width)}" for size in drawn.sizes},
        digest=drawn.digest,
        width=largest.width,
        height=largest.height,
    )
