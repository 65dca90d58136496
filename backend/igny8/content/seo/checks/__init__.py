"""The on-page checks, in the order in which they are reported.

A check is one function from an ``Analysis`` to a ``Finding``; to add one, write it and name it here. The
thresholds are the public rules of the best-known plug-ins for WordPress.
"""

from igny8.content.seo.checks import keyphrase, page, readability
from igny8.content.seo.checks.base import Check, Finding

CHECKS: tuple[Check, ...] = (
    keyphrase.keyphrase_length,
    keyphrase.keyphrase_density,
    keyphrase.keyphrase_in_introduction,
    keyphrase.keyphrase_in_title,
    keyphrase.keyphrase_in_slug,
    keyphrase.keyphrase_in_meta_description,
    keyphrase.keyphrase_in_subheadings,
    keyphrase.keyphrase_in_image_alt,
    keyphrase.keyphrase_unused,
    keyphrase.competing_links,
    keyphrase.keyphrase_distribution,
    page.title_width_check,
    page.meta_description_length,
    page.text_length,
    page.images,
    page.internal_links,
    page.outbound_links,
    page.single_h1,
    readability.sentence_length,
    readability.paragraph_length,
    readability.subheading_distribution,
    readability.passive,
    readability.transition_words,
    readability.consecutive_sentences,
)

__all__ = ["CHECKS", "Check", "Finding"]
