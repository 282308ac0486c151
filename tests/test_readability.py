"""Readability: syllables, words and sentences as docs/readability.md promises them, and the command over all texts."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drugs.models import DrugVersion
from glossary.models import TermVersion
from publishing.readability import FEWEST_WORDS, Reading, measure, pooled
from publishing.syllables import syllables

from .factories import make_cancer, make_draft, make_drug, make_many, make_term

ENGLISH_SYLLABLES = {
    1: """the me AIDS team called makes tired need bleed tried fire our hour type whole blue suit friend field league
    tongue eye ways don't can't you're thing bring clothes read does gene aches""",
    2: """treatment table tables people wanted needed doses changes places rashes science quiet being going playing
    sometimes careful safely headache headaches centre litre muscle handled special patient react unclear fatigue
    value power isn't it'll nurse's body's someone's naïve café breathing platelet every increase persuade trial fluid
    rhythm surgeon creature T-cell""",
    3: """medicine area idea nausea infection hospital employee various period media calcium easier usual influence
    suicide museum element appetite lymphocyte estrogen physician essential reassure pancreas video oxygen recipe
    anyone everything""",
    4: """diabetes leukemia bacteria diagnosis metastases neuropathy experience reality January society organism anxiety
    diarrhea antibody evaluates""",
    5: "chemotherapy biosimilar subcutaneous simultaneous",
    6: "immunotherapy",
}
FRENCH_SYLLABLES = {
    1: """le que vie pied bien fruit pluie table tables parlent aiment voient vient crée langue chaque quelque cœur œil
    yeux août moelle c’est qu’il peuvent fièvre aide lettre feuille""",
    2: """année idées souvent patient client étaient maïs naïf Noël théâtre aiguë fatigue guérir crier cruel système
    pays moyen prière essaie l’équipe jusqu’à nausée tumeur urgent œdème travail chaos a-t-il dites-le""",
    3: """maladie traitement seulement thyroïde océan réaction créature oublier février myélome héroïne protéine
    essayer aujourd’hui canoë poésie rendez-vous œstrogène travailler idéal appartiennent""",
    4: "médicament infirmerie européen coopérer vomissement",
    5: "chimiothérapie ambiguïté",
    6: "immunothérapie",
}
IN_BOTH_LANGUAGES = {1: "2,5 2.5 38 9-1-1 1er 2b", 2: "B12 CT", 3: "ADN IRM MRI alfa-2b"}
TABLES = (
    ("en", ENGLISH_SYLLABLES),
    ("fr", FRENCH_SYLLABLES),
    ("en", IN_BOTH_LANGUAGES),
    ("fr", IN_BOTH_LANGUAGES),
)


@pytest.mark.parametrize(("language", "table"), TABLES)
def test_words_have_as_many_syllables_as_they_are_spoken_with(language, table):
    known = {word: number for number, words in table.items() for word in words.split()}

    counted = {word: syllables(word, language=language) for word in known}

    assert counted == known


LONG = 100_000
HOSTILE = ["a" * LONG, "1" * LONG, "." * LONG + "a", '."' + '"' * LONG + "a", "<a " * LONG, '<a "' * LONG]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:4])
def test_a_hostile_text_takes_no_longer_than_another(text, language):
    assert measure(text, language=language).words <= LONG


def test_the_english_grade_is_that_of_the_formula():
    easy = measure("Your team will call you. Rest at home.", language="en")
    hard = measure("Chemotherapy can affect healthy cells.", language="en")

    # 8 words, 2 sentences, 8 syllables: 0.39 × 4 + 11.8 × 1 − 15.59.
    assert (easy.words, easy.sentences, easy.syllables, easy.score) == (8, 2, 8, -2.2)
    # 5 words, 1 sentence, 5 + 1 + 2 + 2 + 1 = 11 syllables: 0.39 × 5 + 11.8 × 2.2 − 15.59.
    assert (hard.words, hard.sentences, hard.syllables, hard.score) == (5, 1, 11, 12.3)
    assert easy.is_plain
    assert not hard.is_plain


def test_the_french_ease_is_that_of_the_formula():
    easy = measure("Le médecin parle.", language="fr")
    hard = measure("L’administration intraveineuse nécessite une surveillance.", language="fr")

    # 3 words, 1 sentence, 1 + 3 + 1 = 5 syllables: 207 − 1.015 × 3 − 73.6 × 5/3.
    assert (easy.words, easy.sentences, easy.syllables, easy.score) == (3, 1, 5, 81.3)
    # 5 words, 1 sentence, 5 + 4 + 3 + 1 + 3 = 16 syllables: 207 − 1.015 × 5 − 73.6 × 3.2.
    assert (hard.words, hard.sentences, hard.syllables, hard.score) == (5, 1, 16, -33.6)
    assert easy.is_plain
    assert not hard.is_plain


