"""Markdown and HTML of articles: rendered, sanitised, counted, linked, and written as WordPress blocks."""

from igny8.content.markup.blocks import to_blocks
from igny8.content.markup.jsonld import (
    ArticleData,
    Crumb,
    QuestionAnswer,
    article_json_ld,
    breadcrumb_json_ld,
    faq_json_ld,
)
from igny8.content.markup.links import Linked, SiteLink, insert_links, unlink_missing
from igny8.content.markup.markdown import render_markdown
from igny8.content.markup.outline import headings, plain_text, word_count
from igny8.content.markup.sanitize import sanitize_html
from igny8.content.markup.slugs import slugify

__all__ = [
    "ArticleData",
    "Crumb",
    "Linked",
    "QuestionAnswer",
    "SiteLink",
    "article_json_ld",
    "breadcrumb_json_ld",
    "faq_json_ld",
    "headings",
    "insert_links",
    "plain_text",
    "render_markdown",
    "sanitize_html",
    "slugify",
    "to_blocks",
    "unlink_missing",
    "word_count",
]
