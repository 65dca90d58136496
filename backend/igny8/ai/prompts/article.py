"""From a brief to an article, and on from where an article stopped."""

from __future__ import annotations

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.draft import draft_article
from igny8.ai.prompts.types import Brief, Facts, KeywordFact, LinkFact, SiteFacts

MARKDOWN = (
    "Answer in Markdown only: no title (no H1), no code fence around the text, no remarks about the task. "
    "Headings are ## and ###. Paragraphs have at most 120 words and sentences mostly fewer than 20."
)
TRUTH = (
    "Invent no figures, prices, quotes, studies, test results, personal experience or product features. "
    "Where a fact is needed and not known for sure, write around it."
)


class ArticleFacts(Facts):
    """A locked brief, the site it is for, and the cluster's keywords with their volumes."""

    brief: Brief
    site: SiteFacts = SiteFacts()
    keywords: tuple[KeywordFact, ...] = ()
    links: tuple[LinkFact, ...] = ()


class ArticlePrompt(Prompt[ArticleFacts, str]):
    """The body of an article as Markdown."""

    name = "article"
    facts_type = ArticleFacts
    result_type = str

    def instructions(self, facts: ArticleFacts) -> str:
        """How to write from the brief: structure, length, keyphrase, links, truth, voice."""
        brief = facts.brief
        goal = (brief.word_count_min + brief.word_count_max) // 2
        return "\n".join([
            "Write the article that the brief in the data describes, for the brief's audience.",
            f"Length: between {brief.word_count_min} and {brief.word_count_max} words, about {goal}. Follow "
            "the outline's headings in order; answer the FAQ under a last H2 with the questions as H3.",
            "Use the target keyphrase in the first paragraph, then wherever it is natural (0.5 to 2 % of the "
            "words); its words belong in about half of the headings. Never stuff.",
            "Open with the answer to the reader's need, not with how important the topic is. Use transition "
            "words, active voice, and lists or tables where they help.",
            "Link only to the brief's internal_links, each once, with its anchor, as Markdown links.",
            *voice(facts.site),
            TRUTH,
            MARKDOWN,
            answer_in(brief.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: ArticleFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: ArticleFacts) -> str:
        """A structured draft: notes for the writer, without invented facts."""
        return draft_article(facts.brief, keywords=facts.keywords)

    def max_output_tokens(self, facts: ArticleFacts) -> int:
        """Room for the longest length in languages that need three tokens a word."""
        return 1_500 + 4 * facts.brief.word_count_max


def voice(site: SiteFacts) -> list[str]:
    """How to sound, where the site says so. The sample itself stays inside the fence."""
    lines = ["Match the tone that the brief names."]
    if site.voice_sample:
        lines.append(
            "site.voice_sample shows the brand's voice: imitate its rhythm, form of address and choice of "
            "words, not its content."
        )
    return lines
