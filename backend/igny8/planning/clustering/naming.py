"""Picks the head keyword of a cluster and a name that people can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from igny8.planning.clustering.content import FUNCTION_WORDS, words

Vectors = NDArray[np.float32]

# How near to the centre a head must be, as a share of the nearest member's cosine.
CENTRAL_SHARE = 0.8
MAX_NAME_WORDS = 8
# Short forms that keyword tools write in small letters and people in capitals.
_ACRONYMS_TEXT = """
ai api atm b2b b2c bbq bmi cbd cctv cms cpa cpu crm css csv dna dns dvd erp eu ev faq fbi gdp gps
gpu hd hdmi hiv hr html http https iot ip irs isbn iso json jpg kpi led llc mba mp3 mp4 mri nba nfc
nfl nhs nyc ocr pc pdf php png pmp ppc qr roi rss rv saas sds seo serp sim sms sql ssd ssl suv svg
tv uk url usa usb ux vin vip vpn vps wifi xml
"""
ACRONYMS = frozenset(_ACRONYMS_TEXT.split())
_SPACES = re.compile(r"\s+")
_WORD_EDGE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """``head_index`` points into the members; ``name`` is the head, readable as a title."""

    name: str
    head_index: int


def describe_cluster(members: Sequence[str], volumes: Sequence[float], vectors: Vectors) -> ClusterFacts:
    """The head keyword and the name of a cluster.

    The head is the member with the greatest volume among those near the centre of the cluster; where volumes
    tie, the most central, then the shortest.

    :param volumes: monthly searches of each member, 0 where unknown.
    :param vectors: the members' unit rows; zero rows are allowed.
    :raises ValueError: for an empty cluster.
    """
    if not members:
        raise ValueError("A cluster must have at least one member.")
    nearness = _nearness(vectors)
    limit = CENTRAL_SHARE * float(nearness.max())
    central = [i for i in range(len(members)) if nearness[i] >= limit] or list(range(len(members)))
    head = min(central, key=lambda i: (-volumes[i], -round(float(nearness[i]), 4), len(members[i]), i))
    return ClusterFacts(readable_name(members[head]), head)


def readable_name(text: str) -> str:
    """The text as a title: first letters large, known short forms in capitals, own capitals kept."""
    parts = _SPACES.split(text.strip())[:MAX_NAME_WORDS]
    named = [_title_word(part, first=index == 0) for index, part in enumerate(parts)]
    return " ".join(named).strip(" ,;:.?!-–") or text.strip()


def _nearness(vectors: Vectors) -> Vectors:
    centre = vectors.sum(axis=0)
    norm = float(np.linalg.norm(centre))
    nearness: Vectors = vectors @ centre / np.float32(max(norm, 1e-9))
    return nearness


def _title_word(part: str, *, first: bool) -> str:
    matched = _WORD_EDGE.match(part)
    before, word, after = matched.groups() if matched else ("", part, "")
    if word.casefold() in ACRONYMS:
        word = word.upper()
    elif word != word.lower() or (not first and _is_grammar(word)):
        pass
    else:
        word = word[:1].upper() + word[1:]
    return f"{before}{word}{after}"


def _is_grammar(word: str) -> bool:
    found = words(word)
    return len(found) == 1 and found[0] in FUNCTION_WORDS
