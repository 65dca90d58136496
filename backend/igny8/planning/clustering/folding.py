"""Finds spellings of one keyword: accents, spaces, hyphens, plurals, and slips of the keyboard.

Two words are taken as one only where the difference itself looks like a slip, never because it is small:
``scan`` and ``scam`` differ by one letter too. Numbers are never touched, and no word is ever dropped, so
``not`` and ``iphone 15`` keep texts apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from igny8.planning.clustering.content import words

# Below this length a changed letter makes another word more often than a misspelling.
MIN_DOUBLED = 5
MIN_SWAPPED = 6
MIN_EDITED = 7
MIN_PLURAL = 5
# A slip of any letter is believed only of a word that is rare beside its twin, as Norvig's corrector does.
RARE_AT_MOST = 2
TWIN_TIMES_COMMONER = 5

# English words that differ by a doubled or a swapped letter and mean different things.
_CONFUSABLE_TEXT = """
diner dinner desert dessert later latter hoping hopping coma comma bitter biter super supper planing
planning rating ratting staring starring taping tapping writen casual causal martial marital united
untied calvary cavalry filling filing robbing robing pinning pining scarred scared striped stripped
tinny cutter cuter holly wholly baring barring carton carrot caret carrots sacred angle angel glass
class access press dress address business fitness congress princess progress process chess mattress
express
"""
CONFUSABLE = frozenset(_CONFUSABLE_TEXT.split())
_DOUBLED = re.compile(r"(.)\1+")
_DIGIT_EDGE = re.compile(r"(?<=\d)\s+(?=\d)")


def fold_near_duplicates(texts: Sequence[str], weights: Sequence[float] | None = None) -> list[int]:
    """For every text the index of the text that stands for it; its own where it stands for itself.

    The one with the greatest weight (search volume) stands for all, the first of them where weights tie.
    Linear in the number of texts and of distinct words.
    """
    tokens = [_plain_words(text) for text in texts]
    canonical = _canonical_words(Counter(word for row in tokens for word in row))
    groups: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(tokens):
        groups[_key(row, canonical) or f"\0{index}"].append(index)
    leaders = list(range(len(texts)))
    for members in groups.values():
        best = max(members, key=lambda i: (weights[i] if weights is not None else 0.0, -i))
        for member in members:
            leaders[member] = best
    return leaders


def _plain_words(text: str) -> list[str]:
    return [_without_accents(word) for word in words(text)]


def _without_accents(word: str) -> str:
    """Accents go from Latin letters only: elsewhere a mark makes another letter."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    latin = all("LATIN" in unicodedata.name(part, "") for part in parts if part.isalpha())
    return "".join(part for part in parts if not unicodedata.combining(part)) if latin else word


def _key(row: Sequence[str], canonical: Mapping[str, str]) -> str:
    """The words run together, so that ``qr code`` meets ``qrcode``; numbers stay apart from numbers."""
    joined = " ".join(_skeleton(canonical.get(word, word)) for word in row)
    return _DIGIT_EDGE.sub("_", joined).replace(" ", "")


def _canonical_words(counts: Counter[str]) -> dict[str, str]:
    """For every misspelt or inflected word the word that stands for it."""
    stands = _commonest_by(counts, _skeleton)
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[stands[word]] += count
    swapped = _swaps(folded)
    edited = _edits(folded)
    return {
        word: edited.get(swapped.get(base, base), swapped.get(base, base)) for word, base in stands.items()
    }


def _commonest_by(counts: Counter[str], key: Callable[[str], str]) -> dict[str, str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        groups[key(word)].append(word)
    return {word: _commonest(group, counts) for group in groups.values() for word in group}


def _commonest(group: Iterable[str], counts: Mapping[str, int]) -> str:
    return min(group, key=lambda word: (-counts[word], word))


def _skeleton(word: str) -> str:
    """What is left when a plural s and doubled letters are taken away."""
    if not word.isalpha() or not word.isascii() or word in CONFUSABLE:
        return word
    if len(word) >= MIN_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word in CONFUSABLE or len(word) < MIN_DOUBLED:
        return word
    return _DOUBLED.sub(r"\1", word)


def _swaps(counts: Counter[str]) -> dict[str, str]:
    """Words that differ by two neighbouring letters swapped, and by nothing else."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        if len(word) >= MIN_SWAPPED and word.isalpha() and word not in CONFUSABLE:
            groups[word[0] + "".join(sorted(word[1:-1])) + word[-1]].append(word)
    found: dict[str, str] = {}
    for group in groups.values():
        leader = _commonest(group, counts)
        found.update({word: leader for word in group if word != leader and _is_swap(word, leader)})
    return found


def _is_swap(one: str, other: str) -> bool:
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(differing) == 2 and differing[1] == differing[0] + 1


def _edits(counts: Counter[str]) -> dict[str, str]:
    """Rare long words one letter away from a much commoner one that starts alike."""
    long_words = [word for word in counts if len(word) >= MIN_EDITED and word.isalpha()]
    shapes: dict[str, list[str]] = defaultdict(list)
    for word in long_words:
        for shape in _shapes(word):
            shapes[shape].append(word)
    found: dict[str, str] = {}
    for word in long_words:
        if counts[word] > RARE_AT_MOST:
            continue
        twins = {twin for shape in _shapes(word) for twin in shapes[shape] if _is_edit(word, twin)}
        commoner = [twin for twin in twins if counts[twin] >= TWIN_TIMES_COMMONER * counts[word]]
        if commoner:
            found[word] = _commonest(commoner, counts)
    return found


def _shapes(word: str) -> set[str]:
    """The word, and the word less any one letter but the first (symmetric deletion)."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(1, len(word))}


def _is_edit(one: str, other: str) -> bool:
    """Whether one letter inserted, left out or replaced makes one of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
