"""Facts that the tests of prompts and text models share."""

from __future__ import annotations

from igny8.ai.prompts.article import ArticleFacts
from igny8.ai.prompts.brief import BriefFacts
from igny8.ai.prompts.ideas import IdeasFacts
from igny8.ai.prompts.rules.brief import write_brief
from igny8.ai.prompts.rules.ideas import draft_ideas
from igny8.ai.prompts.types import Brief, ClusterFacts, IdeaDraft, KeywordFact, LinkFact, SiteFacts

SEARCHES = (
    ("qr code scanner", 1_588_905), ("scan qr code", 354_435), ("qr scanner", 127_889),
    ("qr code scanner app", 43_648), ("qr code scaner", 6_384), ("qr scanner app", 15_652),
    ("qr code scanner online", 14_761), ("qr code scanner for pc", 7_162), ("free qr code scanner", 9_973),
    ("qr code scanner free download", 3_793), ("qr code scanner from image", 13_425),
    ("qr barcode scanner", 3_947), ("how to scan qr code", 900), ("what is a qr code scanner", 300),
    ("why is my qr code scanner not working", 120), ("scaner. com", 635),
)  # fmt: skip


def keywords() -> tuple[KeywordFact, ...]:
    return tuple(KeywordFact(text=text, volume=volume) for text, volume in SEARCHES)


def cluster(language: str = "en", **changes: object) -> ClusterFacts:
    facts = ClusterFacts(
        name="QR code scanner", head_keyword="qr code scanner", keywords=keywords(), language=language
    )
    return facts.model_copy(update=changes)


def idea(language: str = "en") -> IdeaDraft:
    return draft_ideas(cluster(language), existing=(), count=1)[0]


def brief(language: str = "en", **changes: object) -> Brief:
    made = write_brief(
        idea(language),
        keywords=keywords(),
        site=SiteFacts(name="ScanApp"),
        links=(LinkFact(title="Scan codes with a QR scanner app", url="https://scan.example/app/"),),
        language=language,
        tone="",
        word_counts=(800, 1_200),
    )
    return made.model_copy(update=changes)


def ideas_facts() -> IdeasFacts:
    return IdeasFacts(cluster=cluster())


def brief_facts() -> BriefFacts:
    return BriefFacts(idea=idea(), keywords=keywords())


def article_facts(language: str = "en") -> ArticleFacts:
    return ArticleFacts(brief=brief(language), keywords=keywords())
