"""Checks of where and how often the keyphrase stands."""

from __future__ import annotations

from igny8.content.markup.slugs import slugify
from igny8.content.markup.urls import is_internal
from igny8.content.markup.words import fold, sentences
from igny8.content.seo.analysis import Analysis, block_place, excerpt, field_place, sentence_place
from igny8.content.seo.checks.base import Finding, keyphrase_check, seo_check
from igny8.content.seo.report import Place

MIN_WORDS_FOR_DENSITY = 100
DENSITY_LOW, DENSITY_HIGH, DENSITY_BAD = 0.5, 3.0, 4.0
SUBHEADING_SHARE = (0.30, 0.75)


@seo_check("keyphrase_length", "Keyphrase length")
def keyphrase_length(analysis: Analysis) -> Finding:
    length = analysis.keyphrase.length if analysis.keyphrase else 0
    place = (field_place("keyphrase", analysis.article.keyphrase),)
    if not length:
        return Finding(0, "Set a keyphrase: the words that people should find this page by.", place)
    if length <= 4:
        return Finding(9, f"The keyphrase has {length} content words.")
    if length <= 8:
        return Finding(6, f"The keyphrase has {length} content words; up to 4 are easier to rank for.", place)
    return Finding(3, f"The keyphrase has {length} content words: shorten it to 4 or fewer.", place)


def density_of(analysis: Analysis) -> float:
    """Occurrences of the keyphrase for 100 words of the body."""
    return 100 * sum(analysis.keyphrase_counts) / analysis.words if analysis.words else 0.0


@keyphrase_check("keyphrase_density", "Keyphrase density")
def keyphrase_density(analysis: Analysis) -> Finding | None:
    if analysis.words < MIN_WORDS_FOR_DENSITY:
        return None
    density, times = density_of(analysis), sum(analysis.keyphrase_counts)
    said = f"The keyphrase stands {times} times in the text ({density:.1f} %)"
    if not times:
        return Finding(0, "The keyphrase does not stand in the text: use it where it fits.")
    if density < DENSITY_LOW:
        return Finding(3, f"{said}: use it a little more, 0.5 to 3 % is good.")
    if density <= DENSITY_HIGH:
        return Finding(9, f"{said}.")
    advice = f"{said}: use other words here and there, up to 3 % is good."
    return Finding(6 if density <= DENSITY_BAD else 0, advice, _mentions(analysis))


def _mentions(analysis: Analysis) -> tuple[Place, ...]:
    pairs = zip(analysis.all_sentences, analysis.keyphrase_counts, strict=True)
    return tuple(sentence_place(sentence) for sentence, count in pairs if count)


@keyphrase_check("keyphrase_in_introduction", "Keyphrase in the introduction")
def keyphrase_in_introduction(analysis: Analysis) -> Finding | None:
    if not analysis.paragraphs:
        return None
    first = analysis.paragraphs[0]
    keyphrase = analysis.keyphrase
    if any(keyphrase.is_in(sentence.text) for sentence in sentences(first.text, analysis.language.code)):
        return Finding(9, "The first paragraph says what the page is about.")
    place = (block_place(first),)
    if keyphrase.is_in(first.text):
        return Finding(
            6, "The keyphrase is spread over the first paragraph: bring it into one sentence.", place
        )
    return Finding(3, "Say the keyphrase in the first paragraph, so that the topic is clear at once.", place)


@keyphrase_check("keyphrase_in_title", "Keyphrase in the title")
def keyphrase_in_title(analysis: Analysis) -> Finding:
    title, keyphrase = analysis.article.seo_title, analysis.keyphrase
    place = (field_place("meta_title" if analysis.article.meta_title.strip() else "title", title),)
    if keyphrase.begins(title):
        return Finding(9, "The title starts with the keyphrase.")
    if keyphrase.find_exact(title):
        return Finding(6, "The title has the keyphrase; at its start it works best.", place)
    if keyphrase.is_in(title):
        return Finding(
            6, "The title has the words of the keyphrase, but not together: use it as it is.", place
        )
    if keyphrase.share_in(title) > 0:
        return Finding(3, "The title has only some words of the keyphrase: use all of them.", place)
    return Finding(0, "The title lacks the keyphrase: put it in, best at the start.", place)


@keyphrase_check("keyphrase_in_slug", "Keyphrase in the slug")
def keyphrase_in_slug(analysis: Analysis) -> Finding:
    slug, keyphrase = analysis.article.slug, analysis.keyphrase
    # A slug has lost its accents and small words: it is compared with what the keyphrase would become.
    wanted = [part for part in (slugify(part) for part in keyphrase.parts) if part]
    plain = slugify(slug) if slug else ""
    found = sum(part in plain for part in wanted)
    place = (field_place("slug", slug),)
    if found == len(wanted):
        return Finding(9, "The slug has the keyphrase.")
    if keyphrase.is_reflected_in(slug.replace("-", " ")) or found * 2 > len(wanted):
        return Finding(6, "The slug has most words of the keyphrase; all of them are better.", place)
    if found:
        return Finding(3, "The slug has few words of the keyphrase: use all of them.", place)
    return Finding(0, "The slug lacks the keyphrase: build it from the keyphrase.", place)


