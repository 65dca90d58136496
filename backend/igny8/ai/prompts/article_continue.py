"""Going on with an article that was cut off or came out too short."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.article import MARKDOWN, TRUTH, voice
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.types import Brief, Facts, SiteFacts


class ArticleContinueFacts(Facts):
    """The brief, the text so far (Markdown), and how many words are missing.

    ``cut_off`` says that the text stops in the middle, perhaps of a word.
    """

    brief: Brief
    text_so_far: str
    words_missing: int = Field(ge=0)
    cut_off: bool = False
    site: SiteFacts = SiteFacts()


class ArticleContinuePrompt(Prompt[ArticleContinueFacts, str]):
    """The continuation only, to be joined to the text as it stands; may be empty."""

    name = "article_continue"
    facts_type = ArticleContinueFacts
    result_type = str

    def instructions(self, facts: ArticleContinueFacts) -> str:
        """Where to go on, for how long, and that nothing may be repeated."""
        where = (
            "text_so_far was cut off: go on exactly where it stops, even in the middle of a sentence."
            if facts.cut_off
            else "text_so_far is complete but too short: add further sections that the brief calls for and "
            "that are missing or thin. Start with a new ## heading."
        )
        return "\n".join([
            "Continue the article in the data. " + where,
            f"Write about {max(facts.words_missing, 100)} more words. Repeat nothing that stands there, add "
            "no second FAQ or summary, and give only the continuation.",
            *voice(facts.site),
            TRUTH,
            MARKDOWN,
            answer_in(facts.brief.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: ArticleContinueFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: ArticleContinueFacts) -> str:  # noqa: ARG002 - there is nothing honest to add
        """Empty: a structured draft already says all that is known, and padding would help nobody."""
        return ""

    def max_output_tokens(self, facts: ArticleContinueFacts) -> int:
        """Room for the missing words in any language."""
        return 1_500 + 4 * max(facts.words_missing, 100)
