"""What search makes of words, without a database: folding, stems, questions, passages, spelling, order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import LONGEST_WORD, folded_beginning, folded_text, joined_words, words_of
from search.index import Match
from search.passages import LONGEST_PASSAGE, Piece, marked, passage
from search.questions import MOST_WORDS, Group, ask, key_of_text
from search.ranking import Where, loosely_ranked, ranked
from search.spelling import corrected
from search.stems import forms

LANGUAGES = st.sampled_from(["en", "fr"])
# Quotes, operators and signs of both databases, and what Unicode has in store.
SIGNS = list("\"'’*:^(){}[]&|!<>\\-+%_;\x00\t\n") + ["AND", "NOT", "NEAR(", "ﷺ", "🎗️", "\u202e", "א", "α"]
HOSTILE = st.text(max_size=200) | st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=60).map("".join)


def all_forms(text, language):
    return {form for word in words_of(text, language=language) for form in forms(word, language)}


def are_same(one, other, language="en"):
    return bool(all_forms(one, language) & all_forms(other, language))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’interféron alfa-2b", "interferon alpha 2b"),
        ("interferon α2b", "interferon alpha 2b"),
        ("Interféron\u00a0Alpha\u20112B", "interferon alpha 2b"),
        ("qu’aujourd’hui", "aujourdhui"),
        ("Cœur, ŒDÈME et ﬁbre", "coeur oedeme et fibre"),
        ("e\u0301te\u0301 ÉTÉ", "ete ete"),
        ("(1->3)-β-glucan", "1 3 beta glucan"),
        ("maladie d'Hodgkin", "maladie hodgkin"),
        ("Hodgkin’s disease", "hodgkin disease"),
        ("straße ½ 10⁹", "strasse 12 109"),
        ("+ % / ' [ ]", ""),
    ],
)
def test_texts_are_folded(text, folded):
    assert folded_text(text, language="fr") == folded


def test_french_names_lose_their_article_in_english_texts_too():
    assert folded_text("Hôtel-Dieu de l’Enfant d’Youville", language="en") == "hotel dieu de enfant youville"
    assert folded_text("I don’t", language="en") == "i dont"


def test_a_greek_word_is_no_row_of_symbols():
    assert folded_text("καρκίνος αβ", language="en") == "καρκινοσ alphabeta"


def test_hyphenated_words_are_also_one_word():
    words = words_of("anti-PD-1, non-Hodgkin 5-FU T", language="en")

    assert list(joined_words(words)) == ["antipd1", "nonhodgkin", "5fu"]


def test_a_name_may_be_typed_in_part():
    assert folded_beginning("Interféron alf", language="fr") == "interferon alph"
    assert folded_beginning("alf", language="fr") == "alf"


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("metastasis", "metastases", "en"),
        ("treated", "treating", "en"),
        ("tumours", "tumor", "en"),
        ("leukaemia", "leukemias", "en"),
        ("opérée", "opérés", "fr"),
        ("thérapies", "therapie", "fr"),
        ("nausées", "nausee", "fr"),
        ("métastases", "metastase", "fr"),
        ("l’interféron", "interferon", "fr"),
        ("œdèmes", "oedeme", "fr"),
        ("bêta", "beta", "fr"),
    ],
)
def test_inflected_words_share_a_form(one, other, language):
    assert are_same(one, other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"), [("cell", "cellar", "en"), ("sein", "saine", "fr"), ("alpha", "alphabet", "en")]
)
def test_other_words_share_none(one, other, language):
    assert not are_same(one, other, language)


@given(HOSTILE, LANGUAGES)
def test_any_text_becomes_words_of_letters_and_digits(text, language):
    for word in words_of(text, language=language):
        assert text[word.start : word.end] == word.written
        assert 0 < len(word.folded) <= LONGEST_WORD
        assert all(form.isalnum() for form in forms(word, language))


@given(HOSTILE, LANGUAGES)
def test_what_is_folded_stays_as_it_is(text, language):
    folded = folded_text(text, language=language)

    assert folded_text(folded, language=language).split() == [
        word for part in folded.split() for word in folded_text(part, language=language).split()
    ]


@given(HOSTILE, LANGUAGES)
def test_any_text_is_a_question_of_few_words(text, language):
    question = ask(text * 50, language=language)

    assert sum(len(phrase) for group in question.groups for phrase in group.phrases[:1]) <= MOST_WORDS
    assert bool(question.groups) == bool(question.words)


def test_small_words_do_not_count_unless_there_is_nothing_else():
    assert [word.folded for word in ask("What are the effects of it?", language="en").words] == ["effects"]
    assert [word.folded for word in ask("Who is it", language="en").words] == ["who", "is", "it"]


def test_the_longest_synonym_replaces_its_words():
    synonyms = {
        key_of_text("cancer", language="en"): ("tumour",),
        key_of_text("blood cancer", language="en"): ("leukemia", "multiple myeloma"),
    }

    question = ask("treating cancers of the blood? blood cancers", language="en", synonyms=synonyms)

    assert [len(group.phrases) for group in question.groups] == [1, 2, 1, 3]


def test_a_hyphenated_question_may_be_written_as_one_word():
    assert ask("5-FU", language="en").groups == (Group(((("5",), ("fu",)), (("5fu",),))),)


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def test_words_with_a_common_stem_are_marked():
    wanted = frozenset(all_forms("interferon treatment", "en"))

    assert marked("Treatments with Interferon.", wanted, language="en") == (
        Piece("Treatments", True),
        Piece(" with ", False),
        Piece("Interferon", True),
        Piece(".", False),
    )


def test_an_elision_is_not_marked():
    pieces = marked("Avec l’interféron", frozenset(["interferon"]), language="fr")

    assert pieces == (Piece("Avec l’", False), Piece("interféron", True))


def groups_of(text, language="en"):
    return [group.forms for group in ask(text, language=language).groups]


def test_the_sentence_with_most_of_the_words_is_shown():
    text = "It is a protein. Fever is common. Take it at night: fever then bothers you less. Fever again at night."

    assert text_of(passage(["", text], groups_of("fever night"), language="en")) == (
        "Take it at night: fever then bothers you less."
    )


def test_without_a_match_the_first_sentence_is_shown():
    pieces = passage(["A protein that fights viruses. More."], groups_of("tamoxifen"), language="en")

    assert pieces == (Piece("A protein that fights viruses.", False),)
    assert passage(["", ""], groups_of("tamoxifen"), language="en") == ()


def test_a_point_in_a_number_ends_no_sentence():
    assert text_of(passage(["Take 2.5 mg of it."], groups_of("mg"), language="en")) == "Take 2.5 mg of it."


def test_a_long_sentence_is_cut_around_the_match():
    text = "word " * 100 + "interferon " + "word " * 100

    shown = text_of(passage([text], groups_of("interferon"), language="en"))

    assert shown.startswith("…word") and shown.endswith("word…") and "interferon" in shown
    assert len(shown) <= LONGEST_PASSAGE + 2


@given(HOSTILE, HOSTILE, LANGUAGES)
def test_pieces_together_are_the_text(text, query, language):
    wanted = frozenset().union(*groups_of(query, language))

    assert text_of(marked(text, wanted, language=language)) == text
    passage([text], groups_of(query, language), language=language)


VOCABULARY = {"interferon": 3, "tamoxifen": 1, "leukemia": 9, "lymphoma": 5, "vein": 1, "pain": 4, "pein": 1}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("interfron", "interferon"),
        ("tamoxyfen", "tamoxifen"),
        ("luekemia", "leukemia"),
        ("leucemia", "leukemia"),
        ("pian", "pain"),
        ("interferon", None),
        ("car", None),
        ("wheelchair", None),
        ("2026", None),
    ],
)
def test_a_likely_word_is_offered(typed, meant):
    assert corrected(typed, VOCABULARY) == meant


def match(pk, where, *, bonus=0, length=10, group=0, score=0.0):
    return Match(pk, "drug", bonus, length, where, group, score)


def test_exact_names_come_first_then_shorter_titles():
    matches = [
        match(1, Where.ANYWHERE, score=99.0),
        match(2, Where.BEGINNING),
        match(3, Where.TITLE, length=30),
        match(4, Where.TITLE, length=20),
        match(5, Where.NAME_ITSELF),
        match(6, Where.TITLE_ITSELF),
        match(6, Where.ANYWHERE),
        match(7, Where.TITLE, length=40, bonus=1),
    ]

    assert [found.document_id for found in ranked(matches)] == [6, 5, 7, 4, 3, 2, 1]


def test_rarer_words_tell_more_when_no_document_has_all():
    common = [match(pk, Where.ANYWHERE, group=0) for pk in range(20)]
    rare = [match(50, Where.ANYWHERE, group=1)]
    both = [match(7, Where.ANYWHERE, group=2), match(7, Where.NAMES, group=2)]

    first, second, *_rest = loosely_ranked([*common, *rare, *both], most=500)

    assert [first.document_id, second.document_id] == [7, 50]
