"""Ideas: proposed for a cluster, checked against what exists, each with its full brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from igny8.ai.prompts.brief import BriefFacts, BriefPrompt
from igny8.ai.prompts.ideas import IdeasFacts, IdeasPrompt
from igny8.ai.prompts.types import Brief, ClusterFacts, IdeaDraft, KeywordFact, LinkFact, SiteFacts
from igny8.ai.prompts.types import Intent as PromptIntent
from igny8.ai.services import ask
from igny8.core.bulk import BulkResult, each_row
from igny8.core.errors import Conflict
from igny8.planning.models import Cluster, Idea, Keyword
from igny8.planning.normalize import keyword_key
from igny8.planning.services.announcing import CLUSTERS, IDEAS
from igny8.tenants.models import Site

_KEYWORDS_IN_PROMPT = 60
_TITLES_IN_PROMPT = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """An idea before it is stored; ``brief`` is None, and ``duplicate_of`` set, where the topic exists."""

    draft: IdeaDraft
    brief: Brief | None
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class KnownTopics:
    """What a site has planned or written: titles for the prompt, keyphrases to find duplicates."""

    titles: tuple[str, ...]
    by_keyphrase: dict[str, str]

    def duplicate_of(self, draft: IdeaDraft) -> str:
        """What the draft would repeat, in words; empty where it is new."""
        return self.by_keyphrase.get(keyword_key(draft.target_keyphrase), "")


def site_facts(site: Site) -> SiteFacts:
    """A site as prompts know it."""
    return SiteFacts(
        name=site.brand_name or site.name, url=site.url, tone=site.tone, voice_sample=site.brand_voice
    )


def propose_ideas(
    *, cluster: Cluster, topics: KnownTopics, links: Sequence[LinkFact] = (), count: int = 1
) -> list[Proposal]:
    """Think of ideas for a cluster, with a brief for each one that is new. Asks the model; stores nothing."""
    keywords = cluster_keywords_facts(cluster)
    facts = IdeasFacts(
        cluster=_cluster_facts(cluster, keywords),
        site=site_facts(cluster.site),
        existing_titles=topics.titles[:_TITLES_IN_PROMPT],
        count=count,
    )
    drafts = ask(IdeasPrompt(), facts).result.ideas[:count]
    proposals: list[Proposal] = []
    taken: set[str] = set()
    for draft in drafts:
        duplicate = topics.duplicate_of(draft)
        key = keyword_key(draft.target_keyphrase)
        if key in taken:
            continue
        taken.add(key)
        brief = None if duplicate else _write_brief(cluster, draft, keywords, links)
        proposals.append(Proposal(draft, brief, duplicate))
    return proposals


def cluster_keywords_facts(cluster: Cluster) -> tuple[KeywordFact, ...]:
    """A cluster's keywords as prompts know them, the strongest first; misspellings are left out."""
    rows = cluster.keywords.filter(folded_into=None).order_by("-demand", "id")[:_KEYWORDS_IN_PROMPT]
    return tuple(_keyword_fact(row) for row in rows)


def _keyword_fact(row: Keyword) -> KeywordFact:
    return KeywordFact(text=row.text, volume=row.demand or None, difficulty=row.difficulty)


def _cluster_facts(cluster: Cluster, keywords: tuple[KeywordFact, ...]) -> ClusterFacts:
    return ClusterFacts(
        name=cluster.name,
        head_keyword=cluster.head_keyword,
        keywords=keywords,
        intent=prompt_intent(cluster),
        language=content_language(cluster),
    )


def prompt_intent(cluster: Cluster) -> PromptIntent:
    """A cluster's intent in the prompts' words; what is not known is taken as a wish to learn."""
    known: tuple[PromptIntent, ...] = ("informational", "commercial", "transactional", "navigational")
    return next((intent for intent in known if intent == cluster.intent), "informational")


def content_language(cluster: Cluster) -> str:
    """The language to write in: the cluster's own, unless the site overrides it."""
    site = cluster.site
    return site.language if site.override_language or not cluster.language else cluster.language


