"""What the checks know of languages: stems, passive, transitions, syllables, widths."""

from __future__ import annotations

import pytest

from igny8.content.markup.words import fold
from igny8.content.seo.checks.readability import _spoken, has_transition
from igny8.content.seo.keyphrase import Keyphrase
from igny8.content.seo.languages import BY_CODE, language_of
from igny8.content.seo.pixels import title_width
from igny8.content.seo.reading import reading_ease, syllables
from igny8.content.seo.terms import stem, terms


@pytest.mark.parametrize(
    ("code", "sentence", "passive"),
    [
        ("en", "The shed was built in 1954.", True),
        ("en", "They are often made of wood.", True),
        ("en", "It got stolen.", True),
        ("en", "We were happy.", False),
        ("en", "They need speed.", False),
        ("en", "It is indeed red.", False),
        ("de", "Das Haus wurde 1954 gebaut.", True),
        ("de", "Weil das Gerät repariert wird, warten wir.", True),
        ("de", "Die Anlage wird vom Netzbetreiber überprüft.", True),
        ("de", "Wir werden morgen gehen.", False),
        ("de", "Er wird Lehrer.", False),
        ("fr", "La maison a été vendue hier.", True),
        ("fr", "Le prix n'est pas fixé.", True),
        ("fr", "Elle est allée au marché.", False),
        ("fr", "Le ciel est très bleu.", False),
        ("es", "La casa fue vendida ayer.", True),
        ("es", "Los datos son escritos a mano.", True),
        ("es", "La vida es bella.", False),
        ("es", "Es demasiado rápido.", False),
    ],
)
def test_the_passive_is_told(code, sentence, passive):
    language = language_of(code)
    assert language.is_passive is not None
    assert language.is_passive(_spoken(sentence, language)) is passive


@pytest.mark.parametrize(
    ("code", "sentence", "has"),
    [
        ("en", "However, it rains.", True),
        ("en", "It rains in other words.", True),
        ("en", "It rains.", False),
        ("de", "Außerdem regnet es.", True),
        ("de", "Zum Beispiel regnet es.", True),
        ("de", "Es regnet.", False),
        ("fr", "D'abord, il pleut.", True),
        ("fr", "Il pleut.", False),
        ("es", "Además llueve.", True),
        ("es", "Llueve.", False),
    ],
)
def test_transitions_are_told(code, sentence, has):
    assert has_transition(sentence, language_of(code)) is has


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", ["story", "stories", "story's"]),
        ("en", ["plan", "plans", "planning", "planned"]),
        ("en", ["house", "houses", "housing"]),
        ("en", ["business", "businesses"]),
        ("en", ["string", "strings"]),
        ("de", ["garten", "gartens"]),
        ("de", ["gunstig", "gunstige", "gunstigen", "gunstiger"]),
        ("fr", ["animal", "animaux"]),
        ("es", ["coche", "coches"]),
        ("ru", [fold("отель"), fold("отели"), fold("отелей"), fold("отелями")]),
        ("pl", ["domek", "domekach"]),
        ("xx", ["same", "same"]),
    ],
)
def test_simple_forms_of_a_word_meet(code, forms):
    assert len({stem(form, language_of(code)) for form in forms}) == 1


def test_different_words_stay_apart():
    english = language_of("en")
    assert len({stem(word, english) for word in ["bus", "bush", "ring", "king", "class", "glass"]}) == 6


def test_terms_know_their_places_and_split_compounds():
    text = "Long-term l'eau"
    assert [text[term.start : term.end] for term in terms(text, "fr")] == ["Long", "term", "l'eau"]
    assert [term.stem for term in terms(text, "fr")][-1] == "eau"


def test_a_keyphrase_of_small_words_only_counts_them_all():
    assert Keyphrase("how to", "en").parts == ("how", "to")
    assert Keyphrase("the best shed", "en").parts == ("best", "shed")


def test_an_empty_keyphrase_is_nowhere():
    for text in ("", "!!!", " "):
        keyphrase = Keyphrase(text, "en")
        assert not keyphrase
        assert keyphrase.count_in("x") == 0
        assert keyphrase.share_in("x") == 0
        assert not keyphrase.is_exactly("x")
        assert keyphrase.find_exact("x") is None


def test_counts_follow_the_rarest_word():
    assert Keyphrase("garden shed", "en").count_in("Garden sheds and a garden shed and a garden") == 2
    assert Keyphrase("東京の賃貸", "ja").count_in("東京の賃貸と東京の賃貸物件") == 2


def test_half_of_a_long_keyphrase_reflects_it():
    keyphrase = Keyphrase("cheap garden shed", "en")
    assert keyphrase.is_reflected_in("Cheap sheds")
    assert not keyphrase.is_reflected_in("Sheds")
    assert Keyphrase("東京の賃貸マンション", "ja").share_in("東京の賃貸") == pytest.approx(2 / 3)


def test_exact_places():
    assert Keyphrase("garden shed", "en").find_exact("My garden sheds!") == (3, 15)
    assert Keyphrase("garden shed", "en").find_exact("Shed, garden") is None
    assert Keyphrase("賃貸", "ja").find_exact("東京の賃貸") == (3, 5)
    assert not Keyphrase("賃貸", "ja").begins("東京の賃貸")
    assert Keyphrase("賃貸", "ja").is_exactly("賃 貸")


def test_unknown_languages_have_no_rules():
    assert language_of("tlh-Latn").code == "tlh"
    assert language_of("pt_BR") is BY_CODE["pt"]
    assert language_of("").stopwords == frozenset()


def test_twelve_languages_have_content_words():
    assert set(BY_CODE) == {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "id", "hi"}
    for language in BY_CODE.values():
        assert len(language.stopwords) > 50
        assert {fold(word) for word in language.stopwords} == set(language.stopwords)
        assert {fold(phrase) for phrase in language.transitions} == set(language.transitions)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("i", 4),
        ("W", 19),
        ("Hello World", 103),
        ("é", 11),
        ("東", 20),
        ("Привет", 68),
        ("हि", 24),
        ("©", 12),
    ],
)
def test_title_widths_follow_arial_at_20_px(text, width):
    assert title_width(text) == width


def test_syllables_and_reading_ease():
    assert syllables("garden", "en") == 2
    assert syllables("cat", "en") == 1
    assert syllables("anything", "tlh") == 1
    easy = reading_ease(["The cat sat.", "The dog ran."], "en")
    hard = reading_ease(["Institutional considerations necessitate organizational reconfiguration."], "en")
    assert easy is not None
    assert hard is not None
    assert easy > 90
    assert hard < 30
    assert reading_ease(["Кот спит."], "ru") is not None
    assert reading_ease(["x"], "pl") is None
    assert reading_ease([], "en") is None


@pytest.mark.parametrize("code", ["de", "fr", "es", "it", "pt", "nl"])
def test_formulas_stay_between_0_and_100(code):
    ease = reading_ease(["Papa la casa alta."], code)
    assert ease is not None
    assert 0 <= ease <= 100
