"""The image model that needs no network: title cards in the site's colours, drawn with Pillow."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.render import render, shows_title, template_for
from igny8.ai.adapters.titlecards.templates import TEMPLATES
from igny8.ai.adapters.titlecards.words import clean
from igny8.ai.port import GeneratedImage, ImageRequest, Usage

MODEL = "title-card"


class TitleCardModel:
    """An ``ImageModel`` that draws the title, honestly and at once. ``model`` of its images names the
    template: ``title-card/editorial``.

    :param template: always this template (a name of ``TEMPLATES``); by default one by the request's seed.
    """

    provider = "offline"
    model = MODEL
    offline = True

    def __init__(self, template: str | None = None) -> None:
        self._template = template

    def generate(self, request: ImageRequest) -> GeneratedImage:
        """A PNG of exactly the wished size; the same request gives the same bytes.

        :raises InvalidInput: for a size or a colour that cannot be used.
        """
        name = self._template or template_for(request)
        return GeneratedImage(
            data=render(request, name),
            mime_type="image/png",
            width=request.width,
            height=request.height,
            provider=self.provider,
            model=f"{MODEL}/{name}",
            usage=Usage(requests=0),
        )


def alt_text(title: str, keyphrase: str, template: str, language: str = "en") -> str:
    """What a title card shows, for people who do not see it.

    English cards name the picture too; in other languages it is the text on the card, which is what matters
    of a picture of text. ``keyphrase`` is added only where the title lacks it. ``template`` may be a name or
    the ``model`` of a generated image; one that is not known is not described.
    """
    text = clean(title)
    known = TEMPLATES.get(template.rpartition("/")[2])
    topic = keyphrase.strip()
    about = f" – {topic}" if topic and topic.casefold() not in text.casefold() else ""
    if not language.lower().startswith("en") or known is None:
        return f"{text}{about}"
    if not shows_title(title, language):
        return f"Illustration for “{text}”{about}: {known.picture}"
    return f"Title card “{text}”{about}: {known.picture}"
