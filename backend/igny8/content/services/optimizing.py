"""Optimizing: a better score without other facts; both versions are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from igny8.ai.prompts.optimize import FindingFact, OptimizeFacts, OptimizePrompt
from igny8.ai.services import ask, text_model
from igny8.content.markup import sanitize_html, word_count
from igny8.content.models import Content, Image
from igny8.content.optimizing import Change, facts_preserved, optimize
from igny8.content.selectors import published_pages, site_links
from igny8.content.seo import Article, CheckResult, SeoReport, evaluate
from igny8.content.services.announcing import CONTENTS
from igny8.content.services.scoring import as_article, report_json
from igny8.content.services.slugs import slug_is_free
from igny8.content.services.versions import content_to_change, new_version
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, ProviderError


@dataclass(frozen=True, slots=True)
class Improved:
    """A better article with the reports on both.

    :ivar version: of the content that was improved.
    :ivar refused: why a model's rewrite was not taken.
    """

    original: Article
    version: int
    article: Article
    before: SeoReport
    after: SeoReport
    changes: tuple[Change, ...]
    refused: tuple[str, ...] = ()


def improve(*, content_id: UUID) -> Improved:
    """Improve a content: by the model where there is one, then by rules; stores nothing.

    A model's rewrite counts only when it loses and invents no fact and does not lower the score.

    :raises Conflict: when there is no text to improve.
    """
    content = Content.objects.select_related("site").get(pk=content_id)
    if not content.html.strip():
        raise Conflict(f"“{content.title}” has no text yet: write it before optimizing it.")
    article = as_article(content)
    before = evaluate(article)
    rewritten, refused = (article, ()) if text_model().offline else _by_model(article, before)
    links = site_links(published_pages(site=content.site, besides=content.id))
    result = optimize(rewritten, site_links=links, published=bool(content.published_url))
    return Improved(article, content.version, result.article, before, result.after, result.changes, refused)


def _by_model(article: Article, report: SeoReport) -> tuple[Article, tuple[str, ...]]:
    findings = [check for check in report.checks if check.status != "good"]
    if not findings:
        return article, ()
    answer = ask(OptimizePrompt(), _facts(article, findings))
    if answer.cut_off:
        return article, ("The model's rewrite was cut off.",)
    candidate = replace(article, html=sanitize_html(_bare(answer.result)))
    allowed = [article.title, article.keyphrase]
    lost = facts_preserved(article.html, candidate.html, language=article.language, allowed=allowed)
    if lost:
        return article, tuple(lost[:10])
    if evaluate(candidate).exact_score < report.exact_score:
        return article, ("The model's rewrite had a lower score.",)
    return candidate, ()


def _facts(article: Article, findings: Sequence[CheckResult]) -> OptimizeFacts:
    return OptimizeFacts(
        text=article.html,
        format="html",
        keyphrase=article.keyphrase,
        language=article.language,
        title=article.title,
        findings=tuple(FindingFact(check=check.name, message=check.message) for check in findings),
    )


def _bare(text: str) -> str:
    """A model may fence its HTML."""
    stripped = text.strip()
    if not stripped:
        raise ProviderError("The model answered with an empty text.")
    if stripped.startswith("```"):
        stripped = stripped.partition("\n")[2].removesuffix("```").strip()
    return stripped


def store_improved(*, content_id: UUID, improved: Improved, clock: Clock) -> dict[str, Any]:
    """Store an improved article, as a new version where anything changed; gives what changed, by check.

    :raises Conflict: when somebody changed the content while it was being improved.
    """
    content = content_to_change(content_id)
    if content.version != improved.version:
        raise Conflict(f"“{content.title}” was changed while it was being optimized: optimize it again.")
    before = CONTENTS.snapshot(content)
    report = comparison(improved)
    content.optimization, content.optimized_at = report, clock.now()
    content.seo_score, content.seo_report = improved.after.score, report_json(improved.after)
    if improved.article == improved.original:
        content.save()
    else:
        _apply(content, improved.article)
        new_version(content, "optimized")
    CONTENTS.updated(content, before)
    return report


def _apply(content: Content, article: Article) -> None:
    content.title, content.html = article.title[:300], article.html
    content.meta_title, content.meta_description = article.meta_title[:300], article.meta_description[:400]
    content.word_count = word_count(article.html, article.language)
    may_move = not content.published_url and bool(article.slug)
    if may_move and slug_is_free(article.slug, site_id=content.site_id, besides=content.id):
        content.slug = article.slug
    if article.featured_alt is not None:
        Image.objects.filter(content=content, role="featured").update(alt=article.featured_alt[:300])


def comparison(improved: Improved) -> dict[str, Any]:
    """Before → after, in all and per check."""
    after = {check.id: check for check in improved.after.checks}
    checks = [
        {"id": check.id, "name": check.name, "before": check.score, "after": after[check.id].score}
        for check in improved.before.checks
        if check.id in after
    ]
    changes = [
        {"check": change.check_id, "what": change.what, "before": change.before, "after": change.after}
        for change in improved.changes
    ]
    return {
        "before": improved.before.score,
        "after": improved.after.score,
        "checks": checks,
        "changes": changes,
        "refused": list(improved.refused),
    }
