"""What is found, in which order, and what is found by nobody. The same on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from pytest_django.asserts import assertNumQueries

from search import index
from search.documents import Document, NameStart, index_again, replace_each
from search.finding import MOST_HITS, search
from search.folding import words_of
from search.stems import VERSION
from search.suggestions import suggest

from .factories import make_best_bet, make_document, make_synonym
from .test_search_words import HOSTILE, text_of
from .threads import beside, end, wait_for

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def titles(query, *, language="en", **options):
    return [hit.document.title for hit in search(query, language=language, **options).hits]


def names(text, *, language="en", **options):
    return [suggestion.name for suggestion in suggest(text, language=language, **options)]


def make_many_documents(number, **fields):
    documents = [
        Document(kind="page", object_id=f"many-{place}", language="en", live_from=timezone.now() - DAY, **fields)
        for place in range(number)
    ]
    replace_each("page", [document.object_id for document in documents], documents)
    return documents


def test_an_exact_title_comes_before_all_else():
    make_document("Interferon and the heart", body="Interferon, interferon and interferon.")
    make_document("Drugs of the immune system", names="Interferon")
    make_document("Interferon")
    make_document("Interferons")
    make_document("Fever", body="A sign that interferon works.")

    assert titles("interferon") == [
        "Interferon",
        "Drugs of the immune system",
        "Interferons",
        "Interferon and the heart",
        "Fever",
    ]


def test_a_name_that_begins_with_what_was_typed_is_found():
    make_document("Tamoxifen", names="Nolvadex-D")

    assert titles("tamox") == titles("nolvadex") == titles("nolva") == ["Tamoxifen"]
    assert titles("ta") == titles("moxifen") == []


def test_all_words_must_be_found_wherever_they_stand():
    make_document("Interferon", body="Fever in the evening is common.")
    make_document("Paracetamol", body="Against fever.")

    assert titles("interferon fever") == ["Interferon"]
    assert titles("evenings with fevers") == ["Interferon"]


def test_when_nothing_has_all_words_the_most_fitting_of_the_rest_is_shown():
    make_document("Interferon", body="A protein.")
    make_document("Protein", body="A part of cells.")
    make_many_documents(5, title="Page", body="protein")

    found = search("interferon wheelchair protein", language="en")

    assert found.is_loose
    assert [hit.document.title for hit in found.hits][:2] == ["Interferon", "Protein"]
    assert not search("interferon protein", language="en").is_loose


def test_a_bonus_decides_between_equals():
    make_document("Pain and sleep")
    make_document("Pain and sleep", rank_bonus=1, object_id="preferred")

    assert [hit.object_id for hit in search("sleep", language="en").hits][0] == "preferred"


@pytest.mark.parametrize("query", ["interféron", "INTERFERON", "l’interféron", "l'interferon", "interférons"])
def test_french_is_found_with_and_without_accents(query):
    make_document("Interféron", language="fr", body="Une protéine.")
    make_document("Protéine", language="fr", summary="Comme l’interféron.")
    make_document("Interferon", language="en")

    assert titles(query, language="fr") == ["Interféron", "Protéine"]


@pytest.mark.parametrize("query", ["oedeme", "œdème", "ŒDÈMES", "oedèmes"])
def test_ligatures_are_found_either_way(query):
    make_document("Œdème", language="fr")

    assert titles(query, language="fr") == ["Œdème"]


@pytest.mark.parametrize(
    "query",
    ["interferon alfa-2b", "interferon alpha 2b", "Interferon α-2b", "interferon alfa2b", "Intron A", "introna"],
)
def test_every_way_to_write_a_name_finds_it(query):
    make_document("Interferon alfa-2b", names="Intron A\nIntron-A")

    assert titles(query) == ["Interferon alfa-2b"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("5-FU", "5-FU"), ("5-fu", "5FU"), ("5-fu", "5 FU"), ("5fu", "5FU"), ("5fu", "5-FU"), ("5 fu", "5-FU")],
)
def test_a_hyphen_makes_no_difference(query, name):
    make_document("Fluorouracil", names=name)

    assert titles(query) == ["Fluorouracil"]


@pytest.mark.parametrize("name", ["1-(", "A33", "(1->3)-beta-glucan", "50%", "2/3", "[18F]FDG", "CD3+ cell", "O'Brien"])
def test_names_with_signs_are_found_as_they_are(name):
    make_document(name)

    assert titles(name) == [name]


def test_names_that_fit_are_told():
    make_document("Interferon alfa-2b", names="Intron A\nRoferon\nIntron pen")

    assert search("intron", language="en").hits[0].names == ("Intron A", "Intron pen")


def test_the_sentence_that_answers_is_marked():
    make_document("Interferon", summary="A protein.", body="It is injected. Fevers are common at first.")

    hit = search("interferon fever", language="en").hits[0]

    assert text_of(hit.passage) == "Fevers are common at first."
    assert [piece.text for piece in hit.passage if piece.is_match] == ["Fevers"]
    assert [piece.text for piece in hit.title if piece.is_match] == ["Interferon"]


def test_scheduled_and_past_texts_are_found_at_their_time_alone():
    now = timezone.now()
    make_document("Zarvex, old", live_from=now - 2 * DAY, live_until=now - DAY, object_id="1")
    make_document("Zarvex, now", live_from=now - DAY, live_until=now + DAY, object_id="1")
    make_document("Zarvex, next", live_from=now + DAY, object_id="1")

    assert titles("zarvex") == names("zarv") == ["Zarvex, now"]
    assert titles("zarvex", at=now + DAY) == names("zarv", at=now + DAY) == ["Zarvex, next"]
    assert titles("zarvex", at=now - DAY * 1.5) == names("zarv", at=now - DAY * 1.5) == ["Zarvex, old"]


def test_nothing_tells_of_a_text_that_is_not_live():
    make_document("Zarvexine", live_from=timezone.now() + DAY, names="Brandozar", body="Quixotium.")
    make_document("Interferon")

    for query in ("zarvexin", "zarvexine", "brandozat", "quixotium", "interferon brandozar"):
        found = search(query, language="en")
        assert found.did_you_mean == ""
        assert {hit.document.title for hit in found.hits} <= {"Interferon"}
        assert sum(found.counts.values()) <= 1
    assert names("zarv") == names("brand") == []


def test_a_correction_comes_with_its_text():
    now = timezone.now()
    make_document("Zarvexine", live_from=now + DAY)

    assert search("zarvexime", language="en", at=now).did_you_mean == ""
    assert search("zarvexime", language="en", at=now + DAY).did_you_mean == "zarvexine"
    assert search("zarvexime", language="en", at=now).did_you_mean == ""


def test_a_spelling_is_offered_and_the_rest_of_the_question_stays():
    make_document("Interferon")
    make_document("Thérapie génique", language="fr")

    assert search("What is Interfron?", language="en").did_you_mean == "What is interferon"
    assert search("la terapie genique", language="fr").did_you_mean == "la thérapie genique"
    assert search("intefreon", language="fr").did_you_mean == ""


def test_a_word_that_is_indexed_is_never_corrected():
    make_document("Pain")
    make_document("Sleep", body="The rain outside; and grains.")

    assert search("rain", language="en").did_you_mean == ""
    assert search("grain", language="en").did_you_mean == ""
    assert search("paim", language="en").did_you_mean == "pain"


def test_a_name_in_a_line_of_its_own_is_no_sentence():
    make_document("Lantern Rides", summary="Volunteers drive you to your visits.", body="Rides\nOttawa")

    [hit] = search("rides", language="en").hits

    assert "".join(piece.text for piece in hit.passage) == "Volunteers drive you to your visits."


def test_synonyms_are_looked_for_as_well():
    make_document("Leukemia")
    make_document("Lymphoma")
    make_document("Blood tests", body="They look for cancer.")
    make_synonym("blood cancer\ncancer of the blood", "leukemia\nlymphoma")

    found = search("cancers of the blood", language="en")

    assert {hit.document.title for hit in found.hits} == {"Leukemia", "Lymphoma", "Blood tests"}
    assert titles("leukemia") == ["Leukemia"]
    assert titles("blood cancer", language="fr") == []


def test_more_synonyms_than_anybody_needs_are_an_ordinary_question():
    make_document("Leukemia")
    words = [f"word{letter}" for letter in "abcdefghijkl"]
    for word in words:
        meanings = [" ".join(f"{other}{letter}" for other in words) for letter in "abcdefghijk"]
        make_synonym(word, "\n".join(["leukemia", *meanings]))

    assert titles(" ".join(words)) == ["Leukemia"]


def test_synonyms_may_hold_both_ways():
    make_document("Chimiothérapie", language="fr")
    make_document("Chimio et travail", language="fr")
    make_synonym("chimio", "chimiothérapie", language="fr", is_both_ways=True)

    assert set(titles("chimio", language="fr")) == set(titles("chimiotherapie", language="fr"))
    assert len(titles("chimio", language="fr")) == 2


def test_what_was_typed_comes_before_its_synonyms():
    make_document("Leukemia")
    make_document("Living with blood cancer")
    make_synonym("blood cancer", "leukemia")

    assert titles("blood cancer") == ["Living with blood cancer", "Leukemia"]


def test_a_best_bet_stands_apart_with_its_sentence():
    document = make_document("Help with money", kind="service")
    hidden = make_document("Secret help", kind="service", live_from=timezone.now() + DAY)
    make_best_bet(document, "paying for drugs\nwho pays", sentence="Somebody to talk to.")
    make_best_bet(hidden, "paying for drugs")

    [best] = search("For which drugs am I paying?", language="en").best_bets

    assert (best.sentence, best.hit.document) == ("Somebody to talk to.", document)
    assert search("who pays", language="en").best_bets == [best]
    assert search("drugs", language="en").best_bets == search("paying drug", language="fr").best_bets == []


def test_filters_and_counts_by_kind():
    make_document("Pain", kind="term")
    make_document("Pain relief", kind="drug")
    make_document("Pain clinic", kind="service")

    found = search("pain", language="en", kinds=["term", "drug"])

    assert [hit.document.title for hit in found.hits] == ["Pain", "Pain relief"]
    assert (found.total, found.counts) == (2, {"term": 1, "drug": 1, "service": 1})


def test_pages_of_hits_follow_one_another():
    make_many_documents(7, title="Pain")

    pages = [search("pain", language="en", limit=3, offset=start).hits for start in (0, 3, 6, 9)]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({hit.object_id for page in pages for hit in page}) == 7
    assert len(search("pain", language="en", offset=-5).hits) == 7
    assert search("pain", language="en", limit=-1).hits == []


def test_a_common_word_is_counted_up_to_a_limit():
    make_many_documents(index.MOST_RANKED + 20, title="Page", body="Cancer.")
    make_document("Clinic", kind="service", body="Cancer.")
    make_document("Cancer")

    found = search("cancer", language="en", limit=1000)
    chosen = search("cancer", language="en", kinds=["service"])

    assert found.hits[0].document.title == "Cancer"
    assert (found.is_capped, len(found.hits)) == (True, MOST_HITS)
    assert [hit.document.title for hit in chosen.hits] == ["Clinic"]
    assert not chosen.is_capped


@pytest.mark.parametrize("query", ["", "   ", "+", "\x00", "🎗️", "'", '"', "%", "\u202e"])
def test_a_question_without_words_finds_nothing(query):
    make_document("Interferon")

    assert search(query, language="en") == search("", language="en")
    assert suggest(query, language="en") == []


@pytest.mark.parametrize(
    "query",
    ['interferon" OR "', "interferon NEAR(", "interferon' & !x:*", "title:interferon", "-interferon", "\x00interferon"],
)
def test_signs_of_the_database_are_no_signs_here(query):
    make_document("Interferon")

    assert "Interferon" in titles(query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_any_text_is_an_ordinary_question(text):
    with transaction.atomic():
        search(text, language="fr")
        search(text * 200, language="en")
        suggest(text, language="en")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_any_text_can_be_found_by_itself(text):
    """Also as the whole text of a document, many times over."""
    title = text.replace("\x00", "")[:50]
    document = make_document(title, names=text, summary=text * 3, body=text * 100, object_id="hostile")

    found = search(title, language="en")

    assert not list(words_of(title, language="en")) or found.hits[0].document == document
    assert replace_each("drug", ["hostile"], []) == 1


@pytest.mark.parametrize("part", ["names", "summary", "body"])
def test_the_longest_words_that_there_are_can_be_indexed(part):
    """The sign stands for 18 letters; a number after it makes each word another."""
    make_document("Long", **{part: "\n".join(f"ﷺ{place}" for place in range(30_000))})

    assert titles("long") == ["Long"]


def test_a_very_long_text_can_be_indexed():
    words = " ".join(f"{place:x}wörd{'é' * 30}" for place in range(20_000))

    make_document("Long", body=words + " end", summary="Short summary.")

    assert titles("0wörd" + "é" * 30) == ["Long"]


@pytest.mark.parametrize("number", [3, 300])
def test_a_search_keeps_its_budget(number):
    document = make_document("Interferon", summary="Against viruses.")
    make_best_bet(document, "interferon")
    make_synonym("interferon", "cytokine")
    make_many_documents(number, title="Page about interferon", body="fever")
    search("interferom", language="en")

    with assertNumQueries(3):
        search("interferon", language="en")
    with assertNumQueries(3):
        assert search("interferom", language="en").did_you_mean == "interferon"
    with assertNumQueries(5):
        assert search("interferon pagge", language="en").did_you_mean
    with assertNumQueries(2):
        suggest("inte", language="en")


def test_writing_what_is_there_writes_nothing():
    fields = {"kind": "drug", "object_id": "7", "language": "en", "live_from": timezone.now(), "title": "Interferon"}
    find_drug(Document(**fields), Document(**fields | {"language": "fr"}))

    assert find_drug(Document(**fields), Document(**fields | {"language": "fr"})) == 0
    assert find_drug(Document(**fields), Document(**fields | {"language": "fr", "summary": "Une protéine."})) == 1


def find_drug(*documents):
    """Let these be all that is found of the drug 7."""
    return replace_each("drug", ["7"], documents)


def test_a_changed_text_is_found_by_its_new_words_alone():
    document = make_document("Interferon", names="Roferon", body="Fever.", object_id="7")

    find_drug(Document(**field_values(document) | {"title": "Peginterferon", "names": "Pegasys", "body": "Chills."}))

    assert titles("pegasys") == titles("chills") == ["Peginterferon"]
    assert names("pega") == ["Pegasys"]
    assert titles("roferon") == titles("fever") == names("rofe") == []
    assert Document.objects.count() == 1


def field_values(document):
    return {name: getattr(document, name) for name in (*Document.IDENTITY, *Document.WRITTEN)}


def test_closing_an_interval_leaves_the_words_alone():
    document = make_document("Interferon", object_id="7")
    starts = list(NameStart.objects.values_list("pk", flat=True))

    find_drug(Document(**field_values(document) | {"live_until": timezone.now()}))

    assert list(NameStart.objects.values_list("pk", flat=True)) == starts
    assert titles("interferon") == []


def test_what_replaces_an_object_is_all_of_it():
    now = timezone.now()
    document = make_document("Interferon", object_id="7")
    make_document("Zarvexine", object_id="7", live_from=now + DAY)
    make_document("Interferon too", object_id="8")

    assert find_drug(Document(**field_values(document))) == 1
    assert titles("zarvexine", at=now + 2 * DAY) == []
    assert titles("interferon") == ["Interferon", "Interferon too"]


def test_what_is_forgotten_is_nowhere():
    make_document("Zarvexine", names="Brandozar", body="Quixotium.", object_id="7")

    find_drug()

    assert titles("zarvexine") == titles("quixotium") == names("brand") == []
    assert not NameStart.objects.exists()
    assert not index.are_known([("quixotium",)], language="en", at=timezone.now())[0]


@pytest.mark.parametrize("delete", [lambda document: document.delete(), lambda _one: Document.objects.all().delete()])
def test_what_is_deleted_leaves_no_word_in_the_index(delete):
    document = make_document("Zarvexine")

    delete(document)

    table = "search_words" if connection.vendor == "sqlite" else "search_document"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 — one of two names
        assert cursor.fetchone() == (0,)
    assert not NameStart.objects.exists()


def test_what_a_transaction_takes_back_is_not_found():
    with transaction.atomic():
        make_document("Zarvexine")
        transaction.set_rollback(True)

    assert titles("zarvexine") == []


def test_a_text_is_found_once_at_a_time():
    document = make_document("Interferon")

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(**field_values(document))
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(live_until=document.live_from)


def test_what_had_other_words_is_indexed_again():
    document = make_document("Interferon")
    Document.objects.update(words_version=VERSION - 1)
    index.put({document.pk: index.IndexedWords(["old"], [], [], [], [])})

    assert index_again() == 1
    assert titles("interferon") == ["Interferon"]
    assert titles("old") == []
    assert index_again() == 0


def test_suggestions_begin_with_what_was_typed_then_have_a_word_that_does():
    make_document("Acute leukemia", kind="cancer")
    make_document("Leukemia", kind="cancer")
    make_document("Leukapheresis", kind="term", names="Leuk removal")
    make_document("Mylotarg", names="A leukemia drug")

    assert names("LEU") == ["Leukemia", "Leukapheresis", "Acute leukemia", "A leukemia drug"]
    assert names("leukemia") == ["Leukemia", "Acute leukemia", "A leukemia drug"]
    assert names("le") == []
    assert names("leu", limit=1) == ["Leukemia"]
    assert names("leu", kinds=["term"]) == ["Leukapheresis"]
    assert names("emia") == []


def test_a_suggestion_tells_what_it_leads_to():
    make_document("Interféron", language="fr", names="Roféron-A", key="interferon", object_id="7")

    [suggestion] = suggest("rofero", language="fr")

    assert (suggestion.name, suggestion.title, suggestion.kind, suggestion.key) == (
        "Roféron-A",
        "Interféron",
        "drug",
        "interferon",
    )


def test_a_name_typed_in_part_may_have_either_spelling():
    make_document("Interferon alfa-2b")

    assert names("interferon alf") == names("interferon alp") == names("interferon α") == ["Interferon alfa-2b"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_words_of_what_is_forgotten_leave_the_disk():
    make_document("Interferon")
    make_document("Zarvexine", body="Quixotium.", object_id="7")
    find_drug()

    was_on_disk = "quixotium" in words_on_disk()

    index.scrub()

    assert titles("interferon") == ["Interferon"]
    assert was_on_disk == (connection.vendor == "sqlite")
    assert "quixotium" not in words_on_disk()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_disk_is_left_for_later_while_somebody_reads_for_long():
    make_document("Interferon")
    is_reading, may_end = threading.Event(), threading.Event()

    def read():
        with transaction.atomic():
            list(Document.objects.filter(language="en"))
            is_reading.set()
            wait_for(may_end)

    reader = beside(read)
    wait_for(is_reading)
    if connection.vendor == "postgresql":
        assert not index.scrub()
    may_end.set()
    end(reader)

    assert index.scrub()
    assert titles("interferon") == ["Interferon"]
    assert len(indexes_of_words()) == 2 * (connection.vendor == "postgresql")


def indexes_of_words():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Document._meta.db_table)
    return [name for name in found if name.startswith(("search_words", "search_name_words"))]


def words_on_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT block FROM search_words_data")
            return b" ".join(block for (block,) in cursor.fetchall()).decode("latin-1")
        cursor.execute("SELECT string_agg(words::text, ' ') FROM search_document")
        return cursor.fetchone()[0]
