"""Pictures of contents: drawn, made small, stored as WebP in several widths."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from igny8.ai.imaging import EncodedImage, make_sizes
from igny8.ai.port import GeneratedImage, ImageRequest
from igny8.ai.prompts.image_prompt import ImagePromptFacts, ImagePromptPrompt
from igny8.ai.services import ask, draw, image_model
from igny8.content.markup import plain_text
from igny8.content.models import Content, Image
from igny8.content.services.announcing import IMAGES
from igny8.content.services.scoring import score_again
from igny8.content.services.versions import content_to_change
from igny8.core.errors import Conflict, InvalidInput, ProviderError
from igny8.core.ids import new_id
from igny8.planning.services.ideas import site_facts

WIDTHS = (1200, 800, 400)
SIZE = (1200, 630)
_SUMMARY_CHARS = 1_500
_OFFLINE_PRICE, _SMALL_PRICE, _MIDDLE_PRICE, _LARGE_PRICE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Files:
    """A picture's files on disk: WebP in several widths, the widest first."""

    sizes: tuple[EncodedImage, ...]
    digest: str
    folder: str

    def path(self, size: EncodedImage) -> str:
        """Where a size is, below the media folder. Nobody can guess it: it holds random ids and a hash."""
        return f"{self.folder}/{self.digest[:24]}-{size.width}.webp"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is drawn and written to disk, not yet in the database."""

    files: Files
    alt: str
    provider: str
    model: str
    prompt: str = ""


def price_of_image(provider: str, *, width: int = SIZE[0], height: int = SIZE[1]) -> int:
    """Credits of one image: 1 for a title card, 2 to 4 for a model's picture by its pixels."""
    if image_model(provider).offline:
        return _OFFLINE_PRICE
    pixels = width * height
    return _SMALL_PRICE if pixels <= 512 * 512 else _MIDDLE_PRICE if pixels <= 1024 * 1024 else _LARGE_PRICE


def draw_featured(*, content_id: UUID, provider: str, variant: int = 0) -> Drawn:
    """Draw a content's featured image and write its files; stores nothing in the database.

    :param variant: another number gives another picture, also where chance has no part in it.
    :raises ProviderError, ProviderUnavailable: as the model does, and for a picture that cannot be read.
    """
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
        seed=f"{content.id}:{variant}" if variant else str(content.id),
    )
    image = draw(request, provider=provider)
    files = write_files(content, image.data)
    return Drawn(files, alt or _card_alt(content, image), image.provider, image.model, prompt)


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


def write_files(content: Content, data: bytes) -> Files:
    """Write a picture in all widths; files are named by their bytes, so writing twice is writing once.

    :raises ProviderError: when ``data`` is not a picture that can be read.
    """
    sizes = make_sizes(data, WIDTHS)
    digest = hashlib.sha256(sizes[0].data).hexdigest()
    files = Files(tuple(sizes), digest, f"{content.site_id}/{content.id}")
    (media_root() / files.folder).mkdir(parents=True, exist_ok=True)
    for size in files.sizes:
        path = media_root() / files.path(size)
        partial = path.with_suffix(f".{new_id().hex[-8:]}.part")
        partial.write_bytes(size.data)
        partial.rename(path)
    return files


def media_root() -> Path:
    """Where pictures are kept."""
    return Path(settings.DATA_DIR) / "media"


def media_url(path: str) -> str:
    """The address of a picture's file."""
    return f"/media/{path}"


def store_featured(*, content_id: UUID, drawn: Drawn) -> Image:
    """Make a drawn picture the content's featured image; an earlier one stays as a former image."""
    content = content_to_change(content_id)
    Image.objects.filter(content=content, role="featured").update(role="former")
    files, largest = drawn.files, drawn.files.sizes[0]
    image = Image.objects.create(
        site_id=content.site_id,
        content=content,
        alt=drawn.alt[:300],
        prompt=drawn.prompt,
        provider=drawn.provider,
        model=drawn.model,
        path=files.path(largest),
        files={str(size.width): files.path(size) for size in files.sizes},
        digest=files.digest,
        width=largest.width,
        height=largest.height,
    )
    IMAGES.created(image)
    score_again(content)
    return image


def feature_again(image: Image) -> Image:
    """Make an earlier picture of a content its featured image once more; the present one stays beside it.

    :raises Conflict: when the picture belongs to no content.
    """
    if image.content_id is None:
        raise Conflict("This picture belongs to no content.")
    content = content_to_change(image.content_id)
    Image.objects.filter(content=content, role="featured").exclude(pk=image.pk).update(role="former")
    before = IMAGES.snapshot(image)
    image.role = "featured"
    image.save(update_fields=["role"])
    IMAGES.updated(image, before)
    score_again(content)
    return image


def read_upload(*, content: Content, data: bytes, alt: str) -> Drawn:
    """Write the files of a person's own picture, for ``store_featured``; stores nothing in the database.

    :raises InvalidInput: when it is not a picture that can be read.
    """
    try:
        files = write_files(content, data)
    except ProviderError as error:
        raise InvalidInput(error.message, fields={"file": [error.message]}) from error
    return Drawn(files, alt, provider="upload", model="")


def change_alt(*, image: Image, alt: str) -> Image:
    """Describe a picture anew; the content is scored again."""
    before = IMAGES.snapshot(image)
    image.alt = alt[:300]
    image.save(update_fields=["alt"])
    IMAGES.updated(image, before)
    if image.content:
        score_again(image.content)
    return image


def delete_image(image: Image) -> None:
    """Delete a picture, and its files once that is committed and no other picture uses them."""
    content, files = image.content, list(image.files.values())
    IMAGES.deleted(image)
    image.delete()
    if content:
        score_again(content)
    if not Image.objects.filter(path=image.path).exists():
        transaction.on_commit(lambda: remove_files(files))


def remove_files(files: Iterable[str]) -> None:
    """Remove pictures' files; those that are gone count as removed."""
    for name in files:
        (media_root() / name).unlink(missing_ok=True)


def picture_bytes(image: Image) -> bytes:
    """A picture's widest file.

    :raises Conflict: when the file is gone.
    """
    try:
        return (media_root() / image.path).read_bytes()
    except FileNotFoundError as error:
        raise Conflict(
            "A picture's file is missing from the media folder: generate the picture again."
        ) from error