def test_a_text_at_the_limit_is_plain():
    assert Reading("en", words=100, sentences=10, syllables=166).score == 7.9
    assert Reading("en", words=100, sentences=10, syllables=166).is_plain
    assert not Reading("en", words=100, sentences=10, syllables=168).is_plain
    assert Reading("fr", words=100, sentences=10, syllables=192).score == 55.5
    assert Reading("fr", words=100, sentences=10, syllables=192).is_plain
    assert not Reading("fr", words=100, sentences=10, syllables=193).is_plain


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("One. Two! Three? Four…", 4),
        ("“Stop!” she said. (It hurts.) Go on...", 3),
        ("See Dr. Roy at 8 a.m. or later, e.g. at 9.", 1),
        ("It is 2.5 or 2,5 at most. Take vitamin C. Rest.", 3),
        ("He said no. Ask for No. 5.", 2),
        (
            "<p>One</p><h3>Two</h3><ul><li>Three</li></ul><table><caption>Four</caption><tr><th>Five</th></tr></table>",
            5,
        ),
        ("<p>Call if you:</p><ul><li>shake<ul><li>a lot</li></ul></li><li>faint</li></ul>", 4),
        ("<p>One <strong>and</strong><br>the same</p>\n", 1),
        ("First line\nSecond line", 2),
        ("9-1-1.", 0),
    ],
)
def test_sentences_end_where_a_reader_pauses(text, number):
    assert measure(text, language="en").sentences == number


def test_french_sentences_keep_their_spaces_and_abbreviations():
    text = "« Quoi\u00a0? » dit-elle. M. Roy vient à 8 h 30, p. ex. le lundi. Voilà\u00a0!"

    assert measure(text, language="fr").sentences == 3


