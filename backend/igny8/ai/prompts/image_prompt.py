"""From an article to a description of its picture and the alt text."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.images import describe_image
from igny8.ai.prompts.types import Facts, Required, Result, SiteFacts


class ImagePromptFacts(Facts):
    """What the article is about; ``style`` is the site's wish, such as ``flat illustration``."""

    title: str
    summary: str = ""
    keyphrase: str
    language: str = "en"
    style: str = ""
    site: SiteFacts = SiteFacts()


class ImageIdea(Result):
    """The prompt is English (image models follow it best); the alt text is in the article's language."""

    prompt: Required = Field(description="English, one paragraph, no text or logos in the picture")
    alt_text: Required = Field(description="What is to be seen, at most 125 characters")


class ImagePromptPrompt(Prompt[ImagePromptFacts, ImageIdea]):
    """One picture for the head of an article."""

    name = "image_prompt"
    facts_type = ImagePromptFacts
    result_type = ImageIdea

    def instructions(self, facts: ImagePromptFacts) -> str:
        """A concrete scene without text, people's likenesses or brands."""
        return "\n".join([
            "Describe one picture for the head of the article in the data.",
            "prompt: in English, one concrete scene with subject, setting, light, composition and style; "
            "wide format; no text, letters, logos, brands or recognisable people.",
            "alt_text: what is to be seen, at most 125 characters, with the keyphrase where it is natural. "
            + answer_in(facts.language).replace("every text of the answer", "the alt_text"),
            RULE,
        ])  # fmt: skip

    def data(self, facts: ImagePromptFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: ImagePromptFacts) -> ImageIdea:
        """A sober scene around the title, and an alt text that says so."""
        prompt, alt_text = describe_image(facts.title, facts.keyphrase, facts.language, facts.style)
        return ImageIdea(prompt=prompt, alt_text=alt_text)

    def max_output_tokens(self, facts: ImagePromptFacts) -> int:  # noqa: ARG002 - the same for all facts
        """Short texts, with room for reasoning models."""
        return 2_000
