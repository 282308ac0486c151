"""What editors tell the search, and what it tells them: synonyms, best bets, questions without an answer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from publishing.roles import EDITOR, MODERATOR, PUBLISHER, REVIEWER
from publishing.tally import Tally, tally
from search.finding import search
from search.misses import MOST_NEW_A_DAY, Miss, count_miss, forget_misses
from search.models import BestBet, Synonym

from .factories import make_best_bet, make_document, make_editor, make_synonym, make_user
from .threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counting")]
DAY = timedelta(days=1)
MAY_KEEP = {EDITOR, PUBLISHER}
MAY_READ = {*MAY_KEEP, REVIEWER}


@pytest.fixture
def at_the_desk(client):
    client.force_login(make_editor())
    return client


def errors_of(answer):
    return answer.context["adminform"].form.errors


def test_an_editor_adds_a_synonym_that_works_at_once(at_the_desk):
    make_document("Leukemia")
    assert not search("blood cancer", language="en").hits

    fields = {"language": "en", "words": "blood cancer", "meanings": "leukemia\nlymphoma"}
    at_the_desk.post(reverse("admin:search_synonym_add"), fields)

    assert [hit.document.title for hit in search("blood cancer", language="en").hits] == ["Leukemia"]
    assert Synonym.objects.get().edited_by == make_editor()
    assert Synonym.history.count() == 1


def test_the_list_of_synonyms_tells_one_expression_from_the_next(at_the_desk):
    make_synonym("belly cancer", "stomach cancer\ncolorectal cancer")

    page = at_the_desk.get(reverse("admin:search_synonym_changelist")).text

    assert "stomach cancer, colorectal cancer" in page


def test_the_list_of_best_bets_shows_titles_and_what_is_gone(at_the_desk):
    leukemia = make_document("Leukemia", kind="cancer", object_id="8")
    make_document("Leucémie", kind="cancer", object_id="8", language="fr")
    gone = make_document("Bone cancer", kind="cancer", object_id="9")
    make_best_bet(leukemia, "blood cancer")
    make_best_bet(gone, "bone cancer")
    gone.delete()

    page = at_the_desk.get(reverse("admin:search_bestbet_changelist")).text

    assert "Leukemia" in page
    assert "Leucémie" not in page
    assert "Not on the site now: 9" in page


def test_editors_are_told_which_questions_they_see(at_the_desk):
    assert "asked on 3 different days" in at_the_desk.get(reverse("admin:search_miss_changelist")).text


def test_a_synonym_of_signs_alone_is_refused(at_the_desk):
    fields = {"language": "fr", "words": "+\ncancer du sang", "meanings": "leucémie"}
    answer = at_the_desk.post(reverse("admin:search_synonym_add"), fields)

    assert "“+” has no word in it." in errors_of(answer)["words"]


def test_a_best_bet_is_chosen_by_its_title(at_the_desk):
    document = make_document("Œdème", language="fr", kind="term")
    make_document("Œdème", language="fr", kind="story")

    fields = {
        "kind": "term",
        "object_id": "oedeme",
        "position": 0,
        "words_fr": "jambes enflées",
        "sentence_fr": "Ce que veut dire le mot.",
    }
    at_the_desk.post(reverse("admin:search_bestbet_add"), fields)

    [best] = search("les jambes enflees", language="fr").best_bets
    assert (best.hit.document, best.sentence) == (document, "Ce que veut dire le mot.")


@pytest.mark.parametrize(
    ("asked", "error"),
    [("Nowhere", "Nothing of this kind on the site has it."), ("Pain", "Several have this title. Write the number.")],
)
def test_a_best_bet_leads_to_one_thing(at_the_desk, asked, error):
    make_document("Pain")
    make_document("Pain")
    make_document("Nowhere", live_from=timezone.now() + DAY)

    fields = {"kind": "drug", "object_id": asked, "position": 0, "words_en": "x", "sentence_en": "y"}
    answer = at_the_desk.post(reverse("admin:search_bestbet_add"), fields)

    assert errors_of(answer)["object_id"] == [error]


def test_a_best_bet_has_a_question_and_a_sentence(at_the_desk):
    document = make_document("Pain")
    fields = {"kind": "drug", "object_id": document.object_id, "position": 0}

    nothing = at_the_desk.post(reverse("admin:search_bestbet_add"), fields)
    no_sentence = at_the_desk.post(reverse("admin:search_bestbet_add"), fields | {"words_fr": "douleur"})

    assert "Write at least one question." in str(errors_of(nothing))
    assert "Write a sentence in each language that has questions." in str(errors_of(no_sentence))
    with pytest.raises(IntegrityError), transaction.atomic():
        BestBet.objects.create(kind="drug", object_id="1")


def test_a_synonym_that_is_deleted_works_no_longer():
    make_document("Leukemia")
    synonym = make_synonym("blood cancer", "leukemia")
    assert search("blood cancer", language="en").hits

    synonym.delete()

    assert not search("blood cancer", language="en").hits


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER, REVIEWER, MODERATOR])
def test_roles_at_the_desk_of_search(client, role):
    document = make_document("Pain")
    records = {"synonym": make_synonym("ache", "pain"), "bestbet": make_best_bet(document, "ache")}
    client.force_login(make_user(role))

    for name, record in records.items():
        seen = client.get(reverse(f"admin:search_{name}_changelist")).status_code == 200
        added = client.get(reverse(f"admin:search_{name}_add")).status_code == 200
        deleted = client.get(reverse(f"admin:search_{name}_delete", args=[record.pk])).status_code == 200
        assert (seen, added, deleted) == (role in MAY_READ, role in MAY_KEEP, role in MAY_KEEP)
    assert (client.get(reverse("admin:search_miss_changelist")).status_code == 200) == (role in MAY_READ)


def ask_on(days, query="Zarvexine", *, language="en"):
    """Ask once on each of these days, counted from a fixed one, and let it be written."""
    for day in days:
        count_miss(query, language=language, now=timezone.now() + day * DAY)
        tally.write()


def test_a_question_is_kept_when_it_was_asked_on_three_days():
    ask_on([0, 0, 0, 1, 1])
    assert [(miss.text, miss.days) for miss in Miss.objects.all()] == [("", 2)]

    ask_on([5], "  zarvéxine?!")

    assert [(miss.text, miss.days) for miss in Miss.objects.all()] == [("zarvéxine", 3)]


def test_what_was_asked_on_several_days_before_it_is_written_counts_for_each():
    for day in (0, 1, 1, 2):
        count_miss("Zarvexine", language="en", now=timezone.now() + day * DAY)

    tally.write()

    assert [(miss.text, miss.days) for miss in Miss.objects.all()] == [("Zarvexine", 3)]


def test_before_that_nothing_tells_what_was_asked(at_the_desk, settings):
    ask_on([0, 1])
    digest = Miss.objects.get().digest
    settings.SECRET_KEY = "another"
    ask_on([1])

    assert len(Miss.objects.values("digest").distinct()) == 2
    assert "zarvexine" not in digest.lower()
    assert "arvexine" not in at_the_desk.get(reverse("admin:search_miss_changelist")).content.decode()


def test_editors_see_what_is_kept(at_the_desk):
    ask_on([0, 1, 2])
    ask_on([0, 1, 2], "sein", language="fr")

    page = at_the_desk.get(reverse("admin:search_miss_changelist")).content.decode()

    assert "Zarvexine" in page and "sein" in page
    assert at_the_desk.get(reverse("admin:search_miss_change", args=[Miss.objects.first().pk])).status_code == 403
    assert at_the_desk.get(reverse("admin:search_miss_add")).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        *("", "+", "a@example.org", "613 555-0123", "613/555*0123", "4111 1111 1111 1111", "word " * 30),
        # Shorter than its words are with a space between them.
        "aα " * 33,
    ],
)
def test_what_may_be_personal_is_not_even_counted(query):
    ask_on([0, 1, 2], query)

    assert not Miss.objects.exists()


def test_what_nobody_asks_any_more_is_forgotten():
    ask_on([-62, -61, -1], "still asked")
    ask_on([-63, -62, -61], "long ago")
    ask_on([-60], "nearly")

    assert forget_misses() == 1
    assert {miss.text for miss in Miss.objects.all()} == {"still asked", ""}


def test_a_flood_of_questions_fills_no_table():
    today = timezone.localdate()
    fields = {"language": "en", "first_on": today, "last_on": today}
    Miss.objects.bulk_create(Miss(digest=f"{number}", **fields) for number in range(MOST_NEW_A_DAY))

    ask_on([0])

    assert Miss.objects.count() == MOST_NEW_A_DAY
    ask_on([1])
    assert Miss.objects.count() == MOST_NEW_A_DAY + 1


def test_a_flood_of_questions_is_written_with_few_queries(django_assert_max_num_queries):
    for number in range(1200):
        count_miss(f"zarvexine q{number}", language="en")

    with django_assert_max_num_queries(40):
        tally.write()

    assert Miss.objects.count() == MOST_NEW_A_DAY


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_the_same_question_at_once_count_it_once(monkeypatch):
    tallies = [Tally() for _ in range(4)]
    for each in tallies:
        monkeypatch.setattr("search.misses.tally", each)
        count_miss("zarvexine", language="en")

    at_once(*[each.write for each in tallies])

    assert [miss.days for miss in Miss.objects.all()] == [1]
