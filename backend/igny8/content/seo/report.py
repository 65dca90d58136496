"""What the on-page checks find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Group = Literal["seo", "readability"]
Rating = Literal["good", "ok", "bad"]
Score = Literal[0, 3, 6, 9]
Where = Literal["body", "title", "meta_title", "meta_description", "slug", "keyphrase", "image", "link"]

GOOD_FROM = 70
OK_FROM = 40
BEST: Score = 9

_STATUS_OF_SCORE: dict[Score, Rating] = {9: "good", 6: "ok", 3: "bad", 0: "bad"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is.

    :ivar where: the field, or ``body``, ``image``, ``link`` for parts of the body.
    :ivar index: in the body the index of the block (headings, paragraphs, list items, cells … in reading
        order, from 0, as ``igny8.content.markup.outline`` counts them); of an image or link its index among
        the images or links; 0 for fields. A featured image counts as image -1.
    :ivar start: offset of the first character in the plain text of the block or field.
    :ivar end: offset after the last character.
    :ivar excerpt: the text there, shortened.
    """

    where: Where
    index: int
    start: int
    end: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check: ``score`` 9 (good), 6 (ok), 3 or 0 (bad), ``message`` advice for a person."""

    id: str
    name: str
    group: Group
    score: Score
    message: str
    places: tuple[Place, ...] = ()

    @property
    def status(self) -> Rating:
        """``good``, ``ok`` or ``bad``."""
        return _STATUS_OF_SCORE[self.score]


@dataclass(frozen=True, slots=True)
class SeoReport:
    """All checks that apply to an article.

    :ivar checks: in a fixed order; a check that does not apply (no rules for the language, text too short to
        judge, no keyphrase set) is left out and does not count.
    :ivar words: words in the body.
    :ivar reading_ease: Flesch reading ease in the language's own formula (0 hard … 100 easy), for
        information; ``None`` where there is no formula for the language.
    """

    checks: tuple[CheckResult, ...]
    words: int = 0
    reading_ease: float | None = None

    @property
    def exact_score(self) -> Fraction:
        """The mean of the checks' scores as a share of the best, 0 to 1, unrounded."""
        return mean_score(self.checks)

    @property
    def score(self) -> int:
        """0 to 100: the sum of scores / (9 × number of checks) × 100, rounded half up."""
        return int(self.exact_score * 100 + Fraction(1, 2))

    @property
    def rating(self) -> Rating:
        """``good`` from 70, ``ok`` from 40, else ``bad``."""
        return rating_of(self.score)

    def by_id(self, check_id: str) -> CheckResult | None:
        """The result of one check, or ``None`` where it does not apply."""
        return next((check for check in self.checks if check.id == check_id), None)

    def group(self, group: Group) -> tuple[CheckResult, ...]:
        """The checks of one group."""
        return tuple(check for check in self.checks if check.group == group)


def mean_score(checks: Iterable[CheckResult]) -> Fraction:
    """The mean score of ``checks`` as a share of the best score; 0 where there are none."""
    scores = [check.score for check in checks]
    return Fraction(sum(scores), BEST * len(scores)) if scores else Fraction(0)


def rating_of(score: int) -> Rating:
    """The traffic light for a score of 0 to 100."""
    if score >= GOOD_FROM:
        return "good"
    return "ok" if score >= OK_FROM else "bad"
