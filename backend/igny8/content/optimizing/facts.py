"""What a rewrite must leave as it is: numbers, addresses, quotations and names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from igny8.content.markup.outline import Block, fold_spaces, outline
from igny8.content.markup.words import sentences, words

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*(?:\s?%)?")
_QUOTED = re.compile(
    r"“([^“”]{3,})”|„([^„“”]{3,})[“”]|«\s?([^«»]{3,}?)\s?»|「([^「」]{2,})」|\"([^\"\n]{3,})\""
)
_OPENS_LIKE_A_SENTENCE = re.compile(r"[:;–—(\[\"“„«‘]\s*$")
_NOUNS_ARE_CAPITALISED = frozenset({"de", "lb"})
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Facts:
    numbers: frozenset[str]
    urls: frozenset[str]
    quotes: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    text: str


def facts_preserved(
    before_html: str, after_html: str, *, language: str = "en", allowed: Collection[str] = ()
) -> list[str]:
    """Compare the facts of a text before and after it was rewritten.

    :param allowed: texts that the new one may draw upon besides the old: the title, the keyphrase, the
        addresses of links to add.
    :return: one sentence for each number, address, quotation or name that was lost or invented; empty where
        the facts are the same. How often one is mentioned does not count. Names are capitalised words inside
        sentences (in German, where every noun has a capital, only those with capitals further on).
    """
    before, after = _facts(before_html, language), _facts(after_html, language)
    extra = _facts_of_text(" . ".join(allowed))
    problems = _lost("number", before.numbers - after.numbers)
    problems += _invented("number", after.numbers - before.numbers - extra.numbers)
    problems += _lost("address", before.urls - after.urls)
    problems += _invented("address", after.urls - before.urls - frozenset(allowed))
    problems += _lost("quotation", (quote for quote in before.quotes if quote not in after.text))
    known = f"{before.text} {extra.text}"
    problems += _invented("quotation", (quote for quote in after.quotes if quote not in known))
    problems += _lost("name", before.names - after.words)
    known_words = {word.lower() for word in before.words | extra.words}
    return problems + _invented("name", (name for name in after.names if name.lower() not in known_words))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text in order, thousands and decimals as written, spaces left out."""
    return [re.sub(r"\s", "", match) for match in _NUMBER.findall(text)]


def _facts(html: str, language: str) -> _Facts:
    parts = outline(html)
    urls = {link.href for link in parts.links} | {image.src for image in parts.images}
    quotes = {fold_spaces(block.text) for block in parts.blocks if block.kind == "quote"}
    text = " \n".join(block.text for block in parts.blocks)
    alts = " \n".join(image.alt for image in parts.images)
    found = _facts_of_text(f"{text} \n{alts}")
    names = _names(parts.blocks, language)
    return _Facts(found.numbers, frozenset(urls), found.quotes | quotes, names, found.words, found.text)


def _facts_of_text(text: str) -> _Facts:
    quotes = {fold_spaces(next(filter(None, groups))) for groups in _QUOTED.findall(text)}
    return _Facts(
        numbers=frozenset(numbers_in(text)),
        urls=frozenset(),
        quotes=frozenset(quotes),
        names=frozenset(),
        words=frozenset(_bare(word.text) for word in words(text)),
        text=fold_spaces(text),
    )


def _names(blocks: Iterable[Block], language: str) -> frozenset[str]:
    """Capitalised words inside sentences; headings may capitalise anything and are left out."""
    code = language.split("-", maxsplit=1)[0].lower()
    found: set[str] = set()
    for block in blocks:
        if block.kind in {"heading", "code"}:
            continue
        for sentence in sentences(block.text, code):
            for word in words(sentence.text):
                opens = not word.start or _OPENS_LIKE_A_SENTENCE.search(sentence.text[: word.start])
                if _is_name(word.text, code, opens=bool(opens)):
                    found.add(_bare(word.text))
    return frozenset(found)


def _is_name(word: str, code: str, *, opens: bool) -> bool:
    has_inner_capital = any(char.isupper() for char in word[1:])
    if opens or code in _NOUNS_ARE_CAPITALISED:
        return has_inner_capital
    return len(word) > 1 and (word[0].isupper() or has_inner_capital)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _lost(kind: str, values: Iterable[str]) -> list[str]:
    return [f"The {kind} “{_shown(value)}” was lost." for value in sorted(values)]


def _invented(kind: str, values: Iterable[str]) -> list[str]:
    return [f"The {kind} “{_shown(value)}” was not in the text before." for value in sorted(values)]


def _shown(value: str) -> str:
    return value if len(value) <= _SHOWN_CHARS else value[: _SHOWN_CHARS - 1] + "…"
