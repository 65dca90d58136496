"""Checks of the page's parts: title width, meta description, length, images, links, headings."""

from __future__ import annotations

from igny8.content.markup.urls import is_internal, is_outbound
from igny8.content.seo.analysis import Analysis, block_place, field_place
from igny8.content.seo.checks.base import Finding, seo_check
from igny8.content.seo.pixels import title_width
from igny8.content.seo.report import Score

MAX_TITLE_PX = 600
META_DESCRIPTION_CHARS = (121, 156)
# Words from which on the score is given; the first line that fits counts.
_LENGTHS: tuple[tuple[int, Score], ...] = ((300, 9), (250, 6), (200, 3), (0, 0))
_CORNERSTONE_LENGTHS: tuple[tuple[int, Score], ...] = ((900, 9), (400, 6), (300, 3), (0, 0))


@seo_check("title_width", "Title width")
def title_width_check(analysis: Analysis) -> Finding:
    title = analysis.article.seo_title
    width = title_width(title)
    place = (field_place("meta_title" if analysis.article.meta_title.strip() else "title", title),)
    if not width:
        return Finding(0, "There is no title: write one.", place)
    if width <= MAX_TITLE_PX:
        return Finding(9, f"The title is {width} px wide and will be shown whole.")
    return Finding(3, f"The title is {width} px wide: search engines cut it at {MAX_TITLE_PX} px.", place)


@seo_check("meta_description_length", "Meta description length")
def meta_description_length(analysis: Analysis) -> Finding:
    text = analysis.article.meta_description.strip()
    low, high = META_DESCRIPTION_CHARS
    place = (field_place("meta_description", text),)
    if not text:
        return Finding(0, f"There is no meta description: write one of {low} to {high} characters.", place)
    if low <= len(text) <= high:
        return Finding(9, f"The meta description has {len(text)} characters.")
    if len(text) < low:
        return Finding(
            6, f"The meta description has {len(text)} characters: there is room for {high}.", place
        )
    place = (field_place("meta_description", text, start=high),)
    return Finding(6, f"The meta description has {len(text)} characters: it is cut after {high}.", place)


@seo_check("text_length", "Text length")
def text_length(analysis: Analysis) -> Finding:
    limits = _CORNERSTONE_LENGTHS if analysis.article.cornerstone else _LENGTHS
    score = next(score for words, score in limits if analysis.words >= words)
    said = f"The text has {analysis.words} words"
    return Finding(score, f"{said}." if score == 9 else f"{said}: write {limits[0][0]} or more.")


@seo_check("images", "Images")
def images(analysis: Analysis) -> Finding:
    count = len(analysis.alts)
    if count:
        return Finding(9, f"There {'is 1 image' if count == 1 else f'are {count} images'}.")
    return Finding(3, "There is no image: add one.")


@seo_check("internal_links", "Internal links")
def internal_links(analysis: Analysis) -> Finding:
    links = [link for link in analysis.outline.links if is_internal(link.href, analysis.article.site_host)]
    if not links:
        return Finding(3, "No link leads to another page of the site: add some.")
    if all("nofollow" in link.rel for link in links):
        return Finding(6, "All internal links are nofollow: let search engines follow some.")
    return Finding(9, "There are links to other pages of the site.")


@seo_check("outbound_links", "Outbound links")
def outbound_links(analysis: Analysis) -> Finding:
    links = [link for link in analysis.outline.links if is_outbound(link.href, analysis.article.site_host)]
    if not links:
        return Finding(3, "No link leads to another site: name a good source.")
    if all("nofollow" in link.rel for link in links):
        return Finding(6, "All outbound links are nofollow: let search engines follow some.")
    return Finding(9, "There are links to other sites.")


@seo_check("single_h1", "One main heading")
def single_h1(analysis: Analysis) -> Finding:
    extra = [block for block in analysis.blocks if block.kind == "heading" and block.level == 1][1:]
    if not extra:
        return Finding(9, "There is at most one H1 in the text.")
    advice = "There is more than one H1 in the text: make the others H2 or lower."
    return Finding(0, advice, tuple(map(block_place, extra)))
