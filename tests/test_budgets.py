"""What each route may cost: the same number of queries for 3 rows as for 300, and no route without a budget."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cancers.models import CancerVersion
from drugs.models import DrugUse, DrugVersion
from feedback.answer_admin import address_of_answers
from feedback.asking import About, sign_key
from feedback.models import Answer, Reading
from glossary.models import TermVersion, WordUse
from images.making_safe import make_safe
from images.models import Picture, PictureUse, TemporaryUpload, label_of
from locator import chosen
from locator.changing import together
from locator.models import (
    Category,
    ImportRun,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCategory,
    SuggestedChange,
    Suggestion,
    UnmetNeed,
)
from pages.models import MenuEntry, Notice, SitePageVersion
from publishing.models import Language
from publishing.roles import ROLES
from redirects.models import Redirect
from search.models import BestBet, Miss, Synonym
from stories.models import Report, Story, Text, Viewing
from stories.word_uses import KIND

from .factories import (
    drawing,
    make_category,
    make_draft,
    make_drug,
    make_editor,
    make_location,
    make_locator_editor,
    make_many,
    make_menu_entry,
    make_notice,
    make_organization,
    make_picture,
    make_synonym,
    make_user,
    publish_story,
    send_story,
)
from .routes import every_route
from .test_stories import make_many_stories

pytestmark = pytest.mark.django_db

KINDS = {
    "drugs_drugversion": DrugVersion,
    "cancers_cancerversion": CancerVersion,
    "glossary_termversion": TermVersion,
    "pages_sitepageversion": SitePageVersion,
}
RECORDS = {
    "pages_menuentry": MenuEntry,
    "pages_notice": Notice,
    "images_picture": Picture,
    "search_synonym": Synonym,
    "search_bestbet": BestBet,
    "search_miss": Miss,
    "redirects_redirect": Redirect,
    "feedback_answer": Answer,
    "feedback_reading": Reading,
}
STORIES = {"stories_story": Story, "stories_viewing": Viewing}
SERVICES = {
    "locator_service": Service,
    "locator_location": Location,
    "locator_organization": Organization,
    "locator_category": Category,
    "locator_serviceatlocation": ServiceAtLocation,
    "locator_unmetneed": UnmetNeed,
    "locator_suggestion": Suggestion,
    "locator_importrun": ImportRun,
}

# Pages that lead to others ask once for each kind: docs/hubs.md.
# {route: queries}. Pages of the desk begin with 3 that say who is signed in and with which roles.
PUBLIC = {
    "api_start": 0,
    "api_openapi": 0,
    "api_nothing": 0,
    "api_docs": 2,
    "api_drugs": 4,
    "api_drug": 10,
    "api_terms": 4,
    "api_term": 4,
    "api_search_terms": 5,
    "api_suggest_terms": 3,
    "api_cancers": 4,
    "api_cancer": 5,
    "api_stories": 4,
    "api_story": 4,
    "api_services": 13,
    "api_service": 11,
    "api_kinds": 1,
    "choose_language": 0,
    "styleguide_in_ones_language": 0,
    "health": 1,
    "robots": 0,
    "security": 0,
    "favicon": 0,
    "sitemap": 6,
    "sitemap_file": 1,
    "feed_all": 11,
    "feed_drugs": 2,
    "feed_cancers": 2,
    "feed_words": 2,
    "feed_stories": 3,
    "picture": 1,
    "home": 7,
    "drugs:index": 4,
    "drugs:detail": 17,
    "cancers:index": 3,
    "cancers:detail": 16,
    "glossary:index": 3,
    "glossary:detail": 12,
    "pages:detail": 7,
    "stories:index": 10,
    "stories:detail": 9,
    "stories:report": 5,
    "stories:share": 4,
    "feedback:answer": 0,
    "feedback:thanks": 3,
    "stories:mine": 2,
    "locator:index": 3,
    "locator:find": 1,
    "locator:detail": 12,
    "locator:list": 12,
    "locator:suggest": 12,
    "locator:suggest_new": 4,
    "visit:index": 4,
    "search:results": 7,
    "search:suggestions": 2,
    "story_photo": 1,
    "unsent_picture": 1,
    "styleguide": 0,
    "admin_password_reset": 0,
    "password_reset_done": 0,
    "password_reset_confirm": 1,
    "password_reset_complete": 0,
}
DESK = {
    "admin:index": 22,
    "admin:jsi18n": 2,
    "admin:link_targets": 10,
    "admin:password_change": 3,
    "admin:password_change_done": 3,
    "admin:app_list": 22,
    "admin:autocomplete": 4,
    "admin:mail_letter_changelist": 5,
    "admin:accounts_user_changelist": 7,
    "admin:accounts_user_add": 3,
    "admin:accounts_user_change": 6,
    "admin:accounts_user_history": 5,
    "admin:accounts_user_delete": 5,
    "admin:auth_user_password_change": 4,
}
OF_ANY_KIND = {"changelist": 5, "add": 3, "history": 5, "delete": 5}
DESK_OF_A_KIND = {
    "drugs_drugversion": OF_ANY_KIND | {"change": 17, "preview": 20, "move": 5},
    "cancers_cancerversion": OF_ANY_KIND | {"change": 10, "preview": 18, "move": 5},
    "glossary_termversion": OF_ANY_KIND | {"change": 9, "preview": 14, "move": 5},
    "pages_sitepageversion": OF_ANY_KIND | {"change": 9, "preview": 10, "move": 5},
}
DESK_OF_A_RECORD = {
    "pages_menuentry": {"changelist": 6, "add": 4, "change": 7, "history": 7, "delete": 6},
    "pages_notice": {"changelist": 5, "add": 4, "change": 5, "history": 5, "delete": 4},
    "images_picture": {"changelist": 5, "add": 3, "change": 7, "history": 5, "delete": 5, "choices": 4},
    "search_synonym": {"changelist": 5, "add": 3, "change": 4, "history": 5, "delete": 4},
    "search_bestbet": {"changelist": 5, "add": 3, "change": 4, "history": 5, "delete": 4},
    "redirects_redirect": {"changelist": 5, "add": 3, "change": 5, "history": 5, "delete": 4, "many": 3},
    "feedback_answer": {"changelist": 7, "add": 4, "change": 4, "history": 4, "delete": 5, "page": 8},
    "feedback_reading": {"changelist": 8, "add": 4, "change": 5, "history": 5, "delete": 5, "csv": 5},
    "search_miss": {"changelist": 5, "add": 4, "change": 5, "history": 5, "delete": 5},
}
DESK_OF_STORIES = {
    "stories_story": OF_ANY_KIND | {"add": 4, "change": 14, "next": 4, "report": 5, "move": 5},
    "stories_viewing": OF_ANY_KIND | {"changelist": 7, "add": 4, "change": 6},
}
DESK_OF_SERVICES = {
    "locator_service": {"changelist": 7, "add": 13, "history": 21, "delete": 5, "change": 17, "due": 7},
    "locator_location": {"changelist": 7, "add": 10, "history": 18, "delete": 6, "change": 12},
    "locator_organization": {"changelist": 6, "add": 4, "history": 8, "delete": 7, "change": 6},
    "locator_category": {"changelist": 5, "add": 4, "history": 6, "delete": 6, "change": 5},
    "locator_serviceatlocation": {"changelist": 2, "add": 4, "history": 4, "delete": 6, "change": 10},
    "locator_unmetneed": {"changelist": 9, "add": 4, "history": 5, "delete": 5, "change": 4, "csv": 4},
    "locator_suggestion": {"changelist": 6, "add": 4, "history": 4, "delete": 5, "change": 15, "settle": 5},
    "locator_importrun": {"changelist": 5, "add": 3, "history": 4, "delete": 5, "change": 4, "report": 4},
}
# What they cost depends on nothing that grows: they redirect, refuse, or end a session.
WITHOUT_BUDGET = {
    *("admin:login", "admin:logout", "admin:None", "admin:accounts_user_language"),
    # These are only posted to, or give out everything there is.
    *("admin:locator_service_verify", "admin:locator_service_verify_many", "admin:locator_importrun_again"),
    "admin:locator_export",
}


def names_of_routes():
    """Every route by its full name, namespaces included."""
    return {f"{namespace}:{entry.name}" if namespace else entry.name for namespace, entry in named_routes()}


def named_routes():
    for parts, entry in every_route():
        first = str(parts[0])
        namespace = "admin" if first == "admin/" else entry.callback.__module__.split(".")[0] if len(parts) > 2 else ""
        yield namespace, entry


def test_every_route_has_a_budget():
    of_kinds = {f"admin:{kind}_{page}" for kind in KINDS for page in DESK_OF_A_KIND[kind]}
    of_records = {f"admin:{kind}_{page}" for kind in RECORDS for page in DESK_OF_A_RECORD[kind]}

    of_stories = {f"admin:{kind}_{page}" for kind in STORIES for page in DESK_OF_STORIES[kind]}

    of_services = {f"admin:{kind}_{page}" for kind in SERVICES for page in DESK_OF_SERVICES[kind]}

    assert names_of_routes() == {*PUBLIC, *DESK, *of_kinds, *of_records, *of_stories, *of_services, *WITHOUT_BUDGET}


def fill(number):
    """A site with this many pages of each kind and people, and this many rows on the page that is visited."""
    drugs, cancers, terms = (make_many(kind, number) for kind in (DrugVersion, CancerVersion, TermVersion))
    pages = make_many(SitePageVersion, number)
    MenuEntry.objects.bulk_create(MenuEntry(page=version.page, menu="footer") for version in pages[1:])
    Notice.objects.bulk_create(Notice(title_en="Notice", title_fr="Avis") for _ in range(number - 1))
    pictures = [make_picture(f"Picture {index}") for index in range(min(number, 40))]
    PictureUse.objects.bulk_create(
        PictureUse(picture=pictures[0], kind=label_of(drug), version_id=drug.pk) for drug in drugs
    )
    records = {MenuEntry: make_menu_entry(page=pages[0].page), Notice: make_notice(), Picture: pictures[0]}
    records |= fill_search(number)
    records |= fill_feedback(number, drugs)
    User.objects.bulk_create(User(username=f"user-{index}", is_staff=True) for index in range(number))
    uses = [DrugUse(version=drug, cancer=cancers[0].page, name="cancer") for drug in drugs]
    models.QuerySet.bulk_create(DrugUse.objects.all(), uses)
    rows = {
        "types": [{"name": f"type {index}"} for index in range(number // 3)],
        "uses": [{"cancer": cancer.page, "name": "cancer"} for cancer in cancers[: number // 3]],
        "side_effects": [{"effect": f"effect {index}"} for index in range(number // 3)],
    }
    stories = fill_stories(number, cancers[0].page)
    fill_word_uses(terms, drugs, cancers)
    drug = make_drug("Interferon", what_it_is=f"<p>{terms[0].title}</p>", rows=rows)
    pages = {DrugVersion: drug, CancerVersion: cancers[0], TermVersion: terms[0], SitePageVersion: pages[0]}
    return {**pages, **records, **stories, Service: fill_services(number)}


def fill_word_uses(terms, drugs, cancers):
    """Every text uses the word that is visited, and the visited cancer uses every word."""
    pairs = [(terms[0], text.kind, text.pk) for text in (*drugs, *cancers, *terms[1:])]
    pairs += [(terms[0], KIND, pk) for pk in Text.objects.public().values_list("pk", flat=True)]
    pairs += [(term, cancers[0].kind, cancers[0].pk) for term in terms[1:]]
    WordUse.objects.bulk_create(WordUse(term=term, kind=kind, text_id=pk, number=1) for term, kind, pk in pairs)


def fill_services(number):
    """So many services near one another that serve the same area; the one that is visited."""
    places = [make_location() for _ in range(3)]
    categories = [make_category(f"kind-{index}") for index in range(min(number, 40))]
    organization = make_organization()
    with together():
        services = Service.objects.bulk_create(
            Service(organization=organization, name_en=f"Service {index}", in_person=True) for index in range(number)
        )
        ServiceAtLocation.objects.bulk_create(
            ServiceAtLocation(service=service, location=place) for service in services for place in places
        )
        ServiceArea.objects.bulk_create(ServiceArea(service=service, key="canada") for service in services)
        ServiceCategory.objects.bulk_create(
            ServiceCategory(service=service, category=categories[0]) for service in services
        )
        Phone.objects.bulk_create(Phone(service=service, number="613-555-0123") for service in services)
    return services[0]


def fill_search(number):
    """So many synonyms, best bets and questions without an answer; the one of each that is visited."""
    bet = {"kind": "drug", "object_id": "1", "words_en": "word", "sentence_en": "Here."}
    visited = {Synonym: make_synonym("word", "words"), BestBet: BestBet.objects.create(**bet)}
    Synonym.objects.bulk_create(Synonym(words=f"word {index}", meanings="words") for index in range(number - 1))
    BestBet.objects.bulk_create(BestBet(**bet) for _ in range(number - 1))
    day = timezone.localdate()
    misses = [Miss(digest=index, text=f"text {index}", days=3, first_on=day, last_on=day) for index in range(number)]
    Miss.objects.bulk_create(misses)
    return {**visited, Miss: misses[0]}


def fill_feedback(number, drugs):
    """So many redirects, answers about one page and others, and readings; the one of each that is visited."""
    target = {"kind": "drugs.drug", "page_id": drugs[0].page_id, "language": "en"}
    Redirect.objects.create(old_address="/old", **target)
    Redirect.objects.bulk_create(
        Redirect(old_address=f"/old/{index}", key=f"/old/{index}", **target) for index in range(number - 1)
    )
    abouts = [About.of_version(drug) for drug in drugs]
    Answer.objects.bulk_create(Answer(is_clear=False, why="Why?", **asdict(about)) for about in abouts)
    Answer.objects.bulk_create(Answer(is_clear=False, **asdict(abouts[0])) for _ in range(number))
    day = timezone.localdate()
    Reading.objects.bulk_create(
        Reading(day=day, kind="drugs.drug", page=drug.page_id, language="en", number=1) for drug in drugs
    )
    return {model: model.objects.order_by("pk").first() for model in (Redirect, Answer, Reading)}


def fill_stories(number, cancer):
    """So many stories in each language, on the site and waiting; the one that is visited, a viewing and a report."""
    for language in Language.values:
        make_many_stories(number, cancer=cancer, language=language, quote="Words.")
    waiting = [send_story(f"Waiting {index}", body=f"Number {index}.") for index in range(min(number, 20))]
    story = publish_story(cancer=cancer, photo=drawing(), quote="The beans were up.")
    Viewing.objects.bulk_create(Viewing(story=waiting[0], what="story", by=make_editor()) for _ in range(number))
    Report.objects.bulk_create(Report(story=story, reason="other", language="en") for _ in range(number))
    return {Story: waiting[0], Viewing: Viewing.objects.first(), Report: Report.objects.first(), "public": story}


def cost_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code in (200, 302, 303, 403, 404), address
    return len(queries)


@pytest.mark.parametrize("number", [3, 300])
def test_each_public_route_keeps_its_budget(client, number):
    versions = fill(number)
    story = versions["public"]
    arguments = {
        "password_reset_confirm": ["MQ", "none"],
        "picture": [versions[Picture].pk, 320],
        "sitemap_file": ["drugs", "en", 1],
        "story_photo": [story.pk, 320],
        "unsent_picture": [TemporaryUpload.keep(make_safe(drawing())).name],
        "stories:report": [story.pk],
    }
    service = versions[Service]
    arguments |= {"locator:suggest": [service.pk]}
    arguments |= of_the_api(versions)
    addresses = {name: reverse(name, args=arguments.get(name)) for name in PUBLIC if not name.endswith(":detail")}
    addresses |= {
        "locator:list": f"{reverse('locator:list')}?list={chosen.sign([service.pk])}",
        "locator:detail": service.get_absolute_url(),
        "api_search_terms": f"{reverse('api_search_terms')}?query=title",
        "api_suggest_terms": f"{reverse('api_suggest_terms')}?query=title",
        "api_services": f"{reverse('api_services')}?near=45.42,-75.70&cancer={versions[CancerVersion].slug}",
        "search:results": f"{reverse('search:results')}?q=interferon",
        "search:suggestions": f"{reverse('search:suggestions')}?q=interferon",
        "feedback:thanks": f"{reverse('feedback:thanks')}?answer={sign_key(versions[Answer].key)}",
    }
    addresses |= {
        f"{version._meta.app_label}:detail": version.get_absolute_url()
        for version in (*[versions[kind] for kind in KINDS.values()], story)
    }

    assert {name: cost_of(client, addresses[name]) for name in PUBLIC} == PUBLIC


def of_the_api(versions):
    """{route of the API: what stands in its address}"""
    kinds = {"api_drug": DrugVersion, "api_cancer": CancerVersion, "api_term": TermVersion}
    pages = {name: [versions[kind].slug] for name, kind in kinds.items()}
    others = {"api_story": [versions["public"].pk], "api_service": [versions[Service].pk], "api_nothing": ["nothing"]}
    return pages | others


@pytest.mark.parametrize("number", [3, 300])
@pytest.mark.parametrize("near", ["ottawa-on", "toronto-on", "iqaluit-nu", "on"])
def test_a_search_for_services_costs_little_whatever_it_finds(client, near, number):
    fill_services(number)

    # The wider it has to look, the more: never more than this.
    assert cost_of(client, f"{reverse('locator:index')}?near={near}&kind=kind-0") <= 12


@pytest.mark.parametrize("number", [3, 300])
def test_each_route_of_the_desk_keeps_its_budget(client, number):
    versions = fill(number)
    client.force_login(make_user(*ROLES, username="boss"))
    person = User.objects.first().pk
    arguments = {
        "admin:app_list": ["drugs"],
        "admin:auth_user_password_change": [person],
        **{f"admin:accounts_user_{page}": [person] for page in ("change", "history", "delete")},
    }

    costs = {name: cost_of(client, reverse(name, args=arguments.get(name))) for name in DESK}

    assert costs == DESK
    for kind, model in KINDS.items():
        costs = {page: cost_of(client, address_of(kind, page, versions[model])) for page in DESK_OF_A_KIND[kind]}
        assert costs == DESK_OF_A_KIND[kind], kind
    for kind, model in RECORDS.items():
        costs = {page: cost_of(client, address_of(kind, page, versions[model])) for page in DESK_OF_A_RECORD[kind]}
        assert costs == DESK_OF_A_RECORD[kind], kind
    for kind, model in STORIES.items():
        costs = {page: cost_of(client, address_of_story(kind, page, versions, model)) for page in DESK_OF_STORIES[kind]}
        assert costs == DESK_OF_STORIES[kind], kind


@pytest.mark.parametrize("number", [3, 300])
def test_each_route_of_the_locators_desk_keeps_its_budget(client, number):
    fill_services(number)
    fill_queues(number)
    client.force_login(make_user(*ROLES, username="boss"))

    for kind, model in SERVICES.items():
        row = Category.objects.get(code="kind-0") if model is Category else model.objects.order_by("pk").first()
        costs = {page: cost_of(client, address_of_service(kind, page, row)) for page in DESK_OF_SERVICES[kind]}
        assert costs == DESK_OF_SERVICES[kind], kind


def fill_queues(number):
    """So many needs that nobody meets, suggestions that wait and imports."""
    today, editor = timezone.localdate(), make_locator_editor()
    UnmetNeed.objects.bulk_create(
        UnmetNeed(day=today - timedelta(days=index), area="K1A", number=index) for index in range(number)
    )
    service = Service.objects.order_by("pk").first()
    suggestions = Suggestion.objects.bulk_create(
        Suggestion(service=service, kind="change", language="en", sender="other") for _ in range(number)
    )
    SuggestedChange.objects.bulk_create(
        SuggestedChange(suggestion=suggestion, field="name", language="en", before="A", after="B")
        for suggestion in suggestions
    )
    ImportRun.objects.bulk_create(
        ImportRun(file_name="list.csv", content=b"", source="A partner", asked_by=editor) for _ in range(number)
    )


def address_of_service(kind, page, row):
    without = ("changelist", "add", "due", "verify_many", "csv")
    return reverse(f"admin:{kind}_{page}", args=[] if page in without else [row.pk])


def address_of_story(kind, page, versions, model):
    of = versions[Report] if page == "report" else versions[model]
    arguments = {"changelist": [], "add": [], "next": [], "move": [of.pk, "refuse"]}
    return reverse(f"admin:{kind}_{page}", args=arguments.get(page, [of.pk]))


def address_of(kind, page, version):
    if (kind, page) == ("feedback_answer", "page"):
        return address_of_answers(version.kind, version.page, version.language)
    without = dict.fromkeys(("changelist", "add", "choices", "many", "csv"), [])
    arguments = without | {"move": [version.pk, "withdraw"]}
    return reverse(f"admin:{kind}_{page}", args=arguments.get(page, [version.pk]))


@pytest.mark.parametrize("number", [3, 100])
def test_the_form_of_a_draft_keeps_its_budget(client, number):
    cancers = [version.page for version in make_many(CancerVersion, number)]
    rows = {
        "types": [{"name": f"type {index}"} for index in range(number)],
        "uses": [{"cancer": cancer, "name": "cancer"} for cancer in cancers],
    }
    draft = make_draft(DrugVersion, "Interferon", rows=rows)
    client.force_login(make_editor())

    assert cost_of(client, reverse("admin:drugs_drugversion_change", args=[draft.pk])) == 17
