"""Meta title, meta description, slug and excerpt of a text."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.metadata import write_metadata
from igny8.ai.prompts.types import Facts, Required, Result

TEXT_LIMIT = 6_000  # characters of the text that are sent: the gist stands at its start


class MetadataFacts(Facts):
    """A text (Markdown or plain) with its title, keyphrase and language."""

    title: str
    text: str = ""
    keyphrase: str
    language: str = "en"
    site_name: str = ""


class Metadata(Result):
    """What search results and listings show."""

    meta_title: Required = Field(description="At most 60 characters, the keyphrase near its start")
    meta_description: Required = Field(description="121 to 156 characters, containing the keyphrase")
    slug: Required = Field(description="Lower-case words of the keyphrase joined by hyphens, at most 60")
    excerpt: Required = Field(description="One or two sentences, at most 300 characters")


class MetadataPrompt(Prompt[MetadataFacts, Metadata]):
    """Metadata that keeps the limits of the on-page checks."""

    name = "metadata"
    facts_type = MetadataFacts
    result_type = Metadata

    def instructions(self, facts: MetadataFacts) -> str:
        """The limits of each field."""
        return "\n".join([
            "Write the metadata of the page in the data.",
            "meta_title: at most 60 characters, keyphrase near the start. meta_description: 121 to 156 "
            "characters, the keyphrase once, says what the reader gets, promises nothing the text lacks.",
            "slug: lower-case, hyphens, no stop words where it stays readable. excerpt: at most 300 "
            "characters.",
            answer_in(facts.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: MetadataFacts) -> str:
        """The facts, fenced, with the start of the text."""
        return fence(facts.model_copy(update={"text": facts.text[:TEXT_LIMIT]}))

    def offline(self, facts: MetadataFacts) -> Metadata:
        """Metadata by rules, within the limits."""
        meta = write_metadata(
            facts.title,
            keyphrase=facts.keyphrase,
            language=facts.language,
            site_name=facts.site_name,
            text=facts.text,
        )
        return Metadata.model_validate(meta)

    def max_output_tokens(self, facts: MetadataFacts) -> int:  # noqa: ARG002 - the same for all facts
        """Short texts, with room for reasoning models."""
        return 2_000
