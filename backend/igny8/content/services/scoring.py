"""Scores of contents by the on-page checks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from igny8.content.models import Content
from igny8.content.selectors import site_host, used_keyphrases
from igny8.content.seo import Article, SeoReport, evaluate
from igny8.content.services.announcing import CONTENTS


def as_article(content: Content) -> Article:
    """A content as the checks look at it."""
    featured = content.images.filter(role="featured").first() if not content._state.adding else None
    return Article(
        title=content.title,
        html=content.html,
        keyphrase=content.keyphrase,
        meta_title=content.meta_title,
        meta_description=content.meta_description,
        slug=content.slug,
        language=content.language,
        site_host=site_host(content.site),
        used_keyphrases=used_keyphrases(content),
        featured_alt=featured.alt if featured else None,
    )


def report_json(report: SeoReport) -> dict[str, Any]:
    """A report as it is stored and sent."""
    checks = [{**asdict(check), "status": check.status} for check in report.checks]
    return {
        "score": report.score,
        "rating": report.rating,
        "words": report.words,
        "reading_ease": report.reading_ease,
        "checks": checks,
    }


def score(content: Content) -> SeoReport:
    """Evaluate a content, and note the result on the row; does not save it."""
    report = evaluate(as_article(content))
    content.seo_score, content.seo_report = report.score, report_json(report)
    return report


def score_again(content: Content) -> None:
    """Score a stored content whose pictures have changed."""
    before = CONTENTS.snapshot(content)
    score(content)
    content.save(update_fields=["seo_score", "seo_report", "updated_at"])
    CONTENTS.updated(content, before)
