"""Finding a keyphrase in text, whatever the order and inflection of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.words import count_words
from igny8.content.seo.terms import content_terms, needs_substrings, squeeze, terms, unspaced_pieces


@dataclass(frozen=True)
class Keyphrase:
    """A keyphrase in one language.

    A text has it when it has all its content words, in any order and in simple inflections. Where words are
    not separated by spaces, its meaningful pieces (runs of Han, katakana, letters) must stand there.
    """

    text: str
    language: str

    @cached_property
    def is_unspaced(self) -> bool:
        """Whether it is found by letters instead of words."""
        return needs_substrings(self.text)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What a text must have: stems of content words, or pieces."""
        return unspaced_pieces(self.text) if self.is_unspaced else content_terms(self.text, self.language)

    @cached_property
    def length(self) -> int:
        """Its content words; in a script without spaces, its words as ``count_words`` counts them."""
        return count_words(self.text) if self.is_unspaced else len(self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts) and any(self.parts)

    def count_in(self, text: str) -> int:
        """How often a sentence or heading has it: as often as the rarest of its parts."""
        if not self:
            return 0
        if self.is_unspaced:
            squeezed = squeeze(text)
            return min(squeezed.count(part) for part in self.parts)
        stems = [term.stem for term in terms(text, self.language)]
        return min(stems.count(part) for part in self.parts)

    def is_in(self, text: str) -> bool:
        """Whether ``text`` has all its parts."""
        return self.count_in(text) > 0

    def share_in(self, text: str) -> float:
        """The share of its parts that ``text`` has, 0 to 1."""
        if not self:
            return 0.0
        if self.is_unspaced:
            squeezed = squeeze(text)
            return sum(part in squeezed for part in self.parts) / len(self.parts)
        stems = {term.stem for term in terms(text, self.language)}
        return sum(part in stems for part in self.parts) / len(self.parts)

    def is_reflected_in(self, text: str) -> bool:
        """Whether a heading or slug shows it: all of one or two parts, more than half of a longer one."""
        share = self.share_in(text)
        return share == 1 or (len(self.parts) > 2 and share > 0.5)

    def is_exactly(self, text: str) -> bool:
        """Whether ``text`` says the keyphrase and nothing else."""
        if not self:
            return False
        if self.is_unspaced:
            return squeeze(text) == squeeze(self.text)
        return set(content_terms(text, self.language)) == set(self.parts)

    def find_exact(self, text: str) -> tuple[int, int] | None:
        """Where its words stand together and in order (inflections allowed), or ``None``."""
        if self.is_unspaced:
            letters = r"\s*".join(re.escape(char) for char in self.text if not char.isspace())
            match = re.search(letters, text, re.IGNORECASE)
            return match.span() if match else None
        wanted = [term.stem for term in terms(self.text, self.language)]
        found = terms(text, self.language)
        for index in range(len(found) - len(wanted) + 1 if wanted else 0):
            window = found[index : index + len(wanted)]
            if [term.stem for term in window] == wanted:
                return window[0].start, window[-1].end
        return None

    def begins(self, text: str) -> bool:
        """Whether ``text`` starts with it, but for words without content."""
        place = self.find_exact(text)
        if place is None:
            return False
        before = fold_spaces(text[: place[0]])
        return not any(term.is_content for term in terms(before, self.language)) and not needs_substrings(
            before
        )
