"""What is found follows what is published, in the same transaction, and nothing that readers may not read is in it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator.models import Location, Service
from pages.models import SitePageVersion
from publishing.checks import kinds_of
from publishing.generation import Generation
from publishing.models import Language, Version
from search.documents import Document, NameStart, scrub
from search.finding import search
from search.rebuilding import all_differences, rebuild
from search.sources import sources
from search.suggestions import suggest
from stories.choices import Purpose
from stories.models import Story

from .factories import (
    approve,
    make_cancer,
    make_category,
    make_document,
    make_draft,
    make_drug,
    make_editor,
    make_location,
    make_moderator,
    make_organization,
    make_privacy_officer,
    make_publisher,
    make_service,
    make_site_page,
    make_term,
    publish,
    publish_story,
    send_story,
)
from .planted_services import plant_services
from .planted_stories import plant_stories
from .test_leaks import Markers, plant_everywhere

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def titles(query, *, language="en", **options):
    return [hit.document.title for hit in search(query, language=language, **options).hits]


def rows(**about):
    return Document.objects.filter(**about).order_by("live_from")


def indexed_words():
    """Everything that the full-text index holds, as one text."""
    columns, table = ("title_exact || title || names || summary || body", "search_words")
    if connection.vendor == "postgresql":
        columns, table = "words::text", "search_document"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 — made of constants
        return "\n".join(row[0] or "" for row in cursor.fetchall())


def next_version(version, **fields):
    draft = version.open_draft(by=make_editor())
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def withdraw(version, **options):
    version.withdraw(by=make_publisher(), why="It is wrong.", **options)


# Pages


def test_a_page_is_found_by_all_that_it_shows_from_the_moment_when_it_is_published():
    drug = make_drug(
        "Imatinib",
        summary="A targeted drug.",
        what_it_is="<p>It blocks a kinase.</p>",
        rows={
            "names": [{"name": "Gleevec", "kind": "brand"}],
            "types": [{"name": "imatinib mesylate", "note": "the usual salt"}],
            "givings": [{"route": "tablets", "schedule": "every day"}],
            "side_effects": [{"effect": "puffy eyes", "what_to_do": "Cold compresses help."}],
        },
    )

    for query in ("imatinib", "gleevec", "mesylate", "targeted", "kinase", "salt", "tablets", "puffy eyes", "compress"):
        assert titles(query) == ["Imatinib"], query
    document = Document.objects.get()
    assert (document.key, document.object_id) == (drug.slug, str(drug.page_id))


@pytest.mark.parametrize(
    "make, kind, words",
    [
        (lambda: make_cancer("Melanoma", body="<p>A cancer of pigment.</p>"), "cancer", "pigment"),
        (lambda: make_term("biopsy", definition="<p>A sample of tissue.</p>"), "term", "sample"),
        (lambda: make_site_page("Privacy", body="<h3>Cookies</h3><p>There are none.</p>"), "page", "cookies"),
        (lambda: publish_story(title="The garden"), "story", "beans"),
        (lambda: make_service("Rides", description_en="A volunteer drives you."), "service", "volunteer"),
    ],
)
def test_every_kind_is_found(make, kind, words):
    made = make()

    hit = search(words, language="en").hits[0]

    assert hit.kind == kind
    assert hit.key == str(getattr(made, "slug", made.pk))


def test_two_paragraphs_are_no_sentence():
    make_cancer(body="<h3>Pain</h3><p>It can hurt.</p><ul><li>at night</li><li>in the day</li></ul>")

    assert Document.objects.get().body.splitlines() == ["Pain", "It can hurt.", "at night", "in the day"]


def test_each_language_is_found_in_its_own():
    english = make_drug("Interferon")
    publish(make_draft(DrugVersion, "Interféron", page=english.page, language="fr"))

    assert (titles("interferon"), titles("interferon", language="fr")) == (["Interferon"], ["Interféron"])


def test_drafts_texts_in_review_and_approved_ones_have_no_row():
    make_draft(DrugVersion, "Draft")
    approve(make_draft(TermVersion, "Approved", definition="<p>Word.</p>"))

    assert not Document.objects.exists()


def test_a_scheduled_text_has_its_row_and_is_found_at_its_hour():
    at = timezone.now() + SOON
    publish(make_draft(DrugVersion, "Interferon"), at=at)

    assert titles("interferon") == []
    assert suggest("interf", language="en") == []
    assert titles("interferon", at=at) == ["Interferon"]


def test_the_next_text_takes_over_at_its_hour():
    at = timezone.now() + SOON
    first = make_drug("Interferon", summary="Old words.")
    publish(next_version(first, summary="Fresh words."), at=at)

    assert (titles("old"), titles("fresh")) == (["Interferon"], [])
    assert (titles("old", at=at), titles("fresh", at=at)) == ([], ["Interferon"])


def test_what_is_superseded_now_leaves_no_word_behind():
    first = make_drug("Interferon", summary="Obsolete words.")

    publish(next_version(first, summary="Fresh words."))

    assert titles("fresh") == ["Interferon"]
    assert rows().count() == 1
    assert "obsolet" not in indexed_words()


def test_a_cancelled_schedule_leaves_no_word_and_what_was_before_stays():
    first = make_drug("Interferon")
    second = next_version(first, summary="Secret words.")
    publish(second, at=timezone.now() + SOON)

    second.unschedule(by=make_publisher())

    [document] = rows()
    assert document.live_until is None
    assert "secret" not in indexed_words()
    assert titles("interferon", at=timezone.now() + 2 * SOON) == ["Interferon"]


def test_a_publication_that_cancels_a_schedule_takes_its_row():
    first = make_drug("Interferon")
    second = next_version(first, summary="Second words.")
    publish(second, at=timezone.now() + SOON)
    third = next_version(second, summary="Third words.")

    publish(third)

    assert [document.summary for document in rows()] == ["Third words."]


@pytest.mark.parametrize("outcome", ["gone", "notice", "moved"])
def test_what_is_withdrawn_is_found_no_more(outcome):
    drug = make_drug("Interferon")
    other = make_drug("Imatinib")
    options = {"gone": {}, "notice": {"notice": "Old."}, "moved": {"moved_to": other.page}}[outcome]

    withdraw(drug, outcome=outcome, **options)

    assert titles("interferon") == []
    assert "interferon" not in indexed_words()
    assert not NameStart.objects.filter(text="interferon").exists()


def test_a_new_address_is_the_one_that_a_hit_leads_to():
    first = make_drug("Interferon")

    publish(next_version(first, slug="interferons"))

    assert search("interferon", language="en").hits[0].key == "interferons"


def test_a_move_that_fails_leaves_what_is_found_as_it_was():
    drug = make_drug("Interferon")

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdraw(drug)
        raise ZeroDivisionError

    assert titles("interferon") == ["Interferon"]


def test_every_kind_of_page_is_searched():
    searched = {getattr(source, "versions", None) for source in sources().values()}

    assert set(kinds_of(Version)) <= searched
    assert {DrugVersion, CancerVersion, TermVersion, SitePageVersion} <= searched


# Stories


def test_a_story_is_found_once_it_is_on_the_site():
    story = send_story(title="The garden")
    assert not Document.objects.exists()

    publish_story(story)

    assert titles("garden") == ["The garden"]


@pytest.mark.parametrize(
    "take",
    [
        lambda story: story.withdraw(),
        lambda story: story.take_down(by=make_moderator(), reasons=["identifies"]),
        lambda story: story.change_consents([Purpose.QUOTE]),
        lambda story: story.erase(by=make_privacy_officer()),
    ],
    ids=["withdrawn", "taken down", "consent taken back", "erased"],
)
def test_a_story_that_readers_may_not_see_is_forgotten_at_once(take):
    story = publish_story(title="The garden", body="Rhubarb grew there.")
    if "erase" in take.__code__.co_names:
        story.withdraw()

    take(Story.objects.get(pk=story.pk))

    assert not Document.objects.exists()
    assert not NameStart.objects.exists()
    assert "rhubarb" not in indexed_words()


def test_what_an_author_sends_later_is_not_found_before_it_is_approved():
    story = publish_story(title="The garden", body="Rhubarb grew there.")

    story.correct(body="Parsley grew there.")

    assert (titles("rhubarb"), titles("parsley")) == (["The garden"], [])
    assert "parsley" not in indexed_words()


def test_a_story_behind_a_note_is_found_by_its_title_alone():
    publish_story(title="The garden", body="Rhubarb grew there.", notes=["death"])

    assert titles("garden") == ["The garden"]
    assert titles("rhubarb") == []


def test_a_story_that_may_not_be_quoted_is_found_by_its_title_alone(client):
    publish_story(title="The garden", body="Rhubarb grew there.", consents=[Purpose.PUBLISH])

    assert titles("garden") == ["The garden"]
    assert titles("rhubarb") == []
    assert "Rhubarb" not in client.get("/en/search/?q=garden").text


def test_words_that_may_be_quoted_no_more_are_forgotten_at_once_and_found_when_they_may_again():
    story = publish_story(title="The garden", body="Rhubarb grew there.")
    assert titles("rhubarb") == ["The garden"]

    story.change_consents([Purpose.PUBLISH])
    assert (titles("garden"), titles("rhubarb")) == (["The garden"], [])
    assert "rhubarb" not in indexed_words()

    story.change_consents([Purpose.PUBLISH, Purpose.QUOTE])
    assert titles("rhubarb") == ["The garden"]
    assert all_differences() == []


def test_a_story_is_not_suggested_by_who_tells_it():
    publish_story(title="The garden", shown_name="Audrey")

    assert suggest("audrey", language="en") == []


# Services


def test_a_service_is_found_by_its_kinds_its_town_and_who_offers_it():
    above = make_category("travel", name_en="Travel", name_fr="Déplacements")
    kind = make_category("rides", parent=above, name_en="Rides", name_fr="Transport", words_en="drive, lift")
    make_service("Lantern", at=[make_location("Ottawa")], categories=[kind], organization=make_organization("Kettle"))

    for query in ("lantern", "kettle", "rides", "lift", "travel", "ottawa", "house in ottawa"):
        assert titles(query) == ["Lantern"], query


def test_a_service_follows_every_record_that_it_is_made_of():
    kind, place, owner = make_category("rides"), make_location("Ottawa"), make_organization("Kettle")
    service = make_service("Lantern", at=[place], categories=[kind], organization=owner)

    for record, name, value in (
        (kind, "name_en", "Carriage"),
        (place, "name_en", "Barn"),
        (owner, "name_en", "Teapot"),
    ):
        setattr(record, name, value)
        record.save()
    Service.objects.filter(pk=service.pk).update(description_en="A sleigh.")
    place.addresses.update(city="Toronto")

    for query in ("carriage", "barn", "teapot", "sleigh", "toronto"):
        assert titles(query) == ["Lantern"], query
    assert titles("ottawa") == titles("kettle") == []


def test_a_service_told_in_one_language_is_found_in_both():
    make_service("Lantern", name_fr="", description_en="Rides")

    assert titles("lantern") == titles("lantern", language="fr") == ["Lantern"]


def test_the_words_of_a_service_are_found_in_the_language_of_its_description():
    fields = {"description_en": "A sleigh.", "eligibility_en": "Everybody.", "eligibility_fr": "Tout le monde."}
    make_service("Lantern", **fields, documents_fr="Votre carte.")

    english, french = rows().order_by("language")

    assert (english.told_in, english.text_in, english.body) == ("", "", "Everybody.")
    assert (french.told_in, french.text_in, french.summary, french.body) == ("", "en", "A sleigh.", "Everybody.")


def test_names_of_a_service_in_the_other_language_alone_are_known_to_be():
    owner = make_organization("Kettle", name_fr="", other_name_en="Pot", other_name_fr="Marmite")
    make_service("Lantern", name_fr="Lanterne", organization=owner)

    english, french = rows().order_by("language")

    assert (french.names, french.names_in) == ("Kettle\nMarmite", {"Kettle": "en"})
    assert english.names_in == {}


def test_of_a_confidential_place_the_town_alone_is_found():
    place = make_location("Ottawa", name_en="Rosewood", street="9 Hidden Lane", is_confidential=True)
    make_service("Shelter", at=[place])

    assert titles("shelter ottawa") == ["Shelter"]
    assert "rosewood" not in indexed_words()
    assert "hidden" not in indexed_words()


def test_a_place_that_becomes_confidential_is_forgotten_at_once():
    place = make_location("Ottawa", name_en="Rosewood")
    make_service("Shelter", at=[place])
    assert titles("rosewood") == ["Shelter"]

    Location.objects.filter(pk=place.pk).update(is_confidential=True)

    assert "rosewood" not in indexed_words()


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_that_is_put_away_or_deleted_is_forgotten(status):
    service = make_service("Lantern")
    Service.objects.filter(pk=service.pk).update(status=status)

    assert not Document.objects.exists()


def test_many_services_are_written_in_as_many_queries_as_few(django_assert_max_num_queries):
    owner, kind = make_organization(), make_category()
    services = [make_service(f"Lantern {number}", organization=owner, categories=[kind]) for number in range(20)]

    with django_assert_max_num_queries(60):
        owner.name_en = "Teapot"
        owner.save()

    assert search("teapot", language="en").total == len(services)


# Nothing that readers may not read


@pytest.fixture
def planted(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    markers = Markers()
    plant_everywhere(markers)
    plant_stories(markers)
    plant_services(markers)
    return markers


def test_no_row_holds_what_readers_may_not_read(planted):
    now = timezone.now()
    scheduled = Document.objects.filter(live_from__gt=now)
    fields = ("title", "names", "summary", "body", "key")
    later = planted.found_in(repr(list(scheduled.values_list(*fields))))

    open_now = planted.found_in(repr(list(Document.objects.live(at=now).values_list(*fields))))
    indexed = planted.found_in(indexed_words())
    begun = planted.found_in(repr(list(NameStart.objects.exclude(document__in=scheduled).values_list("text", "name"))))

    assert Document.objects.live(at=now).exists()
    assert open_now == begun == set()
    # A scheduled text is there before its time, and its words with it; nothing else is.
    assert later
    assert indexed <= later


def test_no_search_and_no_suggestion_tells_what_readers_may_not_read(planted):
    for marker in list(planted.places)[::7]:
        for language in Language.values:
            found = search(marker, language=language)
            assert (found.hits, found.total, found.counts, found.did_you_mean) == ([], 0, {}, ""), marker
            assert suggest(marker, language=language) == []
            # One letter is wrong: no correction may know the right one.
            assert search(f"{marker[:-1]}x", language=language).did_you_mean == ""


def test_what_is_found_is_what_the_site_holds_after_all_these_moves(planted):
    assert all_differences() == []


# Rebuilding


def make_one_of_each():
    place = make_location("Ottawa")
    make_service(at=[place], categories=[make_category()])
    publish_story()
    make_term()
    make_cancer()
    make_site_page()
    drug = make_drug()
    publish(next_version(drug, summary="Later."), at=timezone.now() + SOON)


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Document, NameStart, Generation)]


def test_a_rebuild_changes_nothing_when_all_is_right():
    make_one_of_each()
    before = everything()

    assert (rebuild(), everything()) == (0, before)
    call_command("rebuild_search", check=True, stdout=StringIO())


def test_a_rebuild_mends_what_is_missing_wrong_and_too_much():
    make_one_of_each()
    as_it_was = {document.identity: document.title for document in Document.objects.all()}
    Document.objects.filter(kind="drug").delete()
    Document.objects.filter(kind="cancer").update(title="Nonsense")
    make_document("Ghost", kind="page", object_id="999")
    written = StringIO()
    with pytest.raises(CommandError, match="4 differences"):
        call_command("rebuild_search", check=True, stdout=written)
    assert all(word in written.getvalue() for word in ("missing: drug", "different: cancer", "too much: page 999"))

    changed = rebuild()

    assert changed == 4
    assert {document.identity: document.title for document in Document.objects.all()} == as_it_was
    assert titles("kidney cancer") == ["Kidney cancer"]
    assert rebuild() == 0


def test_a_site_without_any_row_gets_them_all():
    make_one_of_each()
    before = Document.objects.count()
    Document.objects.all().delete()

    call_command("rebuild_search", words=True, stdout=StringIO())

    assert Document.objects.count() == before
    assert all_differences() == []


def test_what_has_ended_is_no_difference_and_goes_with_the_next_rebuild():
    make_drug()
    make_document("Yesterday", live_from=timezone.now() - 2 * SOON, live_until=timezone.now() - SOON)
    call_command("rebuild_search", check=True, stdout=StringIO())

    assert rebuild() == 0
    assert "yesterday" not in indexed_words()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_worker_takes_forgotten_words_off_the_disk():
    story = publish_story(title="The garden", body="Rhubarb grew there.")
    story.withdraw()

    scrub()

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT block FROM search_words_data")
            assert b"rhubarb" not in b"".join(bytes(row[0]) for row in cursor.fetchall())
