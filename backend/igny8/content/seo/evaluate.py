"""All checks over one article."""

from __future__ import annotations

from igny8.content.seo.analysis import Analysis
from igny8.content.seo.article import Article
from igny8.content.seo.checks import CHECKS
from igny8.content.seo.reading import reading_ease
from igny8.content.seo.report import SeoReport


def evaluate(article: Article) -> SeoReport:
    """Run every check that applies to ``article``; deterministic, and never raises for any text."""
    analysis = Analysis(article)
    results = (check.result(analysis) for check in CHECKS)
    return SeoReport(
        checks=tuple(result for result in results if result is not None),
        words=analysis.words,
        reading_ease=reading_ease([sentence.text for sentence in analysis.prose], analysis.language.code),
    )
