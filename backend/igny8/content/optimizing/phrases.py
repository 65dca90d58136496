"""The few sentences and labels that the optimizer may add; each only says what the page is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """``{k}`` stands for the keyphrase, ``{K}`` for it with a capital.

    :ivar lead: a first sentence, or ``""`` where none is known.
    :ivar sections: headings for parts of a long stretch, each used at most once.
    :ivar see_also: what comes before links to other pages of the site.
    :ivar definite: words before a noun that point at something already named, folded.
    :ivar head_is_last: whether the last word of a compound names the thing (``car insurance``).
    """

    lead: str = ""
    sections: tuple[str, ...] = ()
    see_also: str = ""
    definite: frozenset[str] = frozenset()
    head_is_last: bool = False


_PHRASES = {
    "en": Phrases(
        "The topic of this article is {k}.",
        ("{K} in detail", "More about {k}", "{K}: further points"),
        "See also",
        frozenset({"the", "these", "this", "those", "that", "your", "our"}),
        head_is_last=True,
    ),
    "de": Phrases(
        "In diesem Artikel geht es um das Thema {k}.",
        ("{K} im Detail", "Mehr zum Thema {k}", "{K}: weitere Punkte"),
        "Siehe auch",
        frozenset({"der", "die", "das", "den", "dem", "diese", "dieser", "dieses", "diesen"}),
        head_is_last=True,
    ),
    "fr": Phrases(
        "Cet article porte sur le sujet suivant : {k}.",
        ("{K} en détail", "{K} : pour aller plus loin", "{K} : autres points"),
        "À lire aussi",
    ),
    "es": Phrases(
        "Este artículo trata el tema: {k}.",
        ("{K} en detalle", "Más sobre {k}", "{K}: otros puntos"),
        "Ver también",
    ),
    "it": Phrases(
        "Questo articolo tratta il tema: {k}.",
        ("{K} in dettaglio", "{K}: altri punti"),
        "Vedi anche",
    ),
    "pt": Phrases(
        "Este artigo trata do tema: {k}.",
        ("{K} em detalhe", "Mais sobre {k}", "{K}: outros pontos"),
        "Veja também",
    ),
    "nl": Phrases(
        "Dit artikel gaat over het onderwerp {k}.",
        ("{K} in detail", "Meer over {k}", "{K}: verdere punten"),
        "Zie ook",
        frozenset({"de", "het", "deze", "dit", "die", "uw", "je"}),
        head_is_last=True,
    ),
    "pl": Phrases("Temat tego artykułu: {k}.", ("{K}: szczegóły", "{K}: więcej informacji"), "Zobacz też"),
    "ru": Phrases("Тема этой статьи: {k}.", ("{K}: подробнее", "{K}: что ещё важно"), "Смотрите также"),
    "tr": Phrases("Bu yazının konusu: {k}.", ("{K}: ayrıntılar", "{K}: diğer noktalar"), "Ayrıca bakın"),
    "id": Phrases("Artikel ini membahas {k}.", ("{K} secara rinci", "{K}: hal lain"), "Lihat juga"),
    "hi": Phrases("इस लेख का विषय है: {k}।", ("{K}: विस्तार से", "{K}: अन्य बातें"), "यह भी देखें"),
    "ja": Phrases("この記事のテーマは{k}です。", ("{K}の詳細", "{K}のその他のポイント"), "関連記事"),
    "zh": Phrases("本文的主题是{k}。", ("{K}详解", "{K}的其他要点"), "相关文章"),
}
_NONE = Phrases()


def phrases_of(language: str) -> Phrases:
    """The phrases of a BCP 47 code; empty ones where the language is not known."""
    return _PHRASES.get(language.replace("_", "-").split("-", maxsplit=1)[0].lower(), _NONE)


def fill(template: str, keyphrase: str) -> str:
    """``template`` with the keyphrase put in."""
    return template.replace("{k}", keyphrase).replace("{K}", capitalised(keyphrase))


def capitalised(text: str) -> str:
    """``text`` with a capital first letter, unless its first word has capitals of its own (``iPhone``)."""
    first = text.split(" ", 1)[0]
    return text if first != first.lower() else text[:1].upper() + text[1:]
