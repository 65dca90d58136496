"""From clusters to the tree of a site's pages."""

from __future__ import annotations

from pydantic import Field, model_validator

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.structure import plan_structure
from igny8.ai.prompts.types import ClusterFacts, Facts, PagePlan, Result, SiteFacts


class SiteStructureFacts(Facts):
    """The site, its clusters (the largest first), its language, and slugs that are taken."""

    site: SiteFacts = SiteFacts()
    clusters: tuple[ClusterFacts, ...] = ()
    language: str = "en"
    taken_slugs: tuple[str, ...] = ()
    max_pages: int = Field(default=40, ge=5, le=200)


class SiteStructure(Result):
    """Pages as a flat list, parents before children; slugs are unique and every parent exists."""

    pages: list[PagePlan] = Field(min_length=1)

    @model_validator(mode="after")
    def _tree(self) -> SiteStructure:
        """One home page, unique slugs, parents that stand before their children."""
        if sum(page.kind == "home" for page in self.pages) != 1:
            raise ValueError("there must be exactly one page of kind 'home'")
        seen: set[str] = set()
        for page in self.pages:
            if page.slug in seen:
                raise ValueError(f"the slug '{page.slug}' is used twice")
            if page.parent_slug and page.parent_slug not in seen:
                raise ValueError(f"the parent '{page.parent_slug}' of '{page.slug}' must come before it")
            seen.add(page.slug)
        return self


class SiteStructurePrompt(Prompt[SiteStructureFacts, SiteStructure]):
    """A structure that visitors and crawlers understand: home, hubs, articles, legal pages."""

    name = "site_structure"
    facts_type = SiteStructureFacts
    result_type = SiteStructure

    def instructions(self, facts: SiteStructureFacts) -> str:
        """The kinds of pages and the rules of the tree."""
        return "\n".join([
            "Plan the pages of the website in the data from its keyword clusters.",
            f"At most {facts.max_pages} pages, parents before children: exactly one home page (empty slug, "
            "no parent), hub pages for groups of related clusters, article pages under their hub, about, "
            "contact and the usual legal pages. parent_slug is empty for pages directly below the home page.",
            "Every slug is lower-case ASCII with hyphens, unique, and not in taken_slugs. Every article "
            "names its cluster and its target_keyphrase; no two pages share a keyphrase.",
            "links: slugs of two to five other pages of this plan that the page should link to. purpose: "
            "what the page does for its visitor, one sentence.",
            answer_in(facts.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: SiteStructureFacts) -> str:
        """The facts, fenced; of each cluster its ten strongest keywords."""
        short = tuple(c.model_copy(update={"keywords": c.keywords[:10]}) for c in facts.clusters)
        return fence(facts.model_copy(update={"clusters": short}))

    def offline(self, facts: SiteStructureFacts) -> SiteStructure:
        """The tree by rules: hubs from shared words, legal pages per language."""
        pages = plan_structure(
            facts.clusters, language=facts.language, taken=facts.taken_slugs, max_pages=facts.max_pages
        )
        return SiteStructure(pages=pages)

    def max_output_tokens(self, facts: SiteStructureFacts) -> int:
        """About 150 tokens a page."""
        return min(32_000, 2_000 + 200 * facts.max_pages)