@keyphrase_check("keyphrase_in_meta_description", "Keyphrase in the meta description")
def keyphrase_in_meta_description(analysis: Analysis) -> Finding:
    text, keyphrase = analysis.article.meta_description.strip(), analysis.keyphrase
    times = sum(keyphrase.count_in(sentence.text) for sentence in sentences(text, analysis.language.code))
    place = (field_place("meta_description", text),)
    if not text:
        return Finding(0, "There is no meta description: write one with the keyphrase.", place)
    if 1 <= times <= 2:
        return Finding(9, "The meta description has the keyphrase.")
    if times > 2:
        return Finding(
            3, f"The meta description says the keyphrase {times} times: once or twice is enough.", place
        )
    if keyphrase.is_in(text):
        return Finding(
            6, "The keyphrase is spread over the meta description: bring it into one sentence.", place
        )
    return Finding(3, "The meta description lacks the keyphrase: searchers look for it there.", place)


@keyphrase_check("keyphrase_in_subheadings", "Keyphrase in subheadings")
def keyphrase_in_subheadings(analysis: Analysis) -> Finding | None:
    subheadings = analysis.subheadings
    if not subheadings:
        return None
    having = [block for block in subheadings if analysis.keyphrase.is_reflected_in(block.text)]
    share = len(having) / len(subheadings)
    said = f"{len(having)} of {len(subheadings)} subheadings (H2, H3) have the keyphrase"
    low, high = SUBHEADING_SHARE
    if low <= share <= high or (len(subheadings) == 1 and having):
        return Finding(9, f"{said}.")
    if share > high:
        return Finding(3, f"{said}: vary them, at most three in four.", tuple(map(block_place, having)))
    others = tuple(block_place(block) for block in subheadings if block not in having)
    return Finding(3 if having else 0, f"{said}: bring it into about every third.", others)


@keyphrase_check("keyphrase_in_image_alt", "Keyphrase in image descriptions")
def keyphrase_in_image_alt(analysis: Analysis) -> Finding | None:
    if not analysis.alts:
        return None
    if any(analysis.keyphrase.is_reflected_in(image.alt) for image in analysis.alts):
        return Finding(9, "An image description (alt text) has the keyphrase.")
    places = tuple(
        Place("image", image.index, 0, len(image.alt), excerpt(image.alt)) for image in analysis.alts
    )
    if any(image.alt for image in analysis.alts):
        return Finding(6, "No alt text has the keyphrase: use it where it describes the image.", places)
    return Finding(3, "The images have no alt text: describe them, one with the keyphrase.", places)


@keyphrase_check("keyphrase_unused", "Keyphrase not used before")
def keyphrase_unused(analysis: Analysis) -> Finding:
    own = " ".join(fold(analysis.article.keyphrase).split())
    used = {" ".join(fold(phrase).split()) for phrase in analysis.article.used_keyphrases}
    if own not in used:
        return Finding(9, "No other page of the site has this keyphrase.")
    advice = "Another page of the site has this keyphrase: choose another, or the two compete."
    return Finding(3, advice, (field_place("keyphrase", analysis.article.keyphrase),))


@keyphrase_check("competing_links", "Links on the keyphrase")
def competing_links(analysis: Analysis) -> Finding:
    competing = [link for link in analysis.outline.links if _competes(analysis, link.href, link.text)]
    if not competing:
        return Finding(9, "No link to another page is set on the keyphrase.")
    places = tuple(Place("link", link.index, 0, len(link.text), excerpt(link.text)) for link in competing)
    return Finding(3, "A link on the keyphrase leads to another page: set it on other words.", places)


def _competes(analysis: Analysis, href: str, text: str) -> bool:
    slug = analysis.article.slug
    path = href.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/")
    is_own = is_internal(href, analysis.article.site_host) and bool(slug) and path.rsplit("/", 1)[-1] == slug
    return bool(path) and not is_own and analysis.keyphrase.is_exactly(text)


@keyphrase_check("keyphrase_distribution", "Keyphrase throughout the text")
def keyphrase_distribution(analysis: Analysis) -> Finding | None:
    if analysis.words < MIN_WORDS_FOR_DENSITY:
        return None
    if not any(_reflections(analysis)):
        return Finding(0, "The keyphrase does not stand in the text: use it from beginning to end.")
    share, start, end = longest_gap(analysis)
    if share < 0.30:
        return Finding(9, "The keyphrase is spread evenly over the text.")
    said = f"{share:.0%} of the text in one stretch do without the keyphrase"
    places = tuple(sentence_place(sentence) for sentence in analysis.all_sentences[start:end][:1])
    return Finding(6 if share <= 0.5 else 3, f"{said}: use it there, or a part of it.", places)


def longest_gap(analysis: Analysis) -> tuple[float, int, int]:
    """The longest stretch of sentences without the keyphrase: its share of all words, first and last + 1."""
    total = sum(sentence.words for sentence in analysis.all_sentences) or 1
    best, start, length = (0.0, 0, 0), 0, 0
    for index, (sentence, has) in enumerate(zip(analysis.all_sentences, _reflections(analysis), strict=True)):
        start, length = (index + 1, 0) if has else (start, length + sentence.words)
        if length / total > best[0]:
            best = (length / total, start, index + 1)
    return best


def _reflections(analysis: Analysis) -> list[bool]:
    return [analysis.keyphrase.is_reflected_in(sentence.text) for sentence in analysis.all_sentences]