@pytest.mark.parametrize(
    "number",
    [
        *(
            "2.5",
            "2,5",
            "10\u00a0000",
            "38\u00a0°C",
            "38 °C",
            "8 h 30",
            "8:30",
            "9-1-1",
            "2026-11-23",
            "12\u00a0%",
            "1/2",
        ),
        *("2.5 × 10<sup>9</sup>/L", "2,5 × 10⁹/L", "5 mg/m²", "500 mg", "2–3", "1er"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_with_its_unit_is_one_short_word(number, language):
    reading = measure(f"<p>La {number} la.</p>", language=language)

    assert (reading.words, reading.syllables) == (3, 3)


def test_names_are_left_out_in_any_case_and_number():
    text = "<p>White blood cells made interferon alfa-2b’s biopsies. L’Interferon</p>"
    names = frozenset(["white blood cell", "Interferon", "interferon alfa-2b", "biopsy"])

    reading = measure(text, language="en", leave_out=names)

    # "made" and "L’Interferon", which has no elision in English.
    assert reading.words == 2


def test_french_names_are_left_out_behind_an_elision():
    text = "L’interféron aide les globules blancs. Des effets secondaires"

    reading = measure(text, language="fr", leave_out=frozenset(["interféron", "globule blanc", "effet secondaire"]))

    # "aide", "les", "Des".
    assert (reading.words, reading.syllables) == (3, 3)


def test_a_name_in_capitals_is_left_out_only_in_capitals():
    reading = measure("All of them have ALL.", language="en", leave_out=frozenset(["ALL"]))

    assert reading.words == 4


def test_a_text_of_names_alone_is_plain_and_has_no_score():
    reading = measure("<p>Intron A</p>", language="en", leave_out=frozenset(["Intron A"]))

    assert (reading.words, reading.sentences, reading.score, reading.is_plain) == (0, 0, None, True)


def test_short_parts_are_measured_with_others_and_none_is_dropped():
    long, short, empty = (Reading("en", words, 1, words) for words in (30, FEWEST_WORDS - 1, 0))

    assert pooled({"a": long, "b": long}) == {"a": long, "b": long}
    assert pooled({"a": long, "b": short, "c": short, "d": empty}) == {"a": long, "c + b": short + short}
    assert pooled({"a": long, "b": long + long, "c": short}) == {"a + c": long + short, "b": long + long}
    assert pooled({"a": short}) == {"a": short}


HARD = "Immunotherapeutic administration necessitates multidisciplinary consideration. " * 5
PLAIN = "Call your team if you feel ill. They can help you, day and night. Keep the number near your phone. " * 2


def printed(capsys, *options):
    """What the command prints, and whether it ends with an error."""
    try:
        call_command("readability", *options)
    except CommandError as error:
        return capsys.readouterr().out, str(error)
    return capsys.readouterr().out, None


@pytest.mark.django_db
def test_a_hard_part_is_named_and_ends_the_command_with_an_error(capsys):
    make_drug("Aaa", what_it_is=f"<p>{PLAIN}</p>", how_it_works=f"<p>{HARD}</p>")

    output, error = printed(capsys)

    plain, hard = sorted(output.splitlines(), reverse=True)
    assert plain.startswith("PLAIN drug, en, Aaa, what_it_is: 40 words, 6 sentences, grade ")
    assert hard.startswith("HARD  drug, en, Aaa, how_it_works: 25 words, 5 sentences, grade ")
    assert error == "2 parts measured, 1 of them hard."


@pytest.mark.django_db
def test_plain_texts_of_every_kind_pass(capsys):
    make_drug(what_it_is=f"<p>{PLAIN}</p>", summary=PLAIN)
    make_cancer(body=f"<p>{PLAIN}</p>")
    make_term(definition=f"<p>{PLAIN}</p>")

    output, error = printed(capsys)

    assert [line[:12] for line in output.splitlines()[:-1]].count("PLAIN") == 0
    assert output.endswith("4 parts measured, 0 of them hard.\n")
    assert error is None


@pytest.mark.django_db
def test_rows_of_a_kind_are_one_part_and_what_no_reader_sees_is_none(capsys):
    rows = {
        "side_effects": [{"effect": "Feeling sick", "what_to_do": PLAIN}, {"effect": "Rash", "what_to_do": PLAIN}],
        "sources": [{"title": HARD[:300], "publisher": HARD[:200]}],
    }
    make_drug("Aaa", rows=rows, change_note=HARD)

    output, error = printed(capsys)

    assert "side_effects: 83 words, 14 sentences" in output
    assert output.count("\n") == 2
    assert error is None


@pytest.mark.django_db
def test_names_of_drugs_cancers_and_words_make_no_text_hard(capsys):
    make_drug(
        "Pegylated interferon", rows={"names": [{"name": "Immunotherapeutic"}], "types": [{"name": "alfacalcidol"}]}
    )
    make_cancer("Rhabdomyosarcoma", rows={"names": [{"name": "multidisciplinary carcinoma"}]})
    make_term("polychemotherapy", rows={"names": [{"name": "administration"}]}, definition=f"<p>{PLAIN}</p>")
    names = "pegylated interferons immunotherapeutic alfacalcidol rhabdomyosarcoma multidisciplinary carcinomas"
    make_drug("Aaa", what_it_is=f"<p>{PLAIN} {names} polychemotherapy administration</p>")

    output, error = printed(capsys, "--language", "en")

    assert "Aaa, what_it_is: 40 words" in output
    assert error is None


@pytest.mark.django_db
def test_texts_too_short_alone_are_measured_together(capsys):
    for title in ("aaa", "bbb", "ccc"):
        make_term(title, definition="<p>A small part of the body.</p>")

    output, _error = printed(capsys)

    assert "PLAIN word, en, short texts, all together: 18 words, 3 sentences" in output


@pytest.mark.django_db
def test_live_texts_are_measured_or_those_being_worked_on(capsys):
    make_drug("Aaa", what_it_is=f"<p>{PLAIN}</p>")
    make_draft(DrugVersion, "Bbb", what_it_is=f"<p>{HARD}</p>")
    make_draft(DrugVersion, "Ccc", language="fr", what_it_is=f"<p>{HARD}</p>")

    live, no_error = printed(capsys)
    working, error = printed(capsys, "--working", "--language", "en")

    assert "Aaa" in live and "Bbb" not in live and no_error is None
    assert "Bbb" in working and "Aaa" not in working and "Ccc" not in working and error


@pytest.mark.django_db
def test_it_costs_the_same_for_three_pages_as_for_thirty(django_assert_num_queries, capsys):
    for language, number in (("en", 3), ("fr", 30)):
        make_many(DrugVersion, number, language=language, what_it_is=f"<p>{PLAIN}</p>")
        make_many(TermVersion, number, language=language, definition="<p>A.</p>")
    with CaptureQueriesContext(connection) as for_three:
        call_command("readability", "--language", "en")

    with django_assert_num_queries(len(for_three)):
        call_command("readability", "--language", "fr")

    assert capsys.readouterr().out.count("fr, Title") == 30


def test_a_name_of_very_many_words_is_measured_like_any_text():
    name = " ".join(["long"] * 40)

    assert measure(f"<p>{name}.</p>", language="en", leave_out=frozenset([name])).words == 40
