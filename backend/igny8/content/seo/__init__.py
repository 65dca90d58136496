"""On-page checks: an article in; a score, findings, places and advice out. No database, no network."""

from igny8.content.seo.article import Article
from igny8.content.seo.evaluate import evaluate
from igny8.content.seo.report import CheckResult, Place, SeoReport

__all__ = ["Article", "CheckResult", "Place", "SeoReport", "evaluate"]