def _write_brief(
    cluster: Cluster, draft: IdeaDraft, keywords: tuple[KeywordFact, ...], links: Sequence[LinkFact]
) -> Brief:
    facts = BriefFacts(
        idea=draft,
        language=content_language(cluster),
        keywords=keywords,
        site=site_facts(cluster.site),
        links=tuple(links),
        tone=cluster.site.tone,
    )
    return ask(BriefPrompt(), facts).result


def store_ideas(*, cluster: Cluster, proposals: Sequence[Proposal]) -> list[Idea]:
    """Store proposals as ideas and the cluster as planned; new ones are approved where the site says so."""
    approve = cluster.site.auto_approve_ideas
    ideas = [_idea(cluster, proposal, approve=approve) for proposal in proposals]
    Idea.objects.bulk_create(ideas)
    for idea in ideas:
        IDEAS.created(idea)
    _mark_planned(cluster)
    return ideas


def _mark_planned(cluster: Cluster) -> None:
    before = CLUSTERS.snapshot(cluster)
    Cluster.objects.filter(pk=cluster.pk).update(status=Cluster.Status.PLANNED)
    cluster.status = Cluster.Status.PLANNED
    CLUSTERS.updated(cluster, before)


def _idea(cluster: Cluster, proposal: Proposal, *, approve: bool) -> Idea:
    draft = proposal.draft
    fresh = Idea.Status.APPROVED if approve else Idea.Status.NEW
    return Idea(
        site=cluster.site,
        cluster=cluster,
        title=draft.title[:300],
        angle=draft.angle,
        intent=draft.intent,
        content_type=draft.content_type,
        target_keyphrase=draft.target_keyphrase[:300],
        supporting_keywords=draft.supporting_keywords,
        brief=proposal.brief.model_dump(mode="json") if proposal.brief else {},
        language=content_language(cluster),
        status=Idea.Status.DUPLICATE if proposal.duplicate_of else fresh,
        duplicate_of=proposal.duplicate_of[:400],
        demand=cluster.demand,
    )


def change_status(*, idea: Idea, status: str) -> Idea:
    """Approve, reject or reopen an idea.

    :raises Conflict: when it is planned already, or has no brief to be written from.
    """
    if idea.status == Idea.Status.PLANNED:
        raise Conflict("This idea is planned already: its brief is locked in its writing task.")
    if status == Idea.Status.APPROVED and not idea.brief:
        raise Conflict("This idea has no brief, because it repeats another topic: it cannot be approved.")
    before = IDEAS.snapshot(idea)
    idea.status = status
    idea.save(update_fields=["status", "updated_at"])
    IDEAS.updated(idea, before)
    return idea


def change_title(*, idea: Idea, title: str) -> Idea:
    """Give an idea another title.

    :raises Conflict: when it is planned already.
    """
    if idea.status == Idea.Status.PLANNED:
        raise Conflict("This idea is planned already: its brief is locked in its writing task.")
    before = IDEAS.snapshot(idea)
    idea.title = title
    idea.save(update_fields=["title", "updated_at"])
    IDEAS.updated(idea, before)
    return idea


@transaction.atomic
def change_statuses(*, ids: Sequence[UUID], status: str) -> BulkResult:
    """Approve, reject or reopen many ideas; one that cannot be is skipped with the reason."""
    rows = Idea.objects.all()
    return each_row(rows, ids, lambda idea: change_status(idea=idea, status=status), lock=True)


def planned_topics(*, site_id: UUID) -> KnownTopics:
    """The ideas that a site has, but those it rejected."""
    rows = Idea.objects.filter(site_id=site_id).exclude(
        status__in=[Idea.Status.REJECTED, Idea.Status.DUPLICATE]
    )
    pairs = list(rows.values_list("title", "target_keyphrase"))
    titles = tuple(title for title, _ in pairs)
    return KnownTopics(titles, {keyword_key(phrase): f"the idea “{title}”" for title, phrase in pairs})
