"""The few words of the preview's own, in the languages it speaks; English elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of one language. ``date`` has the fields day, month, year; ``months`` are parted by spaces."""

    language: str
    skip: str
    home: str
    pages: str
    archive: str
    all_articles: str
    topics: str
    empty: str
    updated: str
    minutes: str
    needs_writing: str
    needs_writing_note: str
    draft: str
    scheduled: str
    preview_note: str
    date: str
    months: str

    def day(self, moment: datetime) -> str:
        """:return: the date as people write it in this language."""
        return self.date.format(day=moment.day, month=self.months.split()[moment.month - 1], year=moment.year)


_ENGLISH = Labels(
    "en",
    "Skip to content",
    "Articles",
    "Pages",
    "Archive",
    "All articles",
    "Topics",
    "Nothing has been published here yet. Articles appear as soon as a rule publishes them.",
    "Updated",
    "min read",
    "Structured draft, needs writing",
    "This is an outline: the structure is there, the text is still to be written.",
    "Draft",
    "Scheduled",
    "A preview made by IGNY8",
    "{day} {month} {year}",
    "January February March April May June July August September October November December",
)
_GERMAN = Labels(
    "de",
    "Zum Inhalt springen",
    "Artikel",
    "Seiten",
    "Archiv",
    "Alle Artikel",
    "Themen",
    "Hier ist noch nichts veröffentlicht. Artikel erscheinen, sobald eine Regel sie veröffentlicht.",
    "Aktualisiert",
    "Min. Lesezeit",
    "Strukturierter Entwurf, noch zu schreiben",
    "Das ist eine Gliederung: Der Aufbau steht, der Text muss noch geschrieben werden.",
    "Entwurf",
    "Geplant",
    "Eine Vorschau von IGNY8",
    "{day}. {month} {year}",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
)
_FRENCH = Labels(
    "fr",
    "Aller au contenu",
    "Articles",
    "Pages",
    "Archives",
    "Tous les articles",
    "Thèmes",
    "Rien n’est encore publié ici. Les articles apparaissent dès qu’une règle les publie.",
    "Mis à jour",
    "min de lecture",
    "Brouillon structuré, à rédiger",
    "C’est un plan : la structure est là, le texte reste à écrire.",
    "Brouillon",
    "Programmé",
    "Un aperçu réalisé par IGNY8",
    "{day} {month} {year}",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
)
_SPANISH = Labels(
    "es",
    "Saltar al contenido",
    "Artículos",
    "Páginas",
    "Archivo",
    "Todos los artículos",
    "Temas",
    "Aún no hay nada publicado. Los artículos aparecen en cuanto una regla los publica.",
    "Actualizado",
    "min de lectura",
    "Borrador estructurado, por redactar",
    "Es un esquema: la estructura está; falta escribir el texto.",
    "Borrador",
    "Programado",
    "Una vista previa hecha por IGNY8",
    "{day} de {month} de {year}",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_BY_LANGUAGE = {labels.language: labels for labels in (_ENGLISH, _GERMAN, _FRENCH, _SPANISH)}


def labels_for(language: str) -> Labels:
    """:param language: a BCP 47 tag. :return: its words, English where the language is not known."""
    return _BY_LANGUAGE.get(language.split("-", maxsplit=1)[0].lower(), _ENGLISH)
