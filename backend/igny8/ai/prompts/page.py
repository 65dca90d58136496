"""From a page of the site's structure to its text."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.article import MARKDOWN, TRUTH, voice
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.page import draft_page
from igny8.ai.prompts.types import Facts, KeywordFact, LinkFact, PagePlan, SiteFacts


class PageFacts(Facts):
    """The page, its site, the existing pages it may link to, and its cluster's keywords."""

    page: PagePlan
    site: SiteFacts = SiteFacts()
    links: tuple[LinkFact, ...] = ()
    keywords: tuple[KeywordFact, ...] = ()
    language: str = "en"
    word_count_min: int = Field(default=300, ge=50, le=5_000)
    word_count_max: int = Field(default=700, ge=50, le=6_000)


class PagePrompt(Prompt[PageFacts, str]):
    """The body of a page as Markdown."""

    name = "page"
    facts_type = PageFacts
    result_type = str

    def instructions(self, facts: PageFacts) -> str:
        """By the page's kind; legal pages get marked gaps instead of invented particulars."""
        legal = facts.page.kind in {"legal", "about", "contact"}
        return "\n".join([
            f"Write the text of the website's {facts.page.kind} page that the data describes.",
            f"Length: {facts.word_count_min} to {facts.word_count_max} words. It serves its purpose first; a "
            "home or hub page leads on to the pages in 'links', each linked once.",
            *(
                ["Write [to be completed: …] wherever a name, address, company number or legal particular is "
                 "needed. Say at the top of a legal page that a lawyer should review it."]
                if legal
                else ["Use target_keyphrase, if any, in the first paragraph and half of the headings."]
            ),
            *voice(facts.site),
            TRUTH,
            MARKDOWN,
            answer_in(facts.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: PageFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: PageFacts) -> str:
        """A structured draft for the page's kind, with marked gaps."""
        return draft_page(
            facts.page, site=facts.site, links=facts.links, keywords=facts.keywords, language=facts.language
        )

    def max_output_tokens(self, facts: PageFacts) -> int:
        """Room for the longest length in any language."""
        return 1_500 + 4 * facts.word_count_max
